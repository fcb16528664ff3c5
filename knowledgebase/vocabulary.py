"""The words that articles are about: found by their beginning, by their parts, and by how they sound."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

from knowledgebase.alike import Alike
from knowledgebase.lexicon import Lexicon, is_dutch, is_filler, is_known, is_weak
from knowledgebase.sound import sound

ALIKE = 0.74
ALIKE_SHORT = 0.79
ALIKE_KNOWN = 0.88
ALIKE_SEEN = 0.82
_SHORT = 6
_APART = 3
_LEAST_PART = 3
_LEAST_PART_OF_KNOWN = 5
_LINKS = ("", "s", "en", "e", "n")


class Vocabulary:
    """Words as they are written, each with its stems.

    spelt: all of them · glue: stems that may be a part of a compound and say nothing.
    """

    def __init__(self, lexicon: Lexicon, spelt: Mapping[str, frozenset[str]], glue: frozenset[str]) -> None:
        self._lexicon = lexicon
        self._spelt = {word: stems for word, stems in spelt.items() if not is_weak(word) and not is_filler(word)}
        self._sorted = sorted(self._spelt)
        self._stems = frozenset(stem for stems in self._spelt.values() for stem in stems)
        self._glue = glue
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            self._by_sound[sound(word)].append(word)
        self._sounds = Alike(self._by_sound, _APART)
        self._letters = Alike(self._sorted)

    def __contains__(self, word: str) -> bool:
        return word in self._spelt

    def stems_of(self, word: str) -> frozenset[str]:
        """The stems of a word that is in it."""
        return self._spelt.get(word, frozenset())

    def beginning_with(self, start: str, most: int) -> list[str]:
        """Words that begin so, the shortest first."""
        first = bisect_left(self._sorted, start)
        found = self._sorted[first : bisect_left(self._sorted, start + "\uffff", first)]
        return sorted(found, key=lambda it: (len(it), it))[:most]

    def parts(self, word: str) -> tuple[str, ...]:
        """The stems of the topical words that a compound is made of; empty when something else is in it."""
        least = _LEAST_PART_OF_KNOWN if is_dutch(word) else _LEAST_PART
        for at in range(len(word) - least, least - 1, -1):
            left, right = self._part(word[:at]), self._part(word[at:], links=("",))
            if left is not None and right is None:
                right = self.parts(word[at:]) or None
            if left is not None and right is not None and (found := (*left, *right)):
                return tuple(dict.fromkeys(found))
        return ()

    def sounding_the_same(self, word: str) -> tuple[str, ...]:
        """The words that sound the same, those first that are written most alike."""
        return tuple(sorted(self._by_sound.get(sound(word), ()), key=lambda it: OSA.distance(it, word)))

    def sounding_like(self, word: str) -> tuple[tuple[str, ...], float]:
        """The words that sound nearest, and how near (1 is the same); none when nothing is near enough."""
        key = sound(word)
        if same := self.sounding_the_same(word):
            return same, 1.0
        least = ALIKE_SHORT if len(word) < _SHORT else ALIKE
        if is_known(word):
            least = ALIKE_KNOWN
        if heard := self._sounds.to(key, least, 4):
            best = heard[0][1]
            return tuple(it for found, near in heard if near > best - 0.05 for it in self._by_sound[found]), best
        seen = [] if is_known(word) else self._letters.to(word, ALIKE_SEEN, 1)
        return ((seen[0][0],), seen[0][1]) if seen else ((), 0.0)

    def _part(self, part: str, links: Iterable[str] = _LINKS) -> tuple[str, ...] | None:
        """The stem of a part, nothing for one that glues, None when we do not know it."""
        for base in _without(part, links):
            if base in self._spelt:
                return tuple(self._spelt[base])
            stem = self._lexicon.stem(base)
            if stem in self._stems and is_known(base):
                return (stem,)
            if stem in self._glue:
                return ()
        return None


def _without(part: str, links: Iterable[str]) -> Iterator[str]:
    for link in links:
        base = part.removesuffix(link)
        if len(base) >= _LEAST_PART:
            yield base
