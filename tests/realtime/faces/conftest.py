"""An evening for each test, on SQLite and where it matters on PostgreSQL too."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from helpline.db.shelf_tables import shelf_revision
from helpline.db.tables import metadata
from helpline.settings import Settings
from tests.fakes.clock import FakeClock
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.site import Site, evening_at
from tests.web.place import write_pages

EMPTY_SHELF = insert(shelf_revision).values(id=1, number=1)
Open = Callable[..., AbstractAsyncContextManager[Evening]]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once; on its shelf nothing will be put, for to read three hundred articles takes long."""
    path = tmp_path_factory.mktemp("template") / "helpline.sqlite3"
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(EMPTY_SHELF)
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    return path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("pages") / "built")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def folder(memory: Path) -> Iterator[Path]:
    """For the data directory of one test."""
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


@pytest.fixture
def site(folder: Path, template: Path, built: Path) -> Site:
    return Site(folder, template, built)


@pytest.fixture(params=["sqlite", "postgresql"])
async def either_site(request: pytest.FixtureRequest, folder: Path, template: Path, built: Path) -> Site:
    """On either database; PostgreSQL's is emptied for each test."""
    if request.param == "sqlite":
        return Site(folder, template, built)
    return await emptied(request.getfixturevalue("postgresql_url"), folder, template, built)


@pytest.fixture
async def shared_site(postgresql_url: str, folder: Path, template: Path, built: Path) -> Site:
    """Where several nodes can be at work."""
    return await emptied(postgresql_url, folder, template, built)


async def emptied(url: str, folder: Path, template: Path, built: Path) -> Site:
    """On PostgreSQL, as at the start of an evening."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        await connection.execute(text(f"TRUNCATE {names} CASCADE"))
        await connection.execute(EMPTY_SHELF)
    await engine.dispose()
    # else the driver looks for files of passwords and certificates on the event loop
    return Site(folder, template, built, url.replace("helpline@", "helpline:unasked@") + "?ssl=disable")


@pytest.fixture
def open_line(site: Site, clock: FakeClock) -> Open:
    """Open the line with other settings than the usual ones; again at the same place, it goes on where it was."""
    return partial(evening_at, site, clock)


@pytest.fixture
async def evening(site: Site, clock: FakeClock) -> AsyncIterator[Evening]:
    """The usual evening: Ann and Ben volunteer, Cora coordinates."""
    async with evening_at(site, clock) as evening:
        yield evening


@pytest.fixture
async def evening_with(site: Site, clock: FakeClock) -> AsyncIterator[Callable[..., object]]:
    """The same with other settings, until the test ends."""
    async with AsyncExitStack() as stack:

        async def begin(change: Callable[[Settings], Settings]) -> Evening:
            return await stack.enter_async_context(evening_at(site, clock, change))

        yield begin
