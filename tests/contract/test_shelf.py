"""What the shelf of articles promises, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from helpline.actions.carry_out import carry_out
from helpline.actions.edit import (
    Filled,
    Text,
    approve_article,
    count_missed,
    count_opened,
    fill_shelf,
    hour_of,
    publish_article,
    retire_article,
    write_article,
)
from helpline.core.article import ArticleState, EditedMeanwhile, Review
from helpline.core.errors import Invalid
from helpline.ports import Missed, Standing
from tests.contract.words import beside
from tests.house import House

SLUG = "being-bullied"


async def write(house: House, content: str, base: int, *, slug: str = SLUG, publishes: bool = True) -> int:
    return await carry_out(
        house.store,
        lambda work: write_article(
            Text(slug, "nl", content), "beter", base, house.ann.id, publishes=publishes, work=work, now=house.now()
        ),
    )


async def standings(house: House, after: int = 0) -> list[Standing]:
    async with house.store.look() as records:
        return await records.shelf.changed_after(after)


async def revision(house: House) -> int:
    async with house.store.look() as records:
        return await records.shelf.revision()


async def test_every_version_is_kept_and_the_published_one_is_read(any_house: House):
    assert await write(any_house, "een", 0) == 1
    assert await write(any_house, "twee", 1, publishes=False) == 2
    async with any_house.store.look() as records:
        assert [(it.number, it.content, it.by) for it in await records.shelf.versions(SLUG)] == [
            (2, "twee", any_house.ann.id),
            (1, "een", any_house.ann.id),
        ]
        (shown,) = await records.shelf.all()
    assert (shown.content, shown.article.published, shown.article.latest) == ("een", 1, 2)


async def test_of_two_editors_the_second_is_told(any_house: House):
    await write(any_house, "een", 0)
    await write(any_house, "van ann", 1)
    with pytest.raises(EditedMeanwhile):
        await write(any_house, "van ben", 1)
    assert [it.content for it in await standings(any_house)] == ["van ann"]


async def test_two_editors_at_the_same_moment_lose_nothing(any_house: House):
    await write(any_house, "een", 0)
    done = await asyncio.gather(write(any_house, "van ann", 1), write(any_house, "van ben", 1), return_exceptions=True)
    assert sorted(type(it) for it in done if isinstance(it, Exception)) == [EditedMeanwhile]
    async with any_house.store.look() as records:
        assert len(await records.shelf.versions(SLUG)) == 2


async def test_each_change_to_what_is_read_is_found_by_its_revision(any_house: House):
    assert await revision(any_house) == 0
    await write(any_house, "een", 0)
    await write(any_house, "ook", 0, slug="exclusion")
    first = await revision(any_house)
    await write(any_house, "twee", 1, publishes=False)
    assert await standings(any_house, first) == []
    await any_house.do(lambda work: publish_article(SLUG, 2, work=work, now=any_house.now()))
    await any_house.do(lambda work: retire_article("exclusion", work=work, now=any_house.now()))
    async with beside(any_house) as other, other.store.look() as records:
        changed = await records.shelf.changed_after(first)
    assert [(it.article.slug, it.article.state) for it in changed] == [
        (SLUG, ArticleState.PUBLISHED),
        ("exclusion", ArticleState.RETIRED),
    ]


async def test_many_editors_at_once_never_share_a_revision(any_house: House):
    await asyncio.gather(*(write(any_house, "een", 0, slug=f"a-{n}") for n in range(8)))
    assert [it.article.revision for it in await standings(any_house)] == list(range(1, 9))


async def test_an_approval_stands_beside_what_is_read(any_house: House):
    await write(any_house, "een", 0)
    before = await revision(any_house)
    today = any_house.now().date()
    said = Review(
        slug=SLUG, version=1, name="A. Jansen", role="orthopedagoog", on=today, until=today + timedelta(days=365)
    )
    await any_house.do(lambda work: approve_article(said, work=work, now=any_house.now()))
    (shown,) = await standings(any_house, before)
    assert shown.review == said
    await write(any_house, "twee", 1)
    (shown,) = await standings(any_house)
    assert shown.review is None


async def test_what_is_not_there_is_refused(any_house: House):
    now, today = any_house.now(), any_house.now().date()
    await write(any_house, "een", 0)
    nobody = Review(slug="nothing", version=1, name="A", role="B", on=today, until=today)
    for deed in (
        lambda work: publish_article("nothing", 1, work=work, now=now),
        lambda work: publish_article(SLUG, 2, work=work, now=now),
        lambda work: retire_article("nothing", work=work, now=now),
        lambda work: approve_article(nobody, work=work, now=now),
    ):
        with pytest.raises(Invalid):
            await any_house.do(deed)


async def test_files_fill_the_shelf_and_filling_again_changes_nothing(any_house: House):
    texts = [Text("a", "nl", "een"), Text("a-en", "en", "one")]
    now = any_house.now()
    assert await carry_out(any_house.store, lambda work: fill_shelf(texts, "-", work=work, now=now)) == Filled(new=2)
    before = await revision(any_house)
    assert await carry_out(any_house.store, lambda work: fill_shelf(texts, "-", work=work, now=now)) == Filled(same=2)
    assert await revision(any_house) == before
    newer = [Text("a", "nl", "twee")]
    assert await carry_out(any_house.store, lambda work: fill_shelf(newer, "-", work=work, now=now)) == Filled(newer=1)


async def test_what_found_nothing_is_counted_by_the_hour_and_short(any_house: House):
    now = any_house.now()
    for query in ("Mijn  KONIJN", "mijn konijn", "x" * 200, "   "):
        await any_house.do(lambda work, query=query: count_missed(query, "nl", work=work, now=now))
    async with any_house.store.look() as records:
        found = await records.shelf.missed_since(hour_of(now), 10)
    assert found == [Missed("mijn konijn", "nl", 2), Missed("x" * 80, "nl", 1)]
    kept = await any_house.rows("SELECT hour FROM missed_query")
    assert {row[0] % 3_600_000_000 for row in kept} == {0}


async def test_readings_are_counted_by_the_day(any_house: House):
    today = any_house.now().date()
    for slug in ("a", "b", "b"):
        await any_house.do(lambda work, slug=slug: count_opened(slug, today, work=work))
    async with any_house.store.look() as records:
        assert list(await records.shelf.opened_since(today)) == [("b", 2), ("a", 1)]
        assert list(await records.shelf.opened_since(today + timedelta(days=1))) == []
