"""SQLite's own thread is asked once for each statement, and answers as it always did."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from helpline.db.one_hop import OneHopConnection


class Counted(OneHopConnection):
    """Counts how often its thread is asked."""

    hops = 0

    async def _execute(self, fn, *args, **kwargs):
        self.hops += 1
        return await super()._execute(fn, *args, **kwargs)


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Counted]:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None, check_same_thread=False)

    it = Counted(connect, iter_chunk_size=64)
    await it
    await said(it, "CREATE TABLE child (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
    it.hops = 0
    yield it
    await it.close()


async def said(connection: Counted, sql: str, *values: object) -> list[tuple[object, ...]]:
    """As SQLAlchemy asks: a cursor, the statement, the rows if there are any, and closing."""
    cursor = await connection.cursor().__aenter__()
    await cursor.execute(sql, values)
    rows = await cursor.fetchall() if cursor.description else []
    await cursor.close()
    return rows


async def test_a_statement_is_one_hop_with_all_its_rows(connection: Counted):
    cursor = connection.cursor()
    await cursor.executemany("INSERT INTO child (name) VALUES (?)", [("blue",), ("green",)])
    assert (connection.hops, cursor.rowcount, cursor.description) == (1, 2, None)
    assert await said(connection, "SELECT name FROM child ORDER BY id") == [("blue",), ("green",)]
    assert connection.hops == 2


async def test_it_says_what_was_changed_and_what_the_columns_are(connection: Counted):
    cursor = connection.cursor()
    await cursor.execute("INSERT INTO child (name) VALUES (?)", ("blue",))
    assert (cursor.rowcount, cursor.lastrowid) == (1, 1)
    await cursor.execute("UPDATE child SET name = 'red' WHERE id = 7")
    assert cursor.rowcount == 0
    await cursor.execute("SELECT id, name FROM child WHERE id = 7")
    assert [column[0] for column in cursor.description] == ["id", "name"]
    assert await cursor.fetchall() == []
    await cursor.execute("DELETE FROM child RETURNING name")
    assert await cursor.fetchall() == [("blue",)]


async def test_who_is_refused_may_go_on(connection: Counted):
    await said(connection, "INSERT INTO child (name) VALUES (?)", "blue")
    with pytest.raises(sqlite3.IntegrityError):
        await said(connection, "INSERT INTO child (name) VALUES (?)", "blue")
    assert await said(connection, "SELECT count(*) FROM child") == [(1,)]


async def test_a_transaction_begins_together_with_its_first_statement(connection: Counted):
    connection.begin_with("BEGIN IMMEDIATE")
    await said(connection, "INSERT INTO child (name) VALUES (?)", "blue")
    assert connection.hops == 1
    await connection.rollback()
    assert await said(connection, "SELECT count(*) FROM child") == [(0,)]


async def test_a_transaction_without_a_statement_costs_nothing_and_leaves_nothing(connection: Counted):
    connection.begin_with("BEGIN IMMEDIATE")
    await connection.commit()
    connection.begin_with("BEGIN IMMEDIATE")
    await connection.rollback()
    assert connection.hops == 0
    await said(connection, "INSERT INTO child (name) VALUES (?)", "blue")
    assert not connection.begun().in_transaction
