"""Whether two texts say the same, also with a typing error; and what may be kept of a text without keeping the text.

All of it takes bounded time, however long the texts are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from rapidfuzz.fuzz import ratio, token_sort_ratio

MOST_CHARACTERS = 400
"""Of a text only its beginning is compared."""
LEAST_CHARACTERS = 12
LEAST_WORDS = 3
SHINGLE = 6
DIGEST = 8
"""Bytes."""
MOST_DIGESTS = 32
"""Of a longer text only a part of the digests is kept: enough to know it again, too few to lay it together again."""

_SAME = 88
_SAME_SHARE = 0.45
_WORD = re.compile(r"[^\W_]+")
_LAUGHTER = re.compile(r"a?(?:h+[aeio]+){2,}h*|lo+l(?:o+l)*|x+d+")


def words_of(text: str) -> list[str]:
    """Lower-case words without accents, signs or laughter: a giggle says nothing."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word for word in _WORD.findall(letters) if not _LAUGHTER.fullmatch(word)]


def normalised(text: str) -> str:
    """The words of the beginning of a text, one space between."""
    return " ".join(words_of(text[:MOST_CHARACTERS]))[:MOST_CHARACTERS]


def says_something(text: str) -> bool:
    """Is a normalised text long enough for its sameness to mean something? Everybody says hello."""
    return len(text) >= LEAST_CHARACTERS and len(text.split()) >= LEAST_WORDS


def is_same(text: str, other: str) -> bool:
    """Do two normalised texts say the same, give or take a typing error or the order of the words?"""
    if abs(len(text) - len(other)) > 0.3 * max(len(text), len(other)):
        return False
    return ratio(text, other, score_cutoff=_SAME) > 0 or token_sort_ratio(text, other, score_cutoff=_SAME) > 0


Sketch = frozenset[bytes]
"""What is kept of a text: keyed digests of pieces of it."""


def sketch_of(text: str, secret: bytes) -> Sketch:
    """The sketch of a text as it was written. Without the secret nobody can tell what stood there."""
    words = normalised(text)
    key = blake2b(secret).digest()
    pieces = {words[at : at + SHINGLE] for at in range(max(len(words) - SHINGLE, 0) + 1)} if words else set()
    digests = (blake2b(piece.encode("utf-8", "replace"), digest_size=DIGEST, key=key).digest() for piece in pieces)
    return frozenset(sorted(digests)[:MOST_DIGESTS])


@dataclass(frozen=True)
class Marked:
    """Sketches of the lines of conversations that volunteers marked as a prank, and the secret that made them."""

    secret: bytes = b""
    sketches: tuple[Sketch, ...] = ()

    @cached_property
    def _lines_with(self) -> dict[bytes, list[int]]:
        found: dict[bytes, list[int]] = {}
        for number, sketch in enumerate(self.sketches):
            for digest in sketch:
                found.setdefault(digest, []).append(number)
        return found

    def knows(self, text: str) -> bool:
        """Is a text as it was written like one of these lines?"""
        if not self.sketches or not says_something(normalised(text)):
            return False
        sketch = sketch_of(text, self.secret)
        shared = Counter(number for digest in sketch for number in self._lines_with.get(digest, ()))
        return any(_share(sketch, self.sketches[number]) >= _SAME_SHARE for number, _ in shared.most_common(3))


@dataclass(frozen=True)
class MarkedByWeek:
    """The same for several weeks, each with a secret of its own, which is forgotten with it."""

    weeks: tuple[Marked, ...] = ()

    def knows(self, text: str) -> bool:
        """Is a text as it was written like a line of one of these weeks?"""
        return any(week.knows(text) for week in self.weeks)


def marked_lines(lines: Iterable[str], secret: bytes) -> tuple[Sketch, ...]:
    """What is kept of the lines of a conversation that was marked: a sketch of each that says something."""
    return tuple(sketch_of(line, secret) for line in lines if says_something(normalised(line)))


def _share(sketch: Sketch, other: Sketch) -> float:
    """How much two texts have in common, from 0 to 1, as far as their sketches tell."""
    together = sorted(sketch | other)[:MOST_DIGESTS]
    return sum(digest in sketch and digest in other for digest in together) / max(len(together), 1)
