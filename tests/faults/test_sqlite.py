"""SQLite when it cannot: somebody else holds the file, or the disk is full. Nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from helpline.core.errors import Refusal, TryAgain
from helpline.db import sqlite, sqlite_journal
from tests.actions.talking import talk
from tests.child import Child
from tests.house import House
from tests.houses import sqlite_house

LONG = "x" * 4_000
LONG_ENOUGH = 30
"""Seconds; nobody waits so long but where something hangs."""


@pytest.fixture(params=["in the loop", "in a thread"])
async def house(
    request: pytest.FixtureRequest, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """A house on a real disk that waits a moment, and not five seconds, for a file that is held."""
    for module in (sqlite, sqlite_journal):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.2)
    file = Path(shutil.copy(template, tmp_path))
    async with sqlite_house(file, in_loop=request.param == "in the loop") as house:
        yield house


@contextmanager
def held_by_another(house: House) -> Iterator[None]:
    """Another process is writing, and does not come to an end."""
    with closing(sqlite3.connect(house.store.path, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        yield
        raw.execute("ROLLBACK")


@contextmanager
def full_disk(house: House, room: int = 4_096) -> Iterator[None]:
    """No file can grow beyond what the log of the database has now, and a little."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    wal = Path(f"{house.store.path}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal + room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def says_all(child: Child, words: list[tuple[str, str]]) -> dict[str, int | str]:
    """What became of each, by client id: its number or the code of its refusal."""
    answers = await asyncio.gather(*(child.says(text, name) for name, text in words), return_exceptions=True)
    return {
        name: answer.code if isinstance(answer, Refusal) else answer.seq
        for (name, _), answer in zip(words, answers, strict=True)
    }


async def test_while_another_process_holds_the_file_a_message_is_not_acknowledged(house: House):
    blue = await talk(house)
    assert (await blue.says("hoi", "a")).seq == 1
    with held_by_another(house):
        assert await says_all(blue, [("b", "ben je er?"), ("c", "hallo?")]) == {"b": "try_again", "c": "try_again"}
    assert await says_all(blue, [("b", "ben je er?"), ("c", "hallo?")]) == {"b": 2, "c": 3}


def waiting_for_the_file(house: House) -> asyncio.Event:
    """Set once the journal has begun a transaction that may wait."""
    loop, waits = asyncio.get_running_loop(), asyncio.Event()
    asked: list[str] = []

    def heard(statement: str) -> None:
        if statement == "BEGIN IMMEDIATE" and asked[-1] == f"PRAGMA busy_timeout = {LONG_ENOUGH * 1000}":
            loop.call_soon_threadsafe(waits.set)
        asked.append(statement)

    house.store.writer.set_trace_callback(heard)
    return waits


async def test_a_file_that_is_held_for_a_moment_is_waited_for(house: House, monkeypatch: pytest.MonkeyPatch):
    blue = await talk(house)
    monkeypatch.setattr(sqlite_journal, "BUSY_SECONDS", LONG_ENOUGH)
    with held_by_another(house):
        waits = waiting_for_the_file(house)
        saying = asyncio.create_task(blue.says("hoi", "a"))
        async with asyncio.timeout(LONG_ENOUGH):
            await waits.wait()
        assert not saying.done()
    assert (await saying).seq == 1


async def test_while_another_process_holds_the_file_no_deed_is_done(house: House):
    blue = house.child("blue")
    with held_by_another(house), pytest.raises(TryAgain):
        await blue.enters()
    assert await house.queue() == []
    await blue.enters()
    assert await house.queue() == [blue.its]


async def test_what_is_committed_can_be_read_while_another_process_writes(house: House):
    blue = await talk(house)
    await blue.says("hoi")
    with held_by_another(house):
        assert [message.text for message in await blue.reads()] == ["hoi"]


async def test_on_a_full_disk_what_is_acknowledged_is_kept_and_the_rest_may_be_sent_again(house: House):
    blue = await talk(house)
    first = await says_all(blue, [("first", LONG)])
    words = [(f"word {number}", LONG) for number in range(30)]
    with full_disk(house, 60_000):
        during: dict[str, int | str] = {}
        for word in words:
            during |= await says_all(blue, [word])
    assert "try_again" in during.values()
    assert any(isinstance(answer, int) for answer in during.values())
    after = await says_all(blue, words)
    assert all(after[name] == answer for name, answer in during.items() if answer != "try_again")
    kept = [(message.client_id, message.seq) for message in await blue.reads()]
    assert sorted(kept, key=lambda row: row[1]) == kept
    assert dict(kept) == first | after
    assert [seq for _, seq in kept] == list(range(1, 32))


async def test_after_a_full_disk_every_deed_can_be_done_again(house: House):
    blue, red = await talk(house), house.child("red")
    await blue.says("hoi")
    with full_disk(house, 0):
        for _ in range(3):
            with pytest.raises(TryAgain):
                await red.enters(nickname="x" * 40)
            with pytest.raises(TryAgain):
                await blue.says(LONG, "a")
    assert (await blue.says(LONG, "a")).seq == 2
    await red.enters()
    await house.ann.rounds_off(blue.its)
    assert await house.ann.is_asked_for() == red.its


async def test_nobody_is_woken_by_a_deed_that_could_not_be_kept(house: House):
    blue = house.child("blue")
    await blue.enters()
    house.told.clear()
    with held_by_another(house), pytest.raises(TryAgain):
        await blue.leaves()
    assert house.told == []


async def test_a_connection_never_keeps_a_process_alive(house: House):
    connection = await house.store._writer.get_raw_connection()
    assert connection.driver_connection._thread.daemon
