"""Who attends to the telephone, of any number of processes: one at a time, who holds a lock of PostgreSQL.

The lock is its connection's: when the process dies, or is cut off from the database, PostgreSQL gives it to the next.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from helpline.core.errors import TryAgain
from helpline.db.faults import translated

TRY_SECONDS = 0.5
LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 1.5
SETTLE_SECONDS = LOOK_SECONDS + PATIENCE_SECONDS
"""Whoever had the lock before has noticed by then that it is lost, and does nothing more."""
FORSAKEN = {"seconds": "10s"}
"""Who does not look for so long has stopped, or is cut off: PostgreSQL itself takes the lock away, from 14 on."""
SURE_SECONDS = 5.0
"""From a look that found the lock ours: nobody else can have it yet, even if we slept meanwhile."""
LOCK = {"room": 0x68656C70, "lock": 1}
"""Numbers that nobody else on this database uses by chance."""

_FORSAKE = text(
    "SELECT set_config(name, :seconds, false) FROM pg_settings WHERE name = 'idle_session_timeout'",
)
_TRY = text("SELECT pg_try_advisory_lock(:room, :lock)")
_TAKEN = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database AND datname = current_database()"
    " WHERE locktype = 'advisory' AND classid = :room AND objid = :lock AND granted"
)
_HELD = text(f"{_TAKEN.text} AND pid = pg_backend_pid()")
log = logging.getLogger(__name__)


class PostgresqlTurn:
    """The turn of one process among many. url: of the database that they share."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        self._sure_until = 0.0

    def is_ours(self) -> bool:
        """Can nobody else have it at this moment? To be asked before each deed: a process that was stopped for a while
        wakes in the middle of one, and another process may have begun long ago."""
        return asyncio.get_running_loop().time() < self._sure_until

    async def take(self, work: Callable[[], Awaitable[None]]) -> None:
        """Wait until it is our turn, and work until it is over.

        Raises:
            TryAgain: the database is away, or gave our turn to another one.
        """
        async with self._connected() as connection:
            await _ask(connection, _FORSAKE, FORSAKEN)
            await _get(connection)
            await asyncio.sleep(SETTLE_SECONDS)
            await self._look(connection)
            log.info("telephone_ours")
            try:
                await self._while_held(connection, asyncio.ensure_future(work()))
            finally:
                self._sure_until = 0.0
                log.info("telephone_not_ours")

    async def is_taken(self) -> bool:
        """Is it anybody's turn now?

        Raises:
            TryAgain: the database is away.
        """
        async with self._connected() as connection:
            return bool(await _ask(connection, _TAKEN, LOCK))

    async def _while_held(self, connection: AsyncConnection, working: asyncio.Future[None]) -> None:
        try:
            while not working.done():
                await self._look(connection)
                await asyncio.wait([working], timeout=LOOK_SECONDS)
        finally:
            working.cancel()
            await asyncio.wait([working])
        working.result()

    async def _look(self, connection: AsyncConnection) -> None:
        asked_at = asyncio.get_running_loop().time()
        if not await _ask(connection, _HELD, LOCK):
            raise TryAgain
        self._sure_until = asked_at + SURE_SECONDS

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        with translated():
            connection = await self._engine.connect()
        try:
            yield connection
        finally:
            with suppress(TryAgain), translated():
                # what does not answer is hung up on
                await connection.invalidate()
                await connection.close()


async def _get(connection: AsyncConnection) -> None:
    while True:
        if await _ask(connection, _TRY, LOCK):
            return
        await asyncio.sleep(TRY_SECONDS)


async def _ask(connection: AsyncConnection, question: TextClause, values: dict[str, Any]) -> Any:
    with translated():
        async with asyncio.timeout(PATIENCE_SECONDS):
            return (await connection.execute(question, values)).scalar()
