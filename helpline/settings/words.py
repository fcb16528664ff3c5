"""The sentences of the pages: what the helpline comes with, and what a helpline says in its own words instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

from helpline.core.reading import NOTHING, UNKNOWN, Part, WrongValue
from helpline.core.values import Text
from helpline.settings.files import packaged_config, read_file
from helpline.settings.wrong import WrongSetting

Said = str | Mapping[str, str]
"""A sentence, or its forms by how many: `one`, `other`, and what else a language has."""
Sentences = Mapping[str, Said]

FOLDER = "texts"
PLURALS = ("zero", "one", "two", "few", "many", "other")
LONGEST_SENTENCE = 12
"""Words that a child can read in one breath."""
FROM_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

_TEXT = Text(1000)
_HOLE = re.compile(r"\{(\w+)\}")
_PROMISE = re.compile(r"anon(?:ie?|y)m")
_ENDS = re.compile(r"(?<=[.?!:…؟。])\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say, by language and key. all: everything · own: what differs from what the pages come with."""

    all: Mapping[str, Sentences]
    own: Mapping[str, Sentences]

    def of(self, language: str, key: str) -> Said:
        """A sentence in this language; at the desk, one that it lacks in English."""
        return self.all[language].get(key) or shipped("en")[key]


@cache
def shipped(language: str) -> Sentences:
    """What the helpline comes with in this language; nothing in one that it does not speak."""
    path = packaged_config() / FOLDER / f"{language}.toml"
    return MappingProxyType(_table(path)) if path.is_file() else MappingProxyType({})


def load_words(config: Path | None, languages: tuple[str, ...], *, reviewed: bool) -> Words:
    """Read the sentences of each language. reviewed: somebody approved in law that a child is promised "anoniem".

    Raises:
        WrongSetting: a key is unknown, or a text lacks a place to fill in, has one too many, or is missing.
    """
    every = {language: _sentences(config, language, reviewed) for language in languages}
    own = {
        language: MappingProxyType({key: said for key, said in texts.items() if said != shipped(language).get(key)})
        for language, texts in every.items()
    }
    return Words(MappingProxyType(every), MappingProxyType(own))


def lacking(stated: Mapping[str, object]) -> list[str]:
    """The keys that a language must have and has not. At the desk, and where one practises, English stands in."""
    return [key for key in shipped("nl") if key not in stated and not key.startswith(("desk_", "practice_"))]


def stated_in(config: Path | None, language: str) -> dict[str, object]:
    """What a helpline's own file says, as it stands there."""
    path = _own(config, language)
    return {**_table(path)} if path and path.is_file() else {}


def forms(said: Said) -> tuple[str, ...]:
    """Every form of a sentence."""
    return (said,) if isinstance(said, str) else tuple(said.values())


def sentences(text: str) -> list[str]:
    """A text, cut where a reader takes breath."""
    return [sentence for sentence in _ENDS.split(text.strip()) if sentence]


def promises(text: str) -> bool:
    """Does it say "anoniem", in whatever language?"""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _PROMISE.search(bare.casefold()) is not None


def _own(config: Path | None, language: str) -> Path | None:
    return config / FOLDER / f"{language}.toml" if config else None


def _sentences(config: Path | None, language: str, reviewed: bool) -> Sentences:
    path, known = _own(config, language), shipped(language)
    if not known and (path is None or not path.is_file()):
        allowed = "a file that we may read: `helpline texts LANGUAGE` begins one"
        raise WrongSetting(str(path or Path(FOLDER) / f"{language}.toml"), "the file", NOTHING, allowed)
    try:
        part = Part(stated_in(config, language))
        read = {key: _said(part, key) for key in part.keys}
        for key in lacking({**known, **read}):
            raise part.wrong(key, NOTHING, f"a text such as {_shown(shipped('en')[key])}")
        if not reviewed:
            _refuse_promises(part, {**known, **read})
    except WrongValue as why:
        raise WrongSetting(str(path), why.key, why.given, why.allowed) from None
    return MappingProxyType({**known, **read})


def _said(part: Part, key: str) -> Said:
    """Raises: WrongValue."""
    ours = shipped("nl").get(key)
    if ours is None:
        like = get_close_matches(key, shipped("nl"), n=5)
        raise part.wrong(key, UNKNOWN, ", ".join(like) or "the keys of the packaged texts")
    wanted = set(_HOLE.findall(ours if isinstance(ours, str) else ours["other"]))
    check = partial(_checked, wanted=wanted)
    given = part.take(key, _Any())
    if isinstance(given, str):
        return check(part, key, given, may_lack=frozenset())
    if isinstance(ours, str):
        raise part.wrong(key, given, _TEXT.allowed)
    inner = part.part(key)
    read = {
        name: check(inner, name, given[name], may_lack=frozenset() if name == "other" else wanted)
        for name in PLURALS
        if inner.has(name)
    }
    inner.end()
    if "other" not in read:
        raise inner.wrong("other", NOTHING, "the text for every number that has no form of its own")
    return MappingProxyType(read)


class _Any:
    """Whatever stands there."""

    allowed = _TEXT.allowed

    def read(self, value: object) -> object:
        if not isinstance(value, str | dict):
            raise TypeError
        return value


def _checked(part: Part, key: str, given: object, *, wanted: set[str], may_lack: frozenset[str] | set[str]) -> str:
    """A text with the places to fill in that the page fills, and no other.

    Raises:
        WrongValue: it is no text, or has others.
    """
    try:
        text: str = _TEXT.read(given)
    except (ValueError, TypeError):
        raise part.wrong(key, given, _TEXT.allowed) from None
    here = set(_HOLE.findall(text))
    if here - wanted or wanted - here - may_lack or re.search(r"[{}]", _HOLE.sub("", text)):
        raise part.wrong(key, given, _places(wanted))
    return text


def _places(wanted: set[str]) -> str:
    if not wanted:
        return "a text without braces"
    return f"a text with {' and '.join(f'{{{name}}}' for name in sorted(wanted))}, and nothing else between braces"


def _refuse_promises(part: Part, texts: Sentences) -> None:
    for key, said in texts.items():
        if not key.startswith("desk_") and any(map(promises, forms(said))):
            allowed = 'a text without "anoniem", unless [texts] legal_review of helpline.toml names who approved it'
            raise part.wrong(key, said, allowed)


def _table(path: Path) -> dict[str, Said]:
    read = read_file(path)
    return dict(read) if isinstance(read, dict) else {}


def _shown(said: Said) -> str:
    return f'"{said}"' if isinstance(said, str) else f'"{said["other"]}"'
