"""What is published, as this process knows it: read from the shelf whenever its revision has moved."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from helpline.core.article import ArticleState
from helpline.ports import Standing, Store
from knowledgebase import Article, Content, WrongArticle, WrongSynonyms, packaged_synonyms, parse_article, read_synonyms
from knowledgebase.synonyms import SynonymFile, parse_synonyms

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """An article that people read, with how it stands on the shelf."""

    text: Article
    standing: Standing


class PublishedArticles:
    """The source of `knowledgebase`: `version` and `read` touch nothing but memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision = -1
        self._synonyms = SynonymFile()
        self.by_slug: dict[str, Published] = {}

    def version(self) -> Hashable:
        """Another one after every change."""
        return self._revision

    def read(self) -> Content:
        """All of it."""
        return Content([it.text for it in self.by_slug.values()], self._synonyms)

    async def refresh(self) -> bool:
        """Take over what was published or retired since; answers whether anything was."""
        async with self._store.look() as records:
            revision = await records.shelf.revision()
            if revision == self._revision:
                return False
            changed = await records.shelf.changed_after(self._revision)
            synonyms = await records.shelf.newest_synonyms()
        # taking texts apart costs a while
        await asyncio.to_thread(self._take, changed, synonyms.content if synonyms else None)
        self._revision = revision
        return True

    def _take(self, changed: Iterable[Standing], synonyms: str | None) -> None:
        self._synonyms = _synonyms(synonyms)
        for standing in changed:
            slug = standing.article.slug
            text = _parsed(standing) if standing.article.state is ArticleState.PUBLISHED else None
            if text is None:
                self.by_slug.pop(slug, None)
            else:
                self.by_slug[slug] = Published(text, standing)


def _parsed(standing: Standing) -> Article | None:
    try:
        return parse_article(standing.content)
    except WrongArticle:
        # nothing that is written through us gets here; a hand in the database does not stop the evening
        log.warning("article_unusable")
        return None


def _synonyms(content: str | None) -> SynonymFile:
    if content is not None:
        try:
            return parse_synonyms(content)
        except WrongSynonyms:
            log.warning("synonyms_unusable")
    return read_synonyms(packaged_synonyms())
