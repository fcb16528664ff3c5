"""SQLite: one writer connection that the actions and the journal share, and a few that only read."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, StaticPool

from helpline.db.faults import translated
from helpline.db.one_hop import OneHopConnection
from helpline.db.short import Patience
from helpline.db.work import DatabaseRecords, DatabaseWork
from helpline.ports import Wakeups

READERS = 4
BUSY_SECONDS = 5.0
SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with the settings that every one of ours has; transactions are begun by hand."""
    raw = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    for setting in SETTINGS:
        raw.execute(setting)
    if read_only:
        raw.execute("PRAGMA query_only = ON")
    return raw


def _driver(connection: Connection) -> OneHopConnection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, OneHopConnection)
    return driver


class SqliteStore:
    """`ports.Store` on one SQLite file. Every writer of this process waits for `turn`.

    in_loop: the disk is quick, so that what is short is carried out in the event loop; commits never are.
    """

    def __init__(self, path: Path, wakeups: Wakeups, *, in_loop: bool = False) -> None:
        self.path = path
        self._patience = Patience() if in_loop else None
        self.turn = asyncio.Lock()
        self._wakeups = wakeups
        self._raw: sqlite3.Connection | None = None
        self._write_engine = self._engine(read_only=False)
        self._read_engine = self._engine(read_only=True)
        self._writer: AsyncConnection | None = None

    def _engine(self, *, read_only: bool) -> AsyncEngine:
        def connector() -> sqlite3.Connection:
            raw = connect(self.path, read_only=read_only)
            if not read_only:
                self._raw = raw
            return raw

        async def creator() -> OneHopConnection:
            connection = OneHopConnection(connector, iter_chunk_size=64)
            # else a process whose start failed would wait for this thread for ever
            connection._thread.daemon = True
            connection.patience, connection.is_read_only = self._patience, read_only
            connection.busy_seconds = BUSY_SECONDS
            await connection
            return connection

        pool = {"pool_size": READERS, "max_overflow": 0} if read_only else {}
        engine = create_async_engine(
            "sqlite+aiosqlite://",
            async_creator=creator,
            poolclass=AsyncAdaptedQueuePool if read_only else StaticPool,
            hide_parameters=True,
            **pool,
        )
        begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        event.listen(engine.sync_engine, "begin", lambda connection: _driver(connection).begin_with(begin))
        return engine

    @property
    def writer(self) -> sqlite3.Connection:
        """The writer's own connection, for the journal; only for whoever holds `turn`."""
        assert self._raw is not None, "the store is not open"
        return self._raw

    async def open(self) -> None:
        """Connect the writer."""
        self._writer = await self._write_engine.connect()

    async def close(self) -> None:
        """Disconnect everybody."""
        async with self.turn:
            if self._writer is not None:
                await self._writer.close()
            await self._write_engine.dispose()
        await self._read_engine.dispose()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[DatabaseWork]:
        """A unit of work that changes things; one at a time."""
        assert self._writer is not None, "the store is not open"
        work = DatabaseWork(self._writer)
        try:
            with translated():
                async with self.turn, self._writer.begin():
                    try:
                        yield work
                    finally:
                        if not work.is_committed:
                            await self._undo(self._writer)
        finally:
            work.wake(self._wakeups)

    async def _undo(self, writer: AsyncConnection) -> None:
        """Leave the writer free for the next one, also when a full disk ended the transaction in the middle."""
        await writer.rollback()
        if self.writer.in_transaction:
            driver = (await writer.get_raw_connection()).driver_connection
            assert isinstance(driver, aiosqlite.Connection)
            await driver.rollback()

    @asynccontextmanager
    async def look(self) -> AsyncIterator[DatabaseRecords]:
        """Reads only, of what is committed."""
        with translated():
            async with self._read_engine.connect() as connection:
                yield DatabaseRecords(connection)
