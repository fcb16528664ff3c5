"""What each recording of the telephone says: what the helpline comes with, and what a helpline says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from helpline.core.prompts import CATALOGUE, NUMBERS
from helpline.core.reading import UNKNOWN, Part, WrongValue
from helpline.core.values import Text
from helpline.settings.files import packaged_config, read_file
from helpline.settings.numbers import Help
from helpline.settings.words import FOLDER, promises
from helpline.settings.wrong import WrongSetting

Said = Mapping[str, str]
"""The text of each recording by its name; in a language that lacks some, without those."""

PROMPTS = f"{FOLDER}/prompts"
WRITTEN = tuple(name for name in CATALOGUE if name != NUMBERS)
"""Whose text stands in a file."""

_TEXT = Text(500)
_SITE = "https:"


def load_prompts(
    config: Path | None, languages: tuple[str, ...], numbers: tuple[Help, ...], *, reviewed: bool
) -> Mapping[str, Said]:
    """Read what the recordings say in each language. reviewed: as in `load_words`.

    Raises:
        WrongSetting: a name is unknown, or a text is empty, too long, or promises "anoniem".
    """
    every = {
        language: {**stated(config, language, reviewed=reviewed), NUMBERS: whom_to_ring(numbers, language)}
        for language in languages
    }
    return MappingProxyType({language: MappingProxyType(said) for language, said in every.items()})


def stated(config: Path | None, language: str, *, reviewed: bool = False) -> Said:
    """What the files say in a language: the helpline's own, and where it says nothing the packaged one.

    Raises:
        WrongSetting: as above.
    """
    own = _read(config, language, reviewed) if config else {}
    return {**_read(packaged_config(), language, reviewed=True), **own}


def whom_to_ring(numbers: tuple[Help, ...], language: str) -> str:
    """The block of numbers as it is heard: without sites, which nobody can touch on a telephone."""
    said = []
    for one in numbers:
        lines = [line.texts[language] for line in one.lines if not (line.href or "").startswith(_SITE)]
        if any(line.href and not line.href.startswith(_SITE) for line in one.lines):
            said += [one.when[language], *lines]
    return " ".join(said)


def _read(folder: Path, language: str, reviewed: bool) -> Said:
    path = folder / PROMPTS / f"{language}.toml"
    if not path.is_file():
        return {}
    try:
        part = Part(read_file(path))
        return {name: _said(part, name, reviewed) for name in part.keys}
    except WrongValue as why:
        raise WrongSetting(str(path), why.key, why.given, why.allowed) from None


def _said(part: Part, name: str, reviewed: bool) -> str:
    """Raises: WrongValue."""
    if name not in WRITTEN:
        like = ", ".join(get_close_matches(name, WRITTEN, n=5))
        made = "nothing here: it is made from numbers.toml"
        raise part.wrong(name, UNKNOWN, made if name == NUMBERS else like or "the names of the packaged texts")
    text: str = part.take(name, _TEXT)
    if promises(text) and not reviewed:
        allowed = 'a text without "anoniem", unless [texts] legal_review of helpline.toml names who approved it'
        raise part.wrong(name, text, allowed)
    return text
