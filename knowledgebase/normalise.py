"""Text becomes plain words: small letters without accents, nothing that is not a letter or a digit."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile("['’‘`´]")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ZO_EEN = re.compile(r"\bzo['’‘`´]n\b")
_MANY = re.compile(r"(.)\1{2,}")
_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def words(text: str, *, most: int | None = None) -> list[str]:
    """The words of a text, the first `most` of them; `co-ouderschap` is two, `foto's` is one, `heeeel` is `heel`.

    The same words again when they are joined with spaces and read once more.
    """
    found: list[str] = []
    for match in _WORD.finditer(_letters(text)):
        found += match.group().split("-")
        if most is not None and len(found) >= most:
            return found[:most]
    return found


def words_and_joined(text: str) -> list[str]:
    """The words of a text, and those with a hyphen also as one."""
    found: list[str] = []
    for match in _WORD.finditer(_letters(text)):
        word = match.group()
        found += (*word.split("-"), word.replace("-", "")) if "-" in word else (word,)
    return found


def normalise(text: str) -> str:
    """A text as its words with a space between."""
    return " ".join(words(text))


def _letters(text: str) -> str:
    text = text.lower()
    # Twice, for a letter may fall apart into one that has a small form of its own.
    for _ in range(0 if text.isascii() else 2):
        text = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
        text = "".join(letter for letter in text if letter < "\u0300" or not unicodedata.combining(letter))
    text = _ZO_EEN.sub("zo een", text)
    text = _APOSTROPHES.sub("", text.replace("‐", "-").replace("‑", "-"))
    return _MANY.sub(r"\1\1", unicodedata.normalize("NFC", text))
