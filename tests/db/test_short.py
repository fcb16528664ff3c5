"""On a quick disk what is short is carried out in the event loop, and what is not, never."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from helpline.db.one_hop import OneHopConnection
from helpline.db.short import REST, STEPS, Patience, is_one_row
from tests.db.test_one_hop import said

LONG = (
    "SELECT count(*) FROM (WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one LIMIT {})"
    " SELECT n FROM one)"
)
BEGIN = "BEGIN IMMEDIATE"
LONG_ENOUGH = 30
"""Seconds; nobody waits so long but where something hangs."""


class Raw(sqlite3.Connection):
    """Writes down how long each transaction would wait for the file, in milliseconds, and whether in the event loop."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.waits: list[tuple[int, bool]] = []

    def execute(self, sql, *args):
        if sql == BEGIN:
            in_loop = threading.current_thread() is threading.main_thread()
            self.waits.append((super().execute("PRAGMA busy_timeout").fetchone()[0], in_loop))
        return super().execute(sql, *args)


class Watched(OneHopConnection):
    """Writes down how often its thread is asked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.hops = 0
        self.hopped = asyncio.Event()

    async def in_thread(self, do, *args):
        self.hops += 1
        self.hopped.set()
        await super().in_thread(do, *args)


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Watched]:
    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None, check_same_thread=False, factory=Raw)
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE staff (id TEXT PRIMARY KEY, name TEXT UNIQUE)")
        return raw

    it = Watched(connect, iter_chunk_size=64)
    it.busy_seconds = LONG_ENOUGH
    await it
    it.patience = Patience()
    yield it
    await it.close()


@pytest.fixture
def held(tmp_path: Path, connection: Watched) -> Iterator[sqlite3.Connection]:
    """Another process is writing."""
    with closing(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)) as raw:
        raw.execute(BEGIN)
        yield raw


async def test_what_is_short_asks_no_thread(connection: Watched):
    connection.begin_with(BEGIN)
    await said(connection, "INSERT INTO staff (id, name) VALUES (?, ?)", "ann", "Ann")
    await said(connection, "UPDATE staff SET name=? WHERE staff.id = ?", "Anna", "ann")
    assert await said(connection, "SELECT name FROM staff") == [("Anna",)]
    assert connection.hops == 0
    await connection.commit()


async def test_others_have_a_turn_before_each_statement(connection: Watched):
    turns = []

    async def takes_turns() -> None:
        while True:
            turns.append(len(turns))
            await asyncio.sleep(0)

    other = asyncio.ensure_future(takes_turns())
    for count in range(1, 6):
        await said(connection, "SELECT name FROM staff")
        assert len(turns) >= count
    other.cancel()
    assert connection.hops == 0


async def test_a_read_that_turns_out_to_be_long_is_done_by_the_thread(connection: Watched):
    connection.begin_with("BEGIN")
    assert await said(connection, LONG.format(STEPS)) == [(STEPS,)]
    assert connection.hops == 1
    assert await said(connection, "SELECT count(*) FROM staff") == [(0,)]
    assert connection.hops == 1


async def test_what_was_long_is_not_tried_again_for_a_while(connection: Watched):
    patience, sql = connection.patience, LONG.format(STEPS)
    assert patience is not None
    assert patience.may_try(sql)
    await said(connection, sql)
    assert [patience.may_try(sql) for _ in range(REST + 1)] == [False] * REST + [True]


async def test_a_read_broken_off_leaves_what_was_written_before_it(connection: Watched):
    connection.begin_with(BEGIN)
    await said(connection, "INSERT INTO staff (id, name) VALUES (?, ?)", "ann", "Ann")
    assert await said(connection, LONG.format(STEPS)) == [(STEPS,)]
    await connection.commit()
    assert await said(connection, "SELECT name FROM staff") == [("Ann",)]


async def test_a_short_read_may_be_done_as_often_as_one_likes(connection: Watched):
    """SQLite counts the steps of a statement over all times that it was carried out."""
    for _ in range(20):
        await said(connection, LONG.format(STEPS // 20))
    assert connection.hops == 0


async def test_the_event_loop_does_not_wait_for_who_holds_the_file(connection: Watched, held: sqlite3.Connection):
    connection.begin_with(BEGIN)
    adds = asyncio.ensure_future(said(connection, "INSERT INTO staff (id, name) VALUES (?, ?)", "ann", "Ann"))
    await connection.hopped.wait()
    held.execute("ROLLBACK")
    await adds
    await connection.commit()
    assert connection.begun().waits == [(0, True), (LONG_ENOUGH * 1000, False)]
    assert await said(connection, "SELECT name FROM staff") == [("Ann",)]


async def test_nothing_overtakes_what_the_thread_is_still_at(connection: Watched):
    """Whoever asked it waits no longer, and the next one rolls back."""
    connection.is_read_only = True
    may_go_on, was_in_transaction = threading.Event(), []

    def work():
        may_go_on.wait(LONG_ENOUGH)
        was_in_transaction.append(connection.begun().in_transaction)

    connection.begin_with("BEGIN")
    await said(connection, "SELECT name FROM staff")
    asks = asyncio.ensure_future(connection.in_thread(work))
    await connection.hopped.wait()
    asks.cancel()
    asyncio.get_running_loop().call_soon(may_go_on.set)
    await connection.rollback()
    assert was_in_transaction == [True]
    assert not connection.begun().in_transaction


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM staff",
        "UPDATE staff SET name=?",
        "UPDATE staff SET name=? WHERE staff.name = ?",
        "UPDATE staff SET name=? WHERE staff.id = ? OR staff.name = ?",
        "UPDATE staff SET name=? WHERE staff.id = ? AND staff.name = ? OR staff.name = ?",
        "UPDATE staff SET name=(SELECT 1) WHERE staff.id = ?",
        "UPDATE staff SET name=? WHERE staff.id IN (?, ?)",
        "UPDATE deadline SET at=? WHERE deadline.kind = ?",
        "INSERT INTO staff (id, name) SELECT id, name FROM other",
        "VACUUM",
        "COMMIT",
    ],
)
def test_what_may_be_any_number_of_rows_is_for_the_thread(sql: str):
    assert not is_one_row(sql)
    assert not Patience().may_try(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE conversation SET state=?, version=? \nWHERE conversation.id = ? AND conversation.version = ?",
        "UPDATE attempt SET offers_made=(attempt.offers_made + ?) WHERE attempt.id = ?",
        "INSERT INTO deadline (kind, subject, at) VALUES (?, ?, ?) ON CONFLICT (kind, subject) DO UPDATE SET at = ?",
    ],
)
def test_a_row_by_its_key_is_short(sql: str):
    assert is_one_row(sql)
