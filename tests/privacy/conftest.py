"""A house that can be left to its past, on either database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from helpline.db import tables
from helpline.db.postgresql import PostgresqlStore
from helpline.db.postgresql_journal import PostgresqlJournal
from helpline.db.sqlite import SqliteStore
from helpline.db.sqlite_journal import SqliteJournal
from helpline.db.wakeups import LocalWakeups
from helpline.identity import block_key, epoch_keys
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.vault import file_vault
from helpline.vault.file_vault import FileVault
from tests.fakes.clock import FakeClock
from tests.privacy.past import RULES, Past

Keys = tuple[FileVault, EpochKeys, BlockKey, CallerPepper]


@pytest.fixture
def clock() -> FakeClock:
    clock = FakeClock()
    clock.advance(minutes=13, seconds=37.5)
    return clock


@pytest.fixture
def keys(tmp_path: Path, clock: FakeClock) -> Keys:
    folder = tmp_path / "keys"
    file_vault.create(folder)
    epoch_keys.create(folder, clock.now())
    block_key.create(folder)
    return FileVault(folder), EpochKeys(folder), BlockKey(folder), CallerPepper(folder)


async def make_tables(store: SqliteStore | PostgresqlStore) -> None:
    async with store.begin() as work:
        await work.connection.run_sync(tables.metadata.create_all)
        for table in reversed(tables.metadata.sorted_tables):
            await work.connection.execute(table.delete())
        await work.commit()


@pytest.fixture
async def on_sqlite(tmp_path: Path, keys: Keys, clock: FakeClock) -> AsyncIterator[Past]:
    (tmp_path / "data").mkdir()
    store = SqliteStore(tmp_path / "data" / "helpline.sqlite3", LocalWakeups())
    await store.open()
    await make_tables(store)
    past = Past(store, SqliteJournal(store, keys[0], clock, in_loop=True), *keys, clock, RULES)
    await past.hire()
    yield past
    await past.journal.close()
    await store.close()


@pytest.fixture
async def on_postgresql(postgresql_url: str, keys: Keys, clock: FakeClock) -> AsyncIterator[Past]:
    # with these two the driver looks for no file
    url = make_url(postgresql_url).set(password="-").update_query_dict({"ssl": "disable"})
    store = PostgresqlStore(url.render_as_string(hide_password=False), LocalWakeups())
    await make_tables(store)
    past = Past(store, PostgresqlJournal(store, keys[0], clock), *keys, clock, RULES)
    await past.hire()
    yield past
    await past.journal.close()
    await store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def past(request: pytest.FixtureRequest) -> Past:
    return request.getfixturevalue(f"on_{request.param}")  # type: ignore[no-any-return]
