"""Everything that can be found, beside the index: what a term means among all documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from knowledgebase.documents import Document
from knowledgebase.lexicon import Lexicon
from knowledgebase.synonyms import ABOUT, Phrase, Synonyms, phrase_of
from knowledgebase.vocabulary import Vocabulary


class Collection:
    """Documents by key, how rare each term is, and the words that they are about."""

    def __init__(self, documents: Iterable[Document], synonyms: Synonyms) -> None:
        self.documents: Mapping[str, Document] = {it.key: it for it in documents}
        self.synonyms = synonyms
        self.lexicon: Lexicon = synonyms.lexicon
        self._about: dict[str, set[str]] = {}
        self._heads: set[str] = set()
        for document in self.documents.values():
            self._heads.update(document.head)
            for term in (*document.head, *document.body):
                self._about.setdefault(term, set()).add(document.subtopic)
        self._count = len({it.subtopic for it in self.documents.values()})
        self.phrases = self._phrases()
        self.vocabulary = Vocabulary(self.lexicon, self._spelt(), synonyms.glue)
        self.rarest = self._worth(0)
        self._worths = {term: self._worth(len(there)) for term, there in self._about.items()}

    def has(self, term: str) -> bool:
        """Whether any document has the term."""
        return term in self._about

    def is_head(self, term: str) -> bool:
        """Whether a document is about it, and does not only name it."""
        return term in self._heads

    def worth(self, term: str) -> float:
        """How much a term tells: the fewer sub-topics have it, the more."""
        return self._worths.get(term, self.rarest)

    def _worth(self, count: int) -> float:
        return log(1 + (self._count - count + 0.5) / (count + 0.5))

    def _phrases(self) -> dict[str, list[Phrase]]:
        """Those of the synonyms, and the names and keywords of several words."""
        phrases = {stem: list(row) for stem, row in self.synonyms.phrases.items()}
        for name, slug in {(name, it.subtopic) for it in self.documents.values() for name in it.names}:
            if made := phrase_of(name, (f"{ABOUT}{slug}",), self.lexicon):
                phrases.setdefault(made[0], []).append(made[1])
        return phrases

    def _spelt(self) -> dict[str, frozenset[str]]:
        spelt: dict[str, frozenset[str]] = dict(self.synonyms.surfaces)
        for document in self.documents.values():
            for word, stem in document.spelt.items():
                spelt[word] = spelt.get(word, frozenset()) | {stem}
        return spelt
