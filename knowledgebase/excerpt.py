"""The passage of an article that answers best, as plain text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from knowledgebase.articles import Article, paragraphs
from knowledgebase.lexicon import Lexicon
from knowledgebase.normalise import words

LONGEST = 200
_TOGETHER = 2


class Excerpts:
    """Passages with their stems, kept for as long as the article is the same."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._passages = lru_cache(maxsize=512)(self._read)

    def of(self, article: Article, terms: Mapping[str, float]) -> str:
        """The passage with the weightiest terms, the first one where they are equal."""
        passages = self._passages(article.body)
        if not passages:
            return ""
        best = max(passages, key=lambda it: sum(terms[term] for term in filter(it[1].__contains__, terms)))
        return _shortened(best[0])

    def together(self, article: Article, words: Iterable[Collection[str]]) -> bool:
        """Whether one passage has two of these words. words: the terms of each."""
        sought = list(words)
        return any(
            sum(not stems.isdisjoint(terms) for terms in sought) >= _TOGETHER
            for _, stems in self._passages(article.body)
        )

    def _read(self, body: str) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((it, frozenset(self._lexicon.stem(word) for word in words(it))) for it in paragraphs(body))


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: max(text.rfind(" ", 0, LONGEST), 1)].rstrip(" ,;:.") + " …"
