"""PostgreSQL: for more than one machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import create_async_engine

from helpline.db.faults import translated
from helpline.db.work import DatabaseRecords, DatabaseWork
from helpline.ports import Wakeups

CONNECTIONS = 10


class PostgresqlStore:
    """`ports.Store` on PostgreSQL; races between nodes end in `Changed`, and the deed is decided again."""

    def __init__(self, url: str, wakeups: Wakeups) -> None:
        self.engine = create_async_engine(url, pool_size=CONNECTIONS, max_overflow=0, hide_parameters=True)
        event.listen(self.engine.sync_engine, "checkout", _only_if_open)
        # each statement for itself, as it is in a transaction that reads what is committed
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")
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
            async with self._reading.connect() as connection:
                yield DatabaseRecords(connection)


def _only_if_open(connection: DBAPIConnection, *_: object) -> None:
    """The driver hears at once when the database hangs up, so that nobody has to ask it each time.

    Raises:
        DisconnectionError: the pool connects anew.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError
