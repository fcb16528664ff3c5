"""What a child reads: is it short, and is everything read that was written?"""

from __future__ import annotations

from collections.abc import Iterator

from helpline.commands.checks.finding import Finding, ok, warn
from helpline.core.prompts import NUMBERS
from helpline.settings import Settings
from helpline.settings.numbers import texts_of
from helpline.settings.words import FOLDER, LONGEST_SENTENCE, forms, sentences


def look_at(settings: Settings) -> Iterator[Finding]:
    """The helpline's own sentences, and files of languages that are not spoken."""
    part = "texts"
    found = False
    for language, where, text in _of_children(settings):
        for sentence in sentences(text):
            words = len(sentence.split())
            if words > LONGEST_SENTENCE:
                found = True
                yield warn(
                    part,
                    f"{where} ({language}) has a sentence of {words} words: {sentence}",
                    f"Say it in two: a child reads {LONGEST_SENTENCE} words in one breath.",
                )
    for language in _unread(settings):
        found = True
        yield warn(part, f"{FOLDER}/{language}.toml is not read", f'Add "{language}" to [helpline] languages.')
    if not found:
        yield ok(part, ", ".join(f"{language}: {_own(settings, language)}" for language in settings.helpline.languages))


def _own(settings: Settings, language: str) -> str:
    count = len(settings.words.own[language])
    return f"{count} of your own" if count else "as they come"


def _of_children(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for language, own in settings.words.own.items():
        for key, said in own.items():
            if not key.startswith("desk_"):
                yield from ((language, key, form) for form in forms(said))
        yield from ((language, name, text) for name, text in settings.prompts[language].items() if name != NUMBERS)
        yield from ((language, "numbers.toml", text) for text in texts_of(settings.numbers, language))


def _unread(settings: Settings) -> list[str]:
    """Languages that only come with the copy of `helpline init` say nothing of their own."""
    folder = settings.places.config / FOLDER if settings.places.config else None
    if folder is None or not folder.is_dir():
        return []
    written = (path for path in sorted(folder.glob("*.toml")) if path.stem not in settings.helpline.languages)
    return [
        path.stem for path in written if any(line[:1] not in ("#", "") for line in path.read_text("utf-8").split("\n"))
    ]
