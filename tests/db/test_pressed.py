"""A key that a child presses comes to every process that listens, and stays nowhere."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from helpline.core.errors import TryAgain
from helpline.db.pressed import CHANNEL, PressedKeys
from tests.fakes.clock import FakeClock
from tests.fakes.vault import FakeVault
from tests.houses import quietly

pytestmark = pytest.mark.slow
DEADLINE_SECONDS = 60
BLUE, RED = "conversation-of-blue", "conversation-of-red"
Key = tuple[str, str]


class Process:
    """Listens, and remembers what it was told."""

    def __init__(self, url: str, vault: FakeVault) -> None:
        self.heard: asyncio.Queue[Key] = asyncio.Queue()
        self.was_cut_off = asyncio.Event()
        self.keys = PressedKeys(url, vault, FakeClock(), lambda *key: self.heard.put_nowait(key))
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TryAgain):
                await self.keys.run()
            self.was_cut_off.set()

    async def listens(self) -> None:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await self.keys.listening.wait()

    async def hears(self, several: int = 1) -> list[Key]:
        async with asyncio.timeout(DEADLINE_SECONDS):
            return [await self.heard.get() for _ in range(several)]

    async def ends(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])


@pytest.fixture
def url(postgresql_url: str) -> str:
    return quietly(postgresql_url)


@pytest.fixture
async def processes(url: str) -> AsyncIterator[list[Process]]:
    """The one that attends to the telephone, and the one with the desk; they share the keys of the vault."""
    vault = FakeVault()
    both = [Process(url, vault) for _ in range(2)]
    for it in both:
        await it.listens()
    yield both
    for it in both:
        await it.ends()


async def asked(url: str, *questions: str) -> list[object]:
    """What the server answers to each, on one connection."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            return [(await connection.execute(text(question))).scalar() for question in questions]
    finally:
        await engine.dispose()


async def test_keys_come_in_their_order_to_every_process_and_once_to_their_own(processes: list[Process]):
    attends, desk = processes
    keys = [(BLUE, "1"), (RED, "#"), (BLUE, "2"), (BLUE, "2")]
    for key in keys:
        attends.keys.tell(*key)
    assert await desk.hears(4) == keys
    # what comes back the other way was told after all of them
    desk.keys.tell(RED, "*")
    assert await attends.hears(5) == [*keys, (RED, "*")]
    assert desk.heard.qsize() == 1


async def test_who_reads_along_at_the_database_learns_no_key(url: str, processes: list[Process]):
    attends, desk = processes
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    said: asyncio.Queue[str] = asyncio.Queue()
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.add_listener(CHANNEL, lambda *told: said.put_nowait(told[-1]))
        for key in "00":
            attends.keys.tell(BLUE, key)
        await desk.hears(2)
        async with asyncio.timeout(DEADLINE_SECONDS):
            told = [(await said.get()).split(" ") for _ in range(2)]
        await connection.invalidate()
    await engine.dispose()
    assert [it[0] for it in told] == [BLUE, BLUE]
    assert told[0][3] != told[1][3], "the same key looks the same"
    assert len(told[0][3]) == len(told[1][3])


async def test_what_somebody_else_writes_there_is_no_key(url: str, processes: list[Process]):
    attends, desk = processes
    for forged in ("", "1", f"{BLUE} 2026-01-01 AAAA AAAA", f"{BLUE} x ! !", "a b c d e", "\N{SNOWMAN} " * 3 + "1"):
        await asked(url, f"SELECT pg_notify('{CHANNEL}', '{forged}')")
    attends.keys.tell(BLUE, "1")
    assert await desk.hears() == [(BLUE, "1")]


async def test_who_was_cut_off_hears_what_comes_after_and_nothing_of_before(url: str, processes: list[Process]):
    attends, desk = processes
    listening = "FROM pg_stat_activity WHERE query LIKE '%pg_notify%' AND pid <> pg_backend_pid()"
    await asked(url, f"SELECT count(pg_terminate_backend(pid)) {listening}")
    attends.keys.tell(RED, "9")
    for it in processes:
        async with asyncio.timeout(DEADLINE_SECONDS):
            # until it asks again, nobody knows that the line is cut
            while not it.was_cut_off.is_set():
                it.keys.tell(RED, "9")
                await asyncio.sleep(0)
        await it.listens()
    attends.keys.tell(BLUE, "1")
    heard = (await desk.hears())[0]
    while heard == (RED, "9"):
        heard = (await desk.hears())[0]
    assert heard == (BLUE, "1")


async def test_no_key_waits_for_a_database_that_is_away(url: str):
    vault, heard = FakeVault(), []
    keys = PressedKeys(url.replace("helpline:", "nobody:"), vault, FakeClock(), lambda *key: heard.append(key))
    keys.tell(BLUE, "1")
    assert heard == [(BLUE, "1")]
    assert not keys._untold
