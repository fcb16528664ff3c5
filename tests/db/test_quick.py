"""The short way of a message on PostgreSQL is gone where it can be, and only there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import text

from helpline.core.errors import Ended, NotTalking, TryAgain
from helpline.db.journal import Plan
from helpline.db.postgresql import PostgresqlStore
from helpline.db.postgresql_journal import _ELSEWHERE, PostgresqlJournal
from helpline.db.straight import Straight
from helpline.ports import Entry
from tests.actions.talking import talk
from tests.contract.words import answers_of, beside, by_child
from tests.fakes.clock import FakeClock
from tests.house import House, packaged_rules
from tests.houses import on_postgresql, quietly

pytestmark = pytest.mark.slow
DEADLINE_SECONDS = 60


@pytest.fixture(scope="module", autouse=True)
def _rules() -> None:
    packaged_rules()  # which reads files, and so never on the event loop


@pytest.fixture
async def house(postgresql_url: str, clock: FakeClock) -> AsyncIterator[House]:
    async with on_postgresql(postgresql_url, clock) as it:
        yield it


@pytest.fixture
def plainly(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The `client_id`s that went the plain way, in order."""
    assert isinstance(house.journal, PostgresqlJournal)
    went, keep = list[str](), house.journal._keep

    async def kept(entries: Sequence[Entry]) -> Plan:
        went.extend(entry.client_id for entry in entries)
        return await keep(entries)

    monkeypatch.setattr(house.journal, "_keep", kept)
    return went


async def test_only_the_first_words_of_a_conversation_go_the_plain_way(house: House, plainly: list[str]):
    blue = await talk(house)
    red = await talk(house, house.ben, "red")
    for number in range(5):
        assert [(await child.says("hoi", f"{colour}{number}")).seq for child, colour in ((blue, "b"), (red, "r"))] == [
            number + 1,
            number + 1,
        ]
    assert plainly == ["b0", "r0"]


async def test_several_words_of_one_conversation_at_once_keep_their_order(house: House, plainly: list[str]):
    blue = await talk(house)
    red = await talk(house, house.ben, "red")
    await blue.says("hoi", "b0")
    await red.says("hoi", "r0")
    plainly.clear()
    answers = answers_of(
        house, [by_child(blue.its, "b1", "hoi"), by_child(red.its, "r1", "hoi"), by_child(blue.its, "b2", "hoi")]
    )
    assert [getattr(await answer, "seq", None) for answer in answers] == [2, 2, 3]
    assert plainly == ["b1", "b2"]


async def test_what_was_said_elsewhere_and_was_heard_of_does_not_make_it_longer(
    house: House, plainly: list[str], caplog: pytest.LogCaptureFixture
):
    blue = await talk(house)
    await blue.says("hoi", "a")
    plainly.clear()
    async with beside(house) as other:
        child = other.child("blue")
        child.conversation = blue.its
        await child.says("ben je er?", "b")
        await house.ann.says("ik lees het", "c")  # the number is taken
        await child.says("fijn", "d")
        await house.journal.newer({blue.its: 3})
        assert (await house.ann.says("vertel maar", "e")).seq == 5
    assert plainly == ["c"]
    assert caplog.records == []


async def test_when_the_database_was_away_the_next_words_connect_anew(house: House, plainly: list[str]):
    blue = await talk(house)
    await blue.says("hoi", "a")
    await blue.says("ben je er?", "b")
    await house.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database() AND query LIKE 'WITH wanted%'"
    )
    answer = await answers_of(house, [by_child(blue.its, "c", "hallo?")])[0]
    if not hasattr(answer, "seq"):  # the end of the line was not seen yet
        answer = await answers_of(house, [by_child(blue.its, "c", "hallo?")])[0]
    assert getattr(answer, "seq", None) == 3


async def test_an_end_that_is_not_committed_yet_is_waited_for(house: House):
    """What was counted at the end is all that was said."""
    blue = await talk(house)
    await blue.says("hoi", "a")
    assert isinstance(house.store, PostgresqlStore)
    async with house.store.engine.connect() as ending, asyncio.timeout(DEADLINE_SECONDS):
        await ending.execute(text("UPDATE conversation SET state = 'wrap_up'"))
        (answer,) = answers_of(house, [by_child(blue.its, "b", "toch nog iets")])
        while not await house.rows("SELECT 1 FROM pg_locks WHERE NOT granted") and not answer.done():
            pass
        await ending.commit()
        assert isinstance(await answer, Ended)


async def test_a_child_whose_volunteer_was_lost_writes_until_it_is_told_otherwise(house: House):
    blue = await talk(house)
    await house.change("UPDATE conversation SET state = 'waiting', interrupted = true")
    assert [(await blue.says("ben je er?", name)).seq for name in "ab"] == [1, 2]
    await house.change("UPDATE conversation SET interrupted = false")
    with pytest.raises(NotTalking):
        await blue.says("hallo?", "c")


async def test_a_journal_that_is_closed_connects_no_more(house: House):
    blue = await talk(house)
    await blue.says("hoi")
    await house.journal.close()
    with pytest.raises(TryAgain):
        await house.journal.newer({blue.its: 0})


@pytest.mark.parametrize("many", [0, 1], ids=["empty tables", "small ones"])
async def test_words_of_another_node_are_found_by_their_numbers_whatever_the_tables_were_when_it_was_planned(
    house: House, postgresql_url: str, many: int
):
    """A plan is kept as long as the connection: the one for a small table would read all that was ever said."""
    if many:
        await (await talk(house)).says("hoi")
        await house.change("ANALYZE message")
    straight = Straight(quietly(postgresql_url))
    await straight.fetch("SET plan_cache_mode = force_generic_plan")
    await straight.fetch(f"PREPARE elsewhere AS {_ELSEWHERE}")
    rows = await straight.fetch("EXPLAIN EXECUTE elsewhere(ARRAY['blue', 'red'], ARRAY[3, 8], ARRAY['active'])")
    await straight.close()
    found = "\n".join(row[0] for row in rows)
    assert "Index Cond: (((conversation)::text = wanted.conversation) AND (seq > wanted.after))" in found
    assert "Seq Scan" not in found
