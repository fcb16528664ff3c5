"""What an index must be able to do, so that one can be replaced by another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from knowledgebase.documents import Document


class Engine(Protocol):
    """An index of documents. Used by one thread at a time; what was put in is found by the next search."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Forget everything, and hold these."""
        ...

    def upsert(self, document: Document) -> None:
        """Hold this document, instead of the one with its key."""
        ...

    def remove(self, key: str) -> None:
        """Hold it no longer; nothing happens when it was not there."""
        ...

    def search(self, terms: Mapping[str, float], most: int) -> list[tuple[str, float]]:
        """The keys of documents with one of the terms or more, best first, each with its score above nought.

        terms: stems, each with what it counts for.
        """
        ...

    def close(self) -> None:
        """Leave nothing behind; it is not used after this."""
        ...
