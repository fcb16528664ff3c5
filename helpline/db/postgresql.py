"""PostgreSQL: for more than one machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import create_async_engine

from helpline.db.faults import translated
from helpline.db.work import DatabaseRecords, DatabaseWork
from helpline.ports import Wakeups

CONNECTIONS = 10


class PostgresqlStore:
    """`ports.Store` on PostgreSQL; races between nodes end in `Changed`, and the deed is decided again."""

    def __init__(self, url: str, wakeups: Wakeups) -> None:
        self.engine = create_async_engine(
            url, pool_size=CONNECTIONS, max_overflow=0, pool_pre_ping=True, hide_parameters=True
        )
        self._wakeups = wakeups

    async def open(self) -> None:
        """See that the database is there."""
        with translated():
            async with self.engine.connect():
                pass

    async def close(self) -> None:
        """Disconnect everybody."""
        await self.engine.dispose()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[DatabaseWork]:
        """A unit of work that changes things."""
        work: DatabaseWork | None = None
        try:
            with translated():
                async with self.engine.connect() as connection, connection.begin():
                    work = DatabaseWork(connection)
                    try:
                        yield work
                    finally:
                        if not work.is_committed:
                            await connection.rollback()
        finally:
            if work is not None:
                work.wake(self._wakeups)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[DatabaseRecords]:
        """Reads only, of what is committed."""
        with translated():
            async with self.engine.connect() as connection:
                yield DatabaseRecords(connection)
