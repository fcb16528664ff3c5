"""A connection to SQLite that asks its thread once for each statement, not also for cursor, rows and closing.

With patience it does not ask it at all for what is short: that happens in the event loop, between two of its turns.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

from helpline.db.short import Patience

_IN_THREAD = {sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY}
"""It is long, or another process holds the file: nobody may wait for that in the event loop."""

FEW = 4
"""Rows that are as good as one."""


class OneHopCursor:
    """What SQLAlchemy wants of a cursor; it fetches every row at once."""

    def __init__(self, connection: OneHopConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.arraysize = 1
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> OneHopCursor:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> OneHopCursor:
        """Carry it out."""
        if self._connection.is_short(sql):
            await asyncio.sleep(0)  # others have their turn, as they have while a thread works
            if self._connection.now(sql, partial(self._execute, sql, parameters)):
                return self
        await self._connection.in_thread(self._execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> OneHopCursor:
        """The same for many rows."""
        rows = list(parameters)
        if len(rows) <= FEW and self._connection.is_short(sql):
            await asyncio.sleep(0)
            if self._connection.now(sql, partial(self._execute_many, sql, rows)):
                return self
        await self._connection.in_thread(self._execute_many, sql, rows)
        return self

    async def fetchall(self) -> list[Any]:
        """They are here already."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """It is."""

    def _execute(self, sql: str, parameters: Sequence[Any]) -> None:
        self._take(self._connection.begun().execute(sql, parameters))

    def _execute_many(self, sql: str, parameters: Sequence[Sequence[Any]]) -> None:
        self._take(self._connection.begun().executemany(sql, parameters))

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """Statements, commits and roll-backs are carried out in order: in its own thread, or in the event loop when that
    thread has nothing to do.

    patience: of the event loop, with short statements; without it there is none · is_read_only: it changes nothing ·
    busy_seconds: how long its thread waits for who holds the file.
    """

    _begin: str | None = None
    patience: Patience | None = None
    is_read_only = False
    busy_seconds = 5.0
    _asked = _done = 0

    def begin_with(self, statement: str) -> None:
        """A transaction that begins together with its first statement, and not at all without one."""
        self._begin = statement

    def begun(self) -> sqlite3.Connection:
        """In its transaction; only for whoever has its turn."""
        if self._begin is not None:
            begin, self._begin = self._begin, None
            self._conn.execute(begin)
        return self._conn

    async def commit(self) -> None:
        """Of what was begun."""
        if self._is_begun():
            await super().commit()

    async def rollback(self) -> None:
        """Of what was begun; where nothing was changed there is nothing to wait for."""
        if self._is_begun():
            if self.patience is not None and self.is_read_only and self._is_idle:
                self._conn.rollback()
            else:
                await super().rollback()

    def _is_begun(self) -> bool:
        is_begun, self._begin = self._begin is None, None
        return is_begun

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        return OneHopCursor(self)

    def is_short(self, sql: str) -> bool:
        """May it be carried out in the event loop?"""
        return self.patience is not None and self.patience.may_try(sql)

    def now(self, sql: str, do: Callable[[], None]) -> bool:
        """Do it in the event loop, unless its thread is still at something, it takes long after all, or another
        process holds the file."""
        assert self.patience is not None
        if not self._is_idle:
            return False
        begin = self._begin
        if begin is not None:
            self._conn.execute("PRAGMA busy_timeout = 0")
        try:
            self.patience.limited(self._conn, sql, do)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in _IN_THREAD:
                self._begin = None if self._conn.in_transaction else begin
                return False
            raise
        finally:
            if begin is not None:
                self._conn.execute(f"PRAGMA busy_timeout = {int(self.busy_seconds * 1000)}")
        return True

    @property
    def _is_idle(self) -> bool:
        """Its thread is at nothing, also not for somebody who waits no longer."""
        return self._asked == self._done

    async def in_thread(self, do: Any, *args: Any) -> None:
        """Wait until its thread has done this."""
        await self._execute(do, *args)

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        def do() -> Any:
            try:
                return fn(*args, **kwargs)
            finally:
                self._done += 1

        self._asked += 1
        return await super()._execute(do)  # type: ignore[no-untyped-call]
