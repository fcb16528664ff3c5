"""The editors' deeds: writing a version of an article, publishing it, retiring it, and having it approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from helpline.core import article as articles
from helpline.core.article import Article, ArticleState, EditedMeanwhile, Review, Version
from helpline.core.errors import Invalid
from helpline.ports import UnitOfWork
from helpline.ports.shelf import SynonymVersion

TOLD = "knowledge"
"""The topic that says: look again at what is published."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article as a file holds it, under its name."""

    slug: str
    language: str
    content: str


@dataclass(frozen=True, slots=True)
class Filled:
    """How many articles were new, got a newer version, or stood there as they are."""

    new: int = 0
    newer: int = 0
    same: int = 0


async def write_article(
    it: Text, why: str, base: int, by: str | None, *, publishes: bool, work: UnitOfWork, now: datetime
) -> int:
    """Keep a new version, made from version `base` (0 where there is no article yet); answers its number.

    Raises:
        EditedMeanwhile: somebody else wrote a version since.
    """
    before = await work.shelf.get(it.slug)
    if before is None:
        new = Article(slug=it.slug, language=it.language, state=ArticleState.DRAFT, latest=0, changed_at=now)
        written = articles.write(new, base, now)
        await work.shelf.add(written)
    else:
        written = articles.write(before, base, now)
        await work.shelf.save(written, before)
    number = written.latest
    await work.shelf.add_version(Version(slug=it.slug, number=number, content=it.content, by=by, why=why, at=now))
    if publishes:
        await publish_article(it.slug, number, work=work, now=now)
    return number


async def publish_article(slug: str, number: int, *, work: UnitOfWork, now: datetime) -> None:
    """People read this version from now on, also when it is an older one.

    Raises:
        Invalid: there is no such version.
    """
    before = await _there(slug, work)
    if await work.shelf.version(slug, number) is None:
        raise Invalid
    revision = await work.shelf.next_revision()
    await work.shelf.save(articles.publish(before, number, revision, now), before)
    work.tell(TOLD)


async def retire_article(slug: str, *, work: UnitOfWork, now: datetime) -> None:
    """Nobody finds it any more.

    Raises:
        Invalid: there is no such article.
    """
    before = await _there(slug, work)
    if before.state is ArticleState.RETIRED:
        return
    revision = await work.shelf.next_revision()
    await work.shelf.save(articles.retire(before, revision, now), before)
    work.tell(TOLD)


async def approve_article(it: Review, *, work: UnitOfWork, now: datetime) -> None:
    """A named professional approved this version; what is read says so from now on.

    Raises:
        Invalid: there is no such version, or the approval ends before it begins.
    """
    before = await _there(it.slug, work)
    if it.until < it.on or await work.shelf.version(it.slug, it.version) is None:
        raise Invalid
    await work.shelf.approve(it)
    if it.version == before.published:
        revision = await work.shelf.next_revision()
        await work.shelf.save(replace(before, revision=revision, changed_at=now), before)
        work.tell(TOLD)


async def write_synonyms(content: str, why: str, base: int, by: str | None, *, work: UnitOfWork, now: datetime) -> int:
    """Use a newer list of synonyms, made from version `base` (0 for the one that comes with the program).

    Raises:
        EditedMeanwhile: somebody else wrote one since.
    """
    newest = await work.shelf.newest_synonyms()
    latest = newest.number if newest else 0
    if base != latest:
        raise EditedMeanwhile(latest=latest)
    await work.shelf.next_revision()
    await work.shelf.add_synonyms(SynonymVersion(latest + 1, content, by, why, now))
    work.tell(TOLD)
    return latest + 1


async def fill_shelf(texts: Iterable[Text], why: str, *, work: UnitOfWork, now: datetime) -> Filled:
    """Take in articles from files and publish them; one that says what stands there already is left alone."""
    new = newer = same = 0
    for text in texts:
        before = await work.shelf.get(text.slug)
        if before is not None and await _says(text, before, work):
            same += 1
            continue
        await write_article(text, why, before.latest if before else 0, None, publishes=True, work=work, now=now)
        new, newer = (new + 1, newer) if before is None else (new, newer + 1)
    return Filled(new, newer, same)


async def _says(text: Text, before: Article, work: UnitOfWork) -> bool:
    if before.state is not ArticleState.PUBLISHED or before.published is None:
        return False
    read = await work.shelf.version(text.slug, before.published)
    return read is not None and read.content == text.content


async def _there(slug: str, work: UnitOfWork) -> Article:
    it = await work.shelf.get(slug)
    if it is None:
        raise Invalid
    return it


def hour_of(now: datetime) -> datetime:
    """The hour in which a query is counted."""
    return now.replace(minute=0, second=0, microsecond=0)


async def count_missed(query: str, language: str, *, work: UnitOfWork, now: datetime) -> None:
    """A query found nothing. It is kept as the editors need it: short, in one spelling, by the hour."""
    short = " ".join(query.casefold().split())[:80]
    if short:
        await work.shelf.count_missed(short, language, hour_of(now))


async def count_opened(slug: str, day: date, *, work: UnitOfWork) -> None:
    """An article was read."""
    await work.shelf.count_opened(slug, day)
