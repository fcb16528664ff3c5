"""What is put into an index: for each article and each sub-topic its terms, already stems, with their weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from knowledgebase.articles import Article, paragraphs
from knowledgebase.lexicon import Lexicon, is_filler, is_weak
from knowledgebase.normalise import words_and_joined
from knowledgebase.synonyms import ABOUT, Synonyms
from knowledgebase.topics import SubTopic

HEAD = 2.8
BODY = 1.0

_TITLE = 2.0
_KEYWORD = 2.0
_NAME = 1.0
_TOPIC = 0.3
_SAID = 0.5
_SLUG = 3.0
_WEAK = 0.3


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    key: of the article, or of the sub-topic itself · head: what it is about · body: what is told in it ·
    spelt: the words of the head as they are written, with their stem · names: what it may be suggested by.
    """

    key: str
    subtopic: str
    article: str | None
    language: str | None
    head: Mapping[str, float]
    body: Mapping[str, float]
    spelt: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @property
    def terms(self) -> dict[str, float]:
        """All its terms in one, as an index weighs them."""
        sums = {term: BODY * weight for term, weight in self.body.items()}
        for term, weight in self.head.items():
            sums[term] = sums.get(term, 0.0) + HEAD * weight
        return sums


def subtopic_document(sub: SubTopic, synonyms: Synonyms) -> Document:
    """A sub-topic by itself: its names, and what children say when they mean it."""
    maker = _Maker(synonyms.lexicon)
    maker.head[f"{ABOUT}{sub.slug}"] = _SLUG
    for name in sub.names.values():
        maker.add_head(name, _NAME)
    for name in sub.topic_names.values():
        maker.add_head(name, _TOPIC)
    for said in synonyms.said.get(sub.slug, ()):
        maker.add_body(said, _SAID)
    return maker.document(f"{ABOUT}{sub.slug}", sub.slug, names=tuple(sub.names.values()))


def article_document(article: Article, sub: SubTopic, synonyms: Synonyms) -> Document:
    """An article, with the names of where it stands."""
    maker = _Maker(synonyms.lexicon)
    maker.head[f"{ABOUT}{sub.slug}"] = _SLUG
    maker.add_head(article.title, _TITLE)
    for keyword in article.keywords:
        maker.add_head(keyword, _KEYWORD)
    for name in sub.names.values():
        maker.add_head(name, _NAME)
    for name in sub.topic_names.values():
        maker.add_head(name, _TOPIC)
    for paragraph in (*paragraphs(article.body), *paragraphs(article.for_children)):
        maker.add_body(paragraph, 1.0)
    for said in synonyms.said.get(sub.slug, ()):
        maker.add_body(said, _SAID)
    names = (article.title, *article.keywords)
    return maker.document(article.slug, sub.slug, article.slug, article.language, names)


@dataclass(slots=True)
class _Maker:
    lexicon: Lexicon
    head: dict[str, float] = field(default_factory=dict)
    body: dict[str, float] = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)

    def add_head(self, text: str, weight: float) -> None:
        for word in self._words(text):
            stem = self.lexicon.stem(word)
            _add(self.head, stem, weight, word)
            if weight > _TOPIC:
                self.spelt[word] = stem

    def add_body(self, text: str, weight: float) -> None:
        for word in self._words(text):
            _add(self.body, self.lexicon.stem(word), weight, word)

    def _words(self, text: str) -> Iterator[str]:
        return (word for word in words_and_joined(text) if not is_filler(word))

    def document(
        self,
        key: str,
        subtopic: str,
        article: str | None = None,
        language: str | None = None,
        names: Iterable[str] = (),
    ) -> Document:
        return Document(key, subtopic, article, language, dict(self.head), dict(self.body), self.spelt, tuple(names))


def _add(terms: dict[str, float], stem: str, weight: float, word: str) -> None:
    terms[stem] = terms.get(stem, 0.0) + weight * (_WEAK if is_weak(word) else 1.0)
