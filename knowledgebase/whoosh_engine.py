"""An index made by whoosh, in a temporary folder of its own.

The database holds the articles, so nothing here needs to last. Two processes that share a folder would take each
other's files, and a searcher that two threads share answers wrongly without saying so: use one engine from one thread.
"""

from __future__ import annotations

import heapq
import shutil
import tempfile
import warnings
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledgebase.documents import Document

with warnings.catch_warnings():
    # Its source has escapes that later versions of Python warn of; what they mean has not changed.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import fields, formats, scoring
    from whoosh.filedb.filestore import FileStorage
    from whoosh.writing import CLEAR


class _Weighed(fields.FieldType):  # type: ignore[misc]
    """Terms that were made and weighed already."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None, scorable=True)

    def index(self, value: Sequence[tuple[str, float]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, weight in value:
            yield term.encode(), max(1, round(weight)), weight, b""


class WhooshEngine:
    """Documents in a whoosh index, scored by BM25F."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="knowledge-"))
        self._schema = fields.Schema(key=fields.ID(stored=True, unique=True), terms=_Weighed())
        self._index = FileStorage(str(folder)).create_index(self._schema)
        self._weighting = scoring.BM25F()
        self._searcher = self._index.searcher(weighting=self._weighting)
        self._read: dict[str, list[tuple[int, float]]] = {}
        self._keys: list[str] = []
        self._ends = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def rebuild(self, documents: Iterable[Document]) -> None:
        writer = self._index.writer(limitmb=64)
        for document in documents:
            writer.add_document(key=document.key, terms=sorted(document.terms.items()))
        writer.commit(mergetype=CLEAR)
        self._look_again()

    def upsert(self, document: Document) -> None:
        writer = self._index.writer()
        writer.update_document(key=document.key, terms=sorted(document.terms.items()))
        writer.commit()
        self._look_again()

    def remove(self, key: str) -> None:
        writer = self._index.writer()
        writer.delete_by_term("key", key)
        writer.commit()
        self._look_again()

    def search(self, terms: Mapping[str, float], most: int) -> list[tuple[str, float]]:
        scores: dict[int, float] = {}
        for term, boost in terms.items():
            for number, score in self._scored(term):
                scores[number] = scores.get(number, 0.0) + boost * score
        best = heapq.nlargest(most, ((score, number) for number, score in scores.items()))
        found = ((self._keys[number], score) for score, number in best if score > 0)
        return sorted(found, key=lambda it: (-it[1], it[0]))

    def close(self) -> None:
        self._searcher.close()
        self._ends()

    def _scored(self, term: str) -> list[tuple[int, float]]:
        """The documents of a term; read once for each state of the index, for whoosh reads slowly."""
        known = self._read.get(term)
        if known is None:
            known = self._read[term] = list(self._postings(term))
        return known

    def _postings(self, term: str) -> Iterator[tuple[int, float]]:
        if ("terms", term) in self._searcher.reader():
            matcher = self._searcher.postings("terms", term)
            while matcher.is_active():
                yield matcher.id(), matcher.score()
                matcher.next()

    def _look_again(self) -> None:
        old, self._searcher = self._searcher, self._index.searcher(weighting=self._weighting)
        self._read = {}
        reader = self._searcher.reader()
        self._keys = [reader.stored_fields(number)["key"] for number in range(reader.doc_count_all())]
        old.close()
