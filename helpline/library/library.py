"""The port `Library`: the articles of the shelf, found by `knowledgebase` and shown as far as they were approved."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from helpline.actions.carry_out import carry_out
from helpline.actions.edit import fill_shelf
from helpline.core import article as articles
from helpline.core.article import Review, Shown
from helpline.core.errors import Invalid, TryAgain
from helpline.core.topics import Topics
from helpline.library.card import card_of
from helpline.library.files import read_texts
from helpline.library.published import Published, PublishedArticles
from helpline.ports import Clock, Store
from helpline.ports.library import Checked, ForChildren, Found, Hit, Page, WrongText
from knowledgebase import (
    Article,
    Engine,
    Knowledge,
    SubTopic,
    TopicTree,
    WhooshEngine,
    WrongArticle,
    WrongSynonyms,
    packaged_synonyms,
    parse_article,
)
from knowledgebase import Hit as Raw
from knowledgebase.synonyms import parse_synonyms

LOOK_EVERY_SECONDS = 0.5


class ShelfLibrary:
    """One process's knowledge base.

    shows_all: what nobody approved is shown whole, and to children too · shipped: the folder that fills a shelf which
    never held anything; null for the one that comes with the program.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        topics: Topics,
        languages: Collection[str],
        *,
        shows_all: bool,
        shipped: Path | None = None,
        engine: Callable[[], Engine] = WhooshEngine,
    ) -> None:
        tree = _tree(topics)
        self._store = store
        self._topics = topics
        self._languages = languages
        self._shipped = shipped
        self._published = PublishedArticles(store)
        self._knowledge = Knowledge(tree, self._published, engine)
        self._clock = clock
        self._tree = tree
        self._shows_all = shows_all
        self._was_read = asyncio.Event()
        self._changed = asyncio.Event()

    def heed(self, topics: Collection[str]) -> None:
        """Something was published on this node; of the others it is found within a second."""
        if "knowledge" in topics:
            self._changed.set()

    async def run(self) -> None:
        """Read everything, and from then on what changes."""
        while True:
            self._changed.clear()
            await self.look_again()
            try:
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def look_again(self) -> None:
        """Take over what was published since; a shelf that never held anything is filled first."""
        if not self._was_read.is_set():
            await self._fill()
        is_changed = await self._published.refresh()
        if not self._was_read.is_set():
            await self._knowledge.start()
            self._was_read.set()
        elif is_changed:
            await self._knowledge.look_again()

    async def _fill(self) -> None:
        async with self._store.look() as records:
            if await records.shelf.revision():
                return
        texts = await asyncio.to_thread(read_texts, self._shipped, self._topics, self._languages)
        now = self._clock.now()
        await carry_out(self._store, lambda work: fill_shelf(texts, "helpline", work=work, now=now))

    async def was_read(self) -> None:
        """Wait until everything has been read for the first time: until then whoever searches is asked to try again."""
        await self._was_read.wait()

    async def close(self) -> None:
        """End the thread that searches."""
        await self._knowledge.close()

    async def search(self, text: str, *, topic: str | None, most: int, language: str) -> Found:
        if topic is not None and topic not in self._tree.topics:
            raise Invalid
        if not self._was_read.is_set():
            raise TryAgain(retry_seconds=1)
        answer = await self._knowledge.ask(text, topic=topic, most=most, language=language)
        return Found(tuple(_hit(it) for it in answer.hits), answer.did_you_mean)

    async def complete(self, text: str) -> Sequence[str]:
        if not self._was_read.is_set():
            raise TryAgain(retry_seconds=1)
        return await self._knowledge.suggest(text)

    def about(self, subtopics: Sequence[str], language: str) -> Sequence[Hit]:
        found = (self._of(subtopic, language) for subtopic in dict.fromkeys(subtopics))
        return [self._as_hit(it.text) for it in found if it is not None]

    def page(self, slug: str) -> Page | None:
        it = self._published.by_slug.get(slug)
        return None if it is None else self._page(it)

    def _page(self, it: Published) -> Page:
        shown = articles.shown_to_staff(
            is_approved=self._is_approved(it), is_acute=it.text.acute, shows_all=self._shows_all
        )
        same = (other.text for other in self._published.by_slug.values() if other.text.subtopic == it.text.subtopic)
        return Page(
            slug=it.text.slug,
            title=it.text.title,
            topic=self._topic(it.text),
            subtopic=it.text.subtopic,
            language=it.text.language,
            body=card_of(it.text.body) if shown is Shown.CARD else it.text.body,
            acute=it.text.acute,
            referrals=it.text.referrals,
            shown=shown,
            review=self._review(it) if shown is Shown.WHOLE else None,
            others={other.language: other.slug for other in same if other.slug != it.text.slug},
        )

    def for_children(self, language: str, subtopics: Sequence[str] | None) -> Sequence[ForChildren]:
        shown = [
            it.text
            for it in self._published.by_slug.values()
            if it.text.for_children
            and it.text.language == language
            and (subtopics is None or it.text.subtopic in subtopics)
            and articles.is_shown_to_children(is_approved=self._is_approved(it), shows_all=self._shows_all)
        ]
        return [ForChildren(it.slug, it.title, self._topic(it), it.for_children) for it in self._spread(shown)]

    def _spread(self, texts: Iterable[Article]) -> list[Article]:
        """One of each topic first, in the order of the tree, and so on."""
        place = {slug: at for at, slug in enumerate(self._tree.subtopics)}
        of_topic: Counter[str] = Counter()
        turns: list[tuple[int, Article]] = []
        for it in sorted(texts, key=lambda it: place[it.subtopic]):
            turns.append((of_topic[self._topic(it)], it))
            of_topic[self._topic(it)] += 1
        return [it for _, it in sorted(turns, key=lambda turn: turn[0])]

    async def check(self, content: str) -> Checked:
        return await asyncio.to_thread(self._check, content)

    async def take_apart(self, contents: Sequence[str]) -> list[Checked | None]:
        return await asyncio.to_thread(lambda: [self._check_or_none(content) for content in contents])

    def _check_or_none(self, content: str) -> Checked | None:
        try:
            return self._check(content)
        except WrongText:
            return None

    def _check(self, content: str) -> Checked:
        try:
            it = parse_article(content)
        except WrongArticle as why:
            raise WrongText(str(why)) from None
        if it.subtopic not in self._tree.subtopics:
            raise WrongText("subtopic is none of topics.yaml")
        return Checked(
            slug=it.slug,
            title=it.title,
            language=it.language,
            topic=self._topic(it),
            subtopic=it.subtopic,
            acute=it.acute,
            keywords=it.keywords,
            body=it.body,
            for_children=it.for_children,
            referrals=it.referrals,
            due_on=it.review.isoformat(),
        )

    async def shipped_synonyms(self) -> str:
        return await asyncio.to_thread(lambda: packaged_synonyms().read_text(encoding="utf-8"))

    async def check_synonyms(self, content: str) -> None:
        try:
            await asyncio.to_thread(parse_synonyms, content)
        except WrongSynonyms as why:
            raise WrongText(str(why)) from None

    def _of(self, subtopic: str, language: str) -> Published | None:
        there = [it for it in self._published.by_slug.values() if it.text.subtopic == subtopic]
        return min(there, key=lambda it: it.text.language != language, default=None)

    def _as_hit(self, it: Article) -> Hit:
        return Hit(it.slug, it.title, self._topic(it), it.subtopic, "")

    def _topic(self, it: Article) -> str:
        return self._tree.subtopics[it.subtopic].topic

    def _is_approved(self, it: Published) -> bool:
        return articles.is_approved(it.standing.article, self._review(it), self._today())

    @staticmethod
    def _review(it: Published) -> Review | None:
        return it.standing.review

    def _today(self) -> date:
        return self._clock.now().date()


def _tree(topics: Topics) -> TopicTree:
    """The tree of topics, as `knowledgebase` takes it."""
    return TopicTree(
        {
            below.slug: SubTopic(below.slug, topic.slug, below.names, topic.names, below.acute)
            for topic in topics.tree
            for below in topic.subtopics
        }
    )


def _hit(raw: Raw) -> Hit:
    because = raw.because[0] if raw.because else None
    reason = {"code": str(because.how), "text": because.text} if because else None
    return Hit(raw.article, raw.title, raw.topic, raw.subtopic, raw.excerpt, reason)
