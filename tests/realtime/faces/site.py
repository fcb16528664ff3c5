"""Where an evening takes place: settings, keys, a database, and a port for as long as the line is open."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import aiohttp

from helpline import app
from helpline.core.staff import Role
from helpline.db.schema import sqlite_file
from helpline.factors.codes import AppCodes
from helpline.factors.key import FactorKey
from helpline.factors.passkeys import DevicePasskeys
from helpline.identity import block_key, epoch_keys
from helpline.logs import report_fault
from helpline.realtime.sessions import SessionWatch
from helpline.recordings.recordings import RecordingFiles
from helpline.settings import Settings, load
from helpline.settings.environment import read_places
from helpline.ticker import Ticker
from helpline.vault import file_vault
from helpline.web.house import House
from helpline.web.metrics import Figures
from helpline.web.pages import load_pages
from helpline.web.routes import make_web
from helpline.web.serving import serving
from tests.fakes.clock import FakeClock
from tests.realtime.faces.evening import OURS, Evening
from tests.realtime.faces.faults import no_faults
from tests.web.place import CountingPasswords

CAST = (("ann", "Nora", Role.VOLUNTEER), ("ben", "Sam", Role.VOLUNTEER), ("cora", "Lou", Role.COORDINATOR))
VERSION = "1+abc"
"""Of the pages that the evening says it serves."""


@dataclass(frozen=True)
class Site:
    """Where an evening takes place; the next one can go on there.

    folder: of this test's own · database_url: None for SQLite in it · template: an empty database to begin with ·
    built: the pages · redis_url: what wakes other nodes, where something does.
    """

    folder: Path
    template: Path
    built: Path
    database_url: str | None = None
    redis_url: str | None = None

    def settings(self, change: Callable[[Settings], Settings]) -> Settings:
        """The packaged ones, always open and without limits, as this test changes them."""
        said = {"HELPLINE_DATABASE_URL": self.database_url, "HELPLINE_REDIS_URL": self.redis_url}
        environ = {name: value for name, value in said.items() if value is not None}
        settings = packaged()
        usual = replace(
            settings,
            places=read_places(environ, data=self.folder / "data"),
            web=replace(settings.web, origins=(OURS,)),
            opening=replace(settings.opening, always=True),
            limits=replace(settings.limits, enabled=False),
        )
        return change(usual)

    def prepare(self, settings: Settings, clock: FakeClock) -> bool:
        """Make data directory and keys; true the first time."""
        places = settings.places
        if places.data.exists():
            return False
        places.data.mkdir(mode=0o700)
        places.keys.mkdir(mode=0o700)
        epoch_keys.create(places.keys, clock.now())
        block_key.create(places.keys)
        file_vault.create(places.keys)
        if self.database_url is None:
            shutil.copyfile(self.template, sqlite_file(settings.places.database_url))
        return True


@cache
def packaged() -> Settings:
    """What the packaged files say, read once; nobody is asked for a second step."""
    settings = load({})
    return replace(settings, staff=replace(settings.staff, second_factor="nobody"))


def unchanged(settings: Settings) -> Settings:
    """As they are."""
    return settings


@asynccontextmanager
async def evening_at(
    site: Site, clock: FakeClock, change: Callable[[Settings], Settings] = unchanged
) -> AsyncIterator[Evening]:
    """Open the line until the block ends. A fault that nobody foresaw fails the test."""
    settings = await asyncio.to_thread(site.settings, change)
    is_first = await asyncio.to_thread(site.prepare, settings, clock)
    with no_faults():
        async with (
            app.node(settings, clock, version=VERSION) as node,
            _served(site, node, settings, clock) as (port, http),
        ):
            evening = _evening(node, clock, port, http)
            if is_first:
                for name, alias, role in CAST:
                    await evening.add(name, alias, role)
            await evening.ticker.step()  # what is written once a quarter of an hour is not what a test looks for
            try:
                yield evening
            finally:
                for client in evening.clients:
                    await client.close()


def _evening(node: app.Node, clock: FakeClock, port: int, http: aiohttp.ClientSession) -> Evening:
    """With a clockwork of its own beside that of the node: what several would do is done once."""
    house = node.house
    assert node.desk is not None
    ticker = Ticker(house.store, house.rules, clock, node=house.node, alone=True)
    return Evening(node, clock, ticker, SessionWatch(house, node.desk.windows), port, http)


@asynccontextmanager
async def _served(
    site: Site, node: app.Node, settings: Settings, clock: FakeClock
) -> AsyncIterator[tuple[int, aiohttp.ClientSession]]:
    async def figures() -> Figures:
        return Figures()

    house = House(
        settings=settings,
        store=node.house.store,
        clock=clock,
        passwords=CountingPasswords(),
        codes=AppCodes(await asyncio.to_thread(FactorKey, settings.places.keys), settings.helpline.name),
        passkeys=DevicePasskeys("Hulplijn"),
        pseudonyms=node.pseudonyms,
        pages=await asyncio.to_thread(load_pages, settings, site.built),
        figures=figures,
        is_ready=lambda: True,
        recordings=RecordingFiles(settings.places.data, settings.prompts),
        report_fault=lambda error: report_fault(logging.getLogger("helpline.web"), error),
        library=node.library,
    )
    application = make_web(house)
    node.transport.attach(application)
    async with (
        serving(application, "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}", cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        yield port, http
