"""Of several processes one at a time attends to the telephone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from helpline.core.errors import TryAgain
from helpline.db import turn
from helpline.db.turn import PostgresqlTurn
from tests.house import House, packaged_rules
from tests.houses import postgresql_house, quietly

pytestmark = pytest.mark.slow
DEADLINE_SECONDS = 60
ASKING = "WHERE query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()"
HOLDERS = "FROM pg_locks WHERE locktype = 'advisory' AND granted"


class Process:
    """Takes its turn again and again, and says when it works."""

    def __init__(self, url: str, name: str, said: list[str]) -> None:
        self.turn = PostgresqlTurn(url)
        self._name, self._said = name, said
        self.works = asyncio.Event()
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TryAgain):
                await self.turn.take(self._work)

    async def _work(self) -> None:
        self._said.append(f"{self._name} begins")
        self.works.set()
        try:
            await asyncio.Event().wait()
        finally:
            self._said.append(f"{self._name} ends")

    async def ends(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
async def one(on_server: House, url: str, said: list[str]) -> AsyncIterator[Process]:
    it = Process(url, "one", said)
    await works(it)
    yield it
    await it.ends()


@pytest.fixture
async def two(one: Process, on_server: House, url: str, said: list[str]) -> AsyncIterator[Process]:
    """The second one, which has been told to wait."""
    it = Process(url, "two", said)
    await until(on_server, f"SELECT count(*) FROM pg_stat_activity {ASKING}", 1)
    yield it
    await it.ends()


@pytest.fixture
def url(postgresql_url: str) -> str:
    packaged_rules()  # which reads files, and so never on the event loop
    return quietly(postgresql_url)


@pytest.fixture
async def on_server(url: str) -> AsyncIterator[House]:
    async with postgresql_house(url) as house:
        yield house


async def works(it: Process) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        await it.works.wait()


async def until(house: House, question: str, answer: int) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while await house.rows(question) != [(answer,)]:
            continue


async def test_the_second_waits_until_the_first_ends(one: Process, two: Process, said: list[str]):
    assert said == ["one begins"]
    assert await one.turn.is_taken()
    await one.ends()
    await works(two)
    assert said == ["one begins", "one ends", "two begins"]


async def test_only_who_looked_a_moment_ago_is_sure_that_it_is_its_turn(
    one: Process, two: Process, monkeypatch: pytest.MonkeyPatch
):
    assert one.turn.is_ours()
    assert not two.turn.is_ours()
    loop = asyncio.get_running_loop()
    now = loop.time()
    with monkeypatch.context() as slept:
        slept.setattr(loop, "time", lambda: now + turn.SURE_SECONDS + 1)
        assert not one.turn.is_ours()
    await one.ends()
    assert not one.turn.is_ours()
    await works(two)
    assert two.turn.is_ours()


async def test_who_looked_a_moment_ago_is_sure_for_less_long_than_it_takes_to_be_forsaken():
    forsaken = float(turn.FORSAKEN["seconds"].removesuffix("s"))
    assert turn.LOOK_SECONDS + turn.PATIENCE_SECONDS < turn.SURE_SECONDS < forsaken


async def test_who_loses_its_connection_stops_before_the_other_begins(
    one: Process, two: Process, on_server: House, said: list[str]
):
    one.works.clear()
    await on_server.rows(f"SELECT pg_terminate_backend(pid) {HOLDERS}")
    either = [asyncio.ensure_future(it.works.wait()) for it in (one, two)]
    await asyncio.wait(either, timeout=DEADLINE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    for waiting in either:
        waiting.cancel()
    assert said[:2] == ["one begins", "one ends"]
    assert said[2] in ("one begins", "two begins")


async def test_who_does_not_look_any_more_is_forsaken(
    url: str, on_server: House, monkeypatch: pytest.MonkeyPatch, said: list[str]
):
    """A process that was stopped keeps its connection, and nobody would attend to the telephone."""
    monkeypatch.setattr(turn, "FORSAKEN", {"seconds": "100ms"})
    asleep = PostgresqlTurn(url)
    async with asleep._connected() as connection:
        await turn._ask(connection, turn._FORSAKE, turn.FORSAKEN)
        assert await turn._ask(connection, turn._TRY, turn.LOCK)
        await until(on_server, f"SELECT count(*) {HOLDERS}", 0)
    with pytest.raises(TryAgain):
        async with asyncio.timeout(DEADLINE_SECONDS):
            await asleep.take(asyncio.Event().wait)  # type: ignore[arg-type]


async def test_work_that_fails_says_so_and_lets_the_next_one_begin(one: Process, url: str, said: list[str]):
    async def fails() -> None:
        raise LookupError

    await one.ends()
    with pytest.raises(LookupError):
        await PostgresqlTurn(url).take(fails)
    again = Process(url, "two", said)
    await works(again)
    await again.ends()
