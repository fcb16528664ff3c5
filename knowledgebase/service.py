"""The knowledge base for a server: one thread searches, the event loop waits for nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from knowledgebase.articles import FIRST_LANGUAGE, Article, WrongArticle, read_articles
from knowledgebase.engine import Engine
from knowledgebase.search import Answer, Search
from knowledgebase.synonyms import SynonymFile, WrongSynonyms, prepare, read_synonyms
from knowledgebase.topics import TopicTree
from knowledgebase.whoosh_engine import WhooshEngine

LOOK_EVERY = 1.0
"""Seconds between two looks for a change; an edit is found within two."""

R = TypeVar("R")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is searched."""

    articles: Sequence[Article]
    synonyms: SynonymFile

    def search(self, engine: Engine, tree: TopicTree) -> Search:
        """Ready to be asked."""
        return Search(engine, tree, prepare(self.synonyms), self.articles)


class Source(Protocol):
    """Where the content is kept. Both may wait for a disk: they are called in a thread."""

    def version(self) -> Hashable:
        """Another value after every change; cheap."""
        ...

    def read(self) -> Content:
        """All of it, as it is now."""
        ...


class Files:
    """A folder of articles and a file of synonyms."""

    def __init__(self, articles: Path, synonyms: Path) -> None:
        self._articles = articles
        self._synonyms = synonyms

    def version(self) -> Hashable:
        """When each file was last changed, and how long it is."""
        files = (*sorted(self._articles.rglob("*.md")), self._synonyms)
        return tuple((str(it), it.stat().st_mtime_ns, it.stat().st_size) for it in files)

    def read(self) -> Content:
        """Read every file.

        Raises:
            WrongArticle, WrongSynonyms: one is not as it should be.
        """
        return Content(read_articles(self._articles), read_synonyms(self._synonyms))


class Knowledge:
    """Search, suggestions and articles, always as they are now.

    There is nothing to search before `start`, or after `close`.
    """

    def __init__(self, tree: TopicTree, source: Source, engine: Callable[[], Engine] = WhooshEngine) -> None:
        self._tree = tree
        self._source = source
        self._make_engine = engine
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="knowledge")
        self._search: Search | None = None
        self._synonyms: SynonymFile | None = None
        self._version: Hashable = None

    async def start(self) -> None:
        """Read and index everything.

        Raises:
            WrongArticle, WrongSynonyms: the content cannot be used.
        """
        await self._there(self._load)

    async def close(self) -> None:
        """End the thread and leave nothing behind; what it was asked is still answered."""
        await self._there(self._replace)
        await asyncio.to_thread(self._thread.shutdown)

    async def ask(
        self, text: str, *, topic: str | None = None, most: int = 10, language: str = FIRST_LANGUAGE
    ) -> Answer:
        """What fits this text, best first."""
        return await self._there(lambda: self._ready().ask(text, topic=topic, most=most, language=language))

    async def suggest(self, text: str, *, most: int = 8) -> list[str]:
        """How what is being typed may go on."""
        return await self._there(lambda: self._ready().suggest(text, most=most))

    async def article(self, slug: str) -> Article | None:
        """An article by its slug."""
        return await self._there(lambda: self._ready().articles.get(slug))

    async def look_again(self) -> bool:
        """Take over what has changed; answers whether anything had."""
        return await self._there(self._reload)

    async def keep_up(self) -> None:
        """Look for changes for ever. Content that cannot be used changes nothing until it is mended."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look_again()
            except (WrongArticle, WrongSynonyms, OSError):
                log.warning("knowledge_unusable")

    async def _there(self, deed: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, deed)

    def _ready(self) -> Search:
        if self._search is None:
            raise RuntimeError("the knowledge base was not started")
        return self._search

    def _load(self) -> None:
        version = self._source.version()
        content = self._source.read()
        self._replace(content.search(self._make_engine(), self._tree))
        self._synonyms, self._version = content.synonyms, version

    def _replace(self, search: Search | None = None) -> None:
        # closed here, or the collector of memory would clear its files away while the event loop waits
        old, self._search = self._search, search
        if old is not None:
            old.close()

    def _reload(self) -> bool:
        version = self._source.version()
        if version == self._version:
            return False
        content = self._source.read()
        if content.synonyms == self._synonyms:
            self._ready().change(content.articles)
            self._version = version
        else:
            self._load()
        return True
