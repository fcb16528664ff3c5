"""Opens houses: on SQLite or PostgreSQL, for one test each, with the cast in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text

from helpline.core.staff import Staff
from helpline.db.postgresql import PostgresqlStore
from helpline.db.postgresql_journal import PostgresqlJournal
from helpline.db.sqlite import SqliteStore
from helpline.db.sqlite_journal import SqliteJournal
from helpline.db.tables import metadata
from helpline.db.tables import staff as staff_table
from helpline.db.wakeups import LocalWakeups
from tests.fakes.clock import FakeClock
from tests.fakes.vault import FakeVault
from tests.house import CAST, House, packaged_rules

SERVERS = ("sqlite", "postgresql")


def make_tables(path: Path) -> None:
    """A database file with all tables, and with the cast in it."""
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(staff_table), [_row(person) for person in CAST])
    engine.dispose()


def _row(person: Staff) -> dict[str, object]:
    return {name: getattr(person, name) for name in Staff.__slots__}


@asynccontextmanager
async def sqlite_house(
    path: Path, clock: FakeClock | None = None, *, in_loop: bool = True, vault: FakeVault | None = None
) -> AsyncIterator[House]:
    """A house on this file, which holds the tables and the cast."""
    wakeups = LocalWakeups()
    store = SqliteStore(path, wakeups, in_loop=in_loop)
    await store.open()
    clock, vault = clock or FakeClock(), vault or FakeVault()
    house = House(store, SqliteJournal(store, vault, clock, in_loop=in_loop), clock, vault)
    async with _living(house, wakeups):
        yield house


@asynccontextmanager
async def postgresql_house(
    url: str, clock: FakeClock | None = None, *, vault: FakeVault | None = None
) -> AsyncIterator[House]:
    """A house on this server; another one beside it is a second node."""
    wakeups = LocalWakeups()
    store = PostgresqlStore(url, wakeups)
    clock, vault = clock or FakeClock(), vault or FakeVault()
    house = House(store, PostgresqlJournal(store, vault, clock), clock, vault)
    async with _living(house, wakeups):
        yield house


@asynccontextmanager
async def _living(house: House, wakeups: LocalWakeups) -> AsyncIterator[None]:
    wakeups.subscribe(house.heed)
    try:
        yield
    finally:
        await house.journal.close()
        await house.store.close()


def quietly(url: str) -> str:
    """The same server, without the driver looking for files of passwords and certificates on the event loop."""
    return url.replace("helpline@", "helpline:unasked@") + "?ssl=disable"


@asynccontextmanager
async def on_postgresql(url: str, clock: FakeClock) -> AsyncIterator[House]:
    """A house on an empty database of the tests' own server, as it is at the start of an evening."""
    await fill_postgresql(quietly(url))
    async with postgresql_house(quietly(url), clock) as house:
        yield house


async def fill_postgresql(url: str) -> None:
    """Tables as they are at the start of an evening: empty but for the cast."""
    store = PostgresqlStore(url, LocalWakeups())
    async with store.begin() as work:
        await work.connection.run_sync(metadata.create_all)
        await work.connection.execute(text("TRUNCATE " + ", ".join(table.name for table in metadata.sorted_tables)))
        await work.connection.execute(insert(staff_table), [_row(person) for person in CAST])
        await work.commit()
    await store.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as it is at the start of an evening; to be copied."""
    packaged_rules()  # which reads files, and so never on the event loop
    path = tmp_path_factory.mktemp("template") / "helpline.sqlite3"
    make_tables(path)
    return path


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that no disk keeps, where there is one: what is not about durability need not wait for it."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        yield tmp_path_factory.mktemp("memory")
        return
    with tempfile.TemporaryDirectory(prefix="helpline-tests-", dir=shared) as folder:
        yield Path(folder)


@pytest.fixture
def database(template: Path, memory: Path) -> Iterator[Path]:
    """A file of this test's own."""
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(shutil.copy(template, folder))


@pytest.fixture
async def house(database: Path, clock: FakeClock) -> AsyncIterator[House]:
    """A house on SQLite, for what does not depend on the database."""
    async with sqlite_house(database, clock) as house:
        yield house


@pytest.fixture(params=SERVERS)
async def any_house(request: pytest.FixtureRequest, database: Path, clock: FakeClock) -> AsyncIterator[House]:
    """The same house on either database, for what the database promises."""
    if request.param == "sqlite":
        async with sqlite_house(database, clock) as house:
            yield house
        return
    async with on_postgresql(request.getfixturevalue("postgresql_url"), clock) as house:
        yield house
