"""The database, open for one command; a server may be at work on it at the same time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from helpline.commands.install import require_made
from helpline.core.errors import TryAgain
from helpline.db import schema
from helpline.db.postgresql import PostgresqlStore
from helpline.db.schema import SchemaProblem
from helpline.db.sqlite import SqliteStore
from helpline.db.wakeups import LocalWakeups
from helpline.settings import Places

UNREADABLE = (SchemaProblem, TryAgain, OSError, sqlite3.Error, DBAPIError)
"""What keeps a database from being read."""


@asynccontextmanager
async def opened(places: Places) -> AsyncIterator[SqliteStore | PostgresqlStore]:
    """The store.

    Raises:
        SchemaProblem: it is not there yet, or of another version.
        TryAgain: it is away.
    """
    await asyncio.to_thread(require_made, places)
    await schema.check(places.database_url)
    store: SqliteStore | PostgresqlStore
    if places.is_sqlite:
        store = SqliteStore(schema.sqlite_file(places.database_url), LocalWakeups())
    else:
        store = PostgresqlStore(places.database_url, LocalWakeups())
    await store.open()
    try:
        yield store
    finally:
        await store.close()
