"""An index in memory, in plain Python: BM25 over weighted terms."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from math import log

from knowledgebase.documents import Document

_K = 1.2
_B = 0.75


class MemoryEngine:
    """Postings in dictionaries; nothing is written anywhere."""

    def __init__(self) -> None:
        self._terms: dict[str, dict[str, float]] = {}
        self._documents: dict[str, tuple[str, ...]] = {}
        self._lengths: dict[str, float] = {}
        self._length = 0.0

    def rebuild(self, documents: Iterable[Document]) -> None:
        self.__init__()  # type: ignore[misc]
        for document in documents:
            self.upsert(document)

    def upsert(self, document: Document) -> None:
        self.remove(document.key)
        terms = document.terms
        for term, weight in terms.items():
            self._terms.setdefault(term, {})[document.key] = weight
        self._documents[document.key] = tuple(terms)
        self._lengths[document.key] = sum(terms.values())
        self._length += self._lengths[document.key]

    def remove(self, key: str) -> None:
        for term in self._documents.pop(key, ()):
            self._terms[term].pop(key)
            if not self._terms[term]:
                del self._terms[term]
        self._length -= self._lengths.pop(key, 0.0)

    def search(self, terms: Mapping[str, float], most: int) -> list[tuple[str, float]]:
        scores: dict[str, float] = {}
        count = len(self._documents)
        usual = self._length / count if count else 1.0
        for term, boost in terms.items():
            there = self._terms.get(term, {})
            worth = boost * log(1 + (count - len(there) + 0.5) / (len(there) + 0.5))
            for key, weight in there.items():
                damped = weight * (_K + 1) / (weight + _K * (1 - _B + _B * self._lengths[key] / usual))
                scores[key] = scores.get(key, 0.0) + worth * damped
        return heapq.nsmallest(most, scores.items(), key=lambda it: (-it[1], it[0]))

    def close(self) -> None:
        self.rebuild(())
