"""A connection to SQLite that asks its thread once for each statement, not also for cursor, rows and closing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite


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
        """In the thread of the connection."""
        await self._connection.in_thread(self._execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> OneHopCursor:
        """The same for many rows."""
        await self._connection.in_thread(self._execute_many, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """They are here already."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """It is."""

    def _execute(self, sql: str, parameters: Sequence[Any]) -> None:
        self._take(self._connection.begun().execute(sql, parameters))

    def _execute_many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._take(self._connection.begun().executemany(sql, parameters))

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """Statements, commits and roll-backs are carried out in its own thread, in order."""

    _begin: str | None = None

    def begin_with(self, statement: str) -> None:
        """A transaction that begins together with its first statement, and not at all without one."""
        self._begin = statement

    def begun(self) -> sqlite3.Connection:
        """In its transaction; only for its own thread."""
        if self._begin is not None:
            begin, self._begin = self._begin, None
            self._conn.execute(begin)
        return self._conn

    async def commit(self) -> None:
        """Of what was begun."""
        if self._is_begun():
            await super().commit()

    async def rollback(self) -> None:
        """Of what was begun."""
        if self._is_begun():
            await super().rollback()

    def _is_begun(self) -> bool:
        is_begun, self._begin = self._begin is None, None
        return is_begun

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        return OneHopCursor(self)

    async def in_thread(self, do: Any, *args: Any) -> None:
        """Wait until its thread has done this."""
        await self._execute(do, *args)  # type: ignore[no-untyped-call]
