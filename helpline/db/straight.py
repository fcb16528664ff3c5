"""A connection of asyncpg's own that is kept: a statement is one way there and back, without a transaction around it.

For the few statements that each message takes. All else goes by `postgresql.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from asyncpg.exceptions import InterfaceError, PostgresError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from helpline.core.errors import TryAgain
from helpline.db.faults import AWAY, translated

PATIENCE_SECONDS = 5.0


class Straight:
    """One at a time. url: as `HELPLINE_DATABASE_URL` names it."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        self._turn = asyncio.Lock()
        self._connection: AsyncConnection | None = None
        self._driver: Any = None

    async def fetch(self, statement: str, *values: object) -> list[Any]:
        """The rows of one statement, with `$1` for the first value.

        Raises:
            TryAgain: the database is away; whether anything was written is not known. The next one connects anew.
        """
        async with self._turn:
            try:
                with _translated():
                    if self._driver is None or self._driver.is_closed():
                        await self._hang_up()
                        await self._connect()
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        rows: list[Any] = await self._driver.fetch(statement, *values)
                        return rows
            except PostgresError:
                raise  # the statement was refused, and the connection is as it was
            except BaseException:
                await self._hang_up()
                raise

    async def close(self) -> None:
        """Disconnect."""
        async with self._turn:
            await self._hang_up()

    async def _connect(self) -> None:
        with translated():
            self._connection = await self._engine.connect()
            driver: Any = (await self._connection.get_raw_connection()).driver_connection
        # a plan is kept as long as the connection: made while a table was small, it would read all of it ever after
        await driver.execute("SET enable_seqscan = off")
        self._driver = driver

    async def _hang_up(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            with suppress(TryAgain), translated():
                await connection.invalidate()
                await connection.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (InterfaceError, OSError, TimeoutError) as error:
        raise TryAgain(retry_seconds=2) from error
    except PostgresError as error:
        if (getattr(error, "sqlstate", None) or "")[:2] in AWAY:
            raise TryAgain(retry_seconds=2) from error
        raise
