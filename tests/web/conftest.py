"""The web side of a helpline, served on a free port."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import create_engine

from helpline.core.staff import Role
from helpline.db.sqlite import SqliteStore
from helpline.db.tables import metadata
from helpline.db.wakeups import LocalWakeups
from helpline.factors.codes import AppCodes
from helpline.factors.key import FactorKey
from helpline.factors.passkeys import DevicePasskeys
from helpline.library.library import ShelfLibrary
from helpline.recordings.recordings import RecordingFiles
from helpline.settings import Settings, load
from helpline.settings.sections import StaffLogIns
from helpline.web.house import House
from helpline.web.pages import Pages, load_pages
from helpline.web.routes import make_web
from helpline.web.serving import serving
from knowledgebase import MemoryEngine
from tests.fakes.clock import FakeClock
from tests.fakes.pseudonyms import FakePseudonyms
from tests.web.articles import write_articles
from tests.web.place import ALSO_OURS, OURS, CountingPasswords, Place, with_web, write_pages

Open = Callable[..., Any]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The packaged ones, with two origins of ours, and no second step but where that is what is tested."""
    packaged = load({}, data=tmp_path_factory.mktemp("data"))
    return with_web(replace(packaged, staff=StaffLogIns(second_factor="nobody")), origins=(OURS, ALSO_OURS))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "built")


@pytest.fixture
def pages(settings: Settings, built: Path) -> Pages:
    return load_pages(settings, built)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "helpline.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
async def store(empty_database: Path, tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(Path(shutil.copy(empty_database, tmp_path)), LocalWakeups())
    await store.open()
    yield store
    await store.close()


@asynccontextmanager
async def opened(house: House, attach: Callable[[web.Application], None] | None = None) -> AsyncIterator[Place]:
    """Serve a house; `attach` may add to the application before it starts."""
    assert isinstance(house.clock, FakeClock)
    assert isinstance(house.passwords, CountingPasswords)
    faults: list[BaseException] = []
    place: Place

    def report(error: BaseException) -> str:
        faults.append(error)
        return "123456"

    async def figures() -> Any:
        return place.figures

    house = replace(house, report_fault=report, is_ready=lambda: not place.draining, figures=figures)
    app = make_web(house)
    if attach:
        attach(app)
    async with (
        serving(app, "127.0.0.1", 0) as port,
        aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, headers={"Accept-Encoding": "identity"}
        ) as http,
    ):
        place = Place(house, house.store, house.clock, house.passwords, faults, port, http)
        yield place


@pytest.fixture
async def library(
    settings: Settings, store: SqliteStore, clock: FakeClock, tmp_path: Path
) -> AsyncIterator[ShelfLibrary]:
    """Not read yet: most tests need nothing of it."""
    made = ShelfLibrary(
        store,
        clock,
        settings.definitions.topics,
        settings.helpline.languages,
        shows_all=settings.knowledge.unreviewed == "all",
        shipped=write_articles(tmp_path / "articles"),
        engine=MemoryEngine,
    )
    yield made
    await made.close()


@pytest.fixture(scope="session")
def codes(tmp_path_factory: pytest.TempPathFactory) -> AppCodes:
    return AppCodes(FactorKey(tmp_path_factory.mktemp("keys")), "Hulplijn")


@pytest.fixture
def house(
    settings: Settings,
    store: SqliteStore,
    clock: FakeClock,
    pages: Pages,
    library: ShelfLibrary,
    codes: AppCodes,
    tmp_path: Path,
) -> House:
    async def no_figures() -> Any:
        raise NotImplementedError

    return House(
        settings=settings,
        store=store,
        clock=clock,
        passwords=CountingPasswords(),
        codes=codes,
        passkeys=DevicePasskeys("Hulplijn"),
        pseudonyms=FakePseudonyms(),
        pages=pages,
        figures=no_figures,
        is_ready=lambda: True,
        report_fault=lambda error: "000000",
        library=library,
        recordings=RecordingFiles(tmp_path / "recordings", settings.prompts),
    )


@pytest.fixture
async def open_house() -> AsyncIterator[Open]:
    """Serve another house than the usual one, until the test ends."""
    async with AsyncExitStack() as stack:

        async def open_it(house: House, attach: Callable[[web.Application], None] | None = None) -> Place:
            return await stack.enter_async_context(opened(house, attach))

        yield open_it


@pytest.fixture
async def place(house: House) -> AsyncIterator[Place]:
    """The usual house: Ann and Ben volunteer, Cora coordinates."""
    async with opened(house) as place:
        await place.add("ann")
        await place.add("ben")
        await place.add("cora", Role.COORDINATOR)
        yield place
