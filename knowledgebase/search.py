"""The whole way from what was typed to what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledgebase.articles import FIRST_LANGUAGE, Article
from knowledgebase.collection import Collection
from knowledgebase.documents import Document, article_document, subtopic_document
from knowledgebase.engine import Engine
from knowledgebase.excerpt import Excerpts
from knowledgebase.expand import Query, expand
from knowledgebase.rank import Because, Ranked, near, passes, rank
from knowledgebase.suggest import Suggestions
from knowledgebase.synonyms import Synonyms
from knowledgebase.topics import TopicTree

LONGEST = 400
"""Characters of a query that are read; nobody types more, and a pasted letter is understood from its beginning."""

_CANDIDATES = 40
_DANGER = 1.1
"""Where two fit nearly as well, the one about danger comes first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. article: its slug, or None where the sub-topic has none · because: why it was found."""

    article: str | None
    title: str
    topic: str
    subtopic: str
    excerpt: str
    score: float
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits, best first; without any, perhaps what was meant."""

    hits: tuple[Hit, ...]
    did_you_mean: str | None = None


class Search:
    """Articles and sub-topics that are found by what people type. One thread at a time."""

    def __init__(self, engine: Engine, tree: TopicTree, synonyms: Synonyms, articles: Iterable[Article]) -> None:
        self._engine = engine
        self._tree = tree
        self._synonyms = synonyms
        self._excerpts = Excerpts(synonyms.lexicon)
        self.articles: dict[str, Article] = {}
        self.rebuild(articles)

    def rebuild(self, articles: Iterable[Article]) -> None:
        """Hold these articles and no others."""
        self.articles = {it.slug: it for it in articles if it.subtopic in self._tree.subtopics}
        documents = [*self._subtopics(), *(self._document(it) for it in self.articles.values())]
        self._engine.rebuild(documents)
        self._take(documents)

    def change(self, articles: Iterable[Article]) -> None:
        """Hold these instead of what was held; only what differs is put into the index."""
        wanted = {it.slug: it for it in articles if it.subtopic in self._tree.subtopics}
        documents = dict(self._collection.documents)
        for slug in self.articles.keys() - wanted.keys():
            self._engine.remove(slug)
            del documents[slug]
        for slug, article in wanted.items():
            if self.articles.get(slug) != article:
                documents[slug] = self._document(article)
                self._engine.upsert(documents[slug])
        self.articles = wanted
        self._take(documents.values())

    def close(self) -> None:
        """Leave nothing of the index behind; it is not asked after this."""
        self._engine.close()

    def ask(self, text: str, *, topic: str | None = None, most: int = 10, language: str = FIRST_LANGUAGE) -> Answer:
        """What fits this text. topic: only there · language: of the articles, where there is a choice."""
        query = expand(text[:LONGEST], self._collection)
        terms = query.terms
        if not terms:
            return Answer((), self._suggestions.instead_of(query, found=False))
        found = self._engine.search(terms, _CANDIDATES if topic is None else len(self._collection.documents))
        ranked = rank(query, ((key, score * self._weight(key)) for key, score in found), self._collection)
        if topic is not None:
            ranked = [it for it in ranked if self._topic(it) == topic]
        if not any(self._passes(it, query, is_first=it is ranked[0]) for it in ranked):
            return Answer((), self._suggestions.instead_of(query, found=False))
        hits = [self._hit(it, terms, language) for it in self._one_each(near(ranked), most)]
        return Answer(tuple(hits), self._suggestions.instead_of(query, found=True))

    def suggest(self, text: str, *, most: int = 8) -> list[str]:
        """How what is being typed may go on."""
        return self._suggestions.going_on(text[:LONGEST], most)

    def _subtopics(self) -> Iterator[Document]:
        for sub in self._tree.subtopics.values():
            if not sub.is_rest:
                yield subtopic_document(sub, self._synonyms)

    def _document(self, article: Article) -> Document:
        return article_document(article, self._tree.subtopics[article.subtopic], self._synonyms)

    def _take(self, documents: Iterable[Document]) -> None:
        self._collection = Collection(documents, self._synonyms)
        self._suggestions = Suggestions(self._collection)
        self._of_subtopic: dict[str, list[Article]] = {}
        for article in self.articles.values():
            self._of_subtopic.setdefault(article.subtopic, []).append(article)

    def _topic(self, ranked: Ranked) -> str:
        return self._tree.subtopics[ranked.document.subtopic].topic

    def _passes(self, ranked: Ranked, query: Query, *, is_first: bool) -> bool:
        return passes(
            ranked,
            is_acute=is_first and self._is_acute(ranked),
            is_personal=query.is_personal,
            is_told=lambda: self._is_told(ranked, query),
        )

    def _is_told(self, ranked: Ranked, query: Query) -> bool:
        """Whether one passage has two of the words: two that stand far apart tell something else."""
        article = self.articles.get(ranked.document.article or "")
        return article is not None and self._excerpts.together(article, query.terms_of_words())

    def _weight(self, key: str) -> float:
        subtopic = self._collection.documents[key].subtopic
        return _DANGER if self._tree.subtopics[subtopic].acute else 1.0

    def _is_acute(self, ranked: Ranked) -> bool:
        return self._tree.subtopics[ranked.document.subtopic].acute

    @staticmethod
    def _one_each(ranked: Iterable[Ranked], most: int) -> list[Ranked]:
        firsts: dict[str, Ranked] = {}
        for it in ranked:
            firsts.setdefault(it.document.subtopic, it)
        return list(firsts.values())[:most]

    def _hit(self, ranked: Ranked, terms: Mapping[str, float], language: str) -> Hit:
        sub = self._tree.subtopics[ranked.document.subtopic]
        article = self._best(ranked, language)
        return Hit(
            article=article.slug if article else None,
            title=article.title if article else sub.names.get(language, sub.slug),
            topic=sub.topic,
            subtopic=sub.slug,
            excerpt=self._excerpts.of(article, terms) if article else "",
            score=round(ranked.score, 3),
            because=ranked.because,
        )

    def _best(self, ranked: Ranked, language: str) -> Article | None:
        """The article in the wanted language; else in the first one; else the one that was found."""
        there = self._of_subtopic.get(ranked.document.subtopic, [])
        wanted = (ranked.document.article, language, FIRST_LANGUAGE)
        return min(
            there,
            key=lambda it: (it.language != wanted[1], it.language != wanted[2], it.slug != wanted[0], it.slug),
            default=None,
        )
