"""The database of the settings, opened with its journal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from helpline.db.disk import syncs_quickly
from helpline.db.postgresql import PostgresqlStore
from helpline.db.postgresql_journal import PostgresqlJournal
from helpline.db.schema import sqlite_file
from helpline.db.sqlite import SqliteStore
from helpline.db.sqlite_journal import SqliteJournal
from helpline.db.wakeups import LocalWakeups
from helpline.ports import Clock, Wakeups
from helpline.settings import Settings
from helpline.vault.file_vault import FileVault

Store = SqliteStore | PostgresqlStore


@dataclass(frozen=True, slots=True)
class Storage:
    """The database and its journal."""

    store: Store
    journal: SqliteJournal | PostgresqlJournal
    wakeups: Wakeups


@asynccontextmanager
async def storage(
    settings: Settings, vault: FileVault, clock: Clock, wakeups: Wakeups | None = None
) -> AsyncIterator[Storage]:
    """Open the database; at the end keep what is pending and close it. wakeups: None within this process alone."""
    wakeups = wakeups or LocalWakeups()
    store: Store
    journal: SqliteJournal | PostgresqlJournal
    if settings.places.is_sqlite:
        path = sqlite_file(settings.places.database_url)
        quickly = await asyncio.to_thread(syncs_quickly, path.parent, clock.monotonic)
        store = SqliteStore(path, wakeups, in_loop=quickly)
        await store.open()
        journal = SqliteJournal(store, vault, clock, in_loop=quickly)
    else:
        store = PostgresqlStore(settings.places.database_url, wakeups)
        await store.open()
        journal = PostgresqlJournal(store, vault, clock)
    try:
        yield Storage(store, journal, wakeups)
    finally:
        await journal.close()
        await store.close()
