"""What is written nearly the same, looked for only among what is about as long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import ceil, floor

from rapidfuzz import process
from rapidfuzz.distance import OSA


class Alike:
    """Texts by their length: two of which one is far longer cannot be near."""

    def __init__(self, texts: Iterable[str], most_apart: int | None = None) -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._most_apart = most_apart
        for text in texts:
            self._by_length[len(text)].append(text)
        self._around: dict[tuple[int, float], list[str]] = {}

    def to(self, text: str, least: float, most: int) -> list[tuple[str, float]]:
        """Those nearest to this one, the nearest first, each with how near (1 is the same)."""
        around = self._about(len(text), least)
        found = process.extract(text, around, scorer=OSA.normalized_similarity, score_cutoff=least, limit=most)
        return [(near, alike) for near, alike, _ in found]

    def _about(self, length: int, least: float) -> list[str]:
        known = self._around.get((length, least))
        if known is None:
            lengths = range(ceil(length * least), floor(length / least) + 1)
            if self._most_apart is not None:
                lengths = range(
                    max(lengths.start, length - self._most_apart), min(lengths.stop, length + self._most_apart + 1)
                )
            known = self._around[length, least] = [it for other in lengths for it in self._by_length.get(other, ())]
        return known
