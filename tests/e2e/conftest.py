"""Real pages in a real browser, against a real server. All tests of this folder share a browser and an event loop."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.e2e.evening import Evening
from tests.e2e.network import Network
from tests.e2e.server import Rules, Server, write_settings
from tests.servers.ports import free_port

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

MakeEvening = Callable[..., Awaitable[Evening]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    expect.set_options(timeout=30_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a demo that has been started once: copying it is quicker than making it."""
    data = tmp_path_factory.mktemp("e2e") / "data"
    server = Server(data)
    await server.start()
    await server.stop()
    return data


@pytest_asyncio.fixture(loop_scope="session")
async def make_evening(browser: Browser, installed: Path, tmp_path: Path) -> AsyncIterator[MakeEvening]:
    """Begins an evening by these rules; when it is over, nothing may have gone wrong that was not meant to."""
    evenings: list[Evening] = []

    async with AsyncExitStack() as stack:

        async def make(
            kind: str = "demo", rules: Rules | None = None, own: Callable[[Path], object] | None = None
        ) -> Evening:
            ports = {"server": free_port(), "child": free_port(), "desk": free_port()}
            origins = [f"http://localhost:{port}" for port in ports.values()]
            write_settings(tmp_path / "config", origins=origins, rules=rules or {})
            if own is not None:
                own(tmp_path / "config")
            shutil.copytree(installed, tmp_path / "data")
            server = Server(tmp_path / "data", config=tmp_path / "config", kind=kind, port=ports["server"])
            stack.push_async_callback(server.kill)
            await server.start()
            networks = {name: Network(ports[name], server.port) for name in ("child", "desk")}
            for network in networks.values():
                await network.mend()
                stack.push_async_callback(network.cut)
            evenings.append(Evening(server, browser, networks))
            return evenings[-1]

        yield make
        for context in browser.contexts:
            await context.close()
        for evening in evenings:
            assert evening.watch.wrongs() == []
            assert evening.server.troubles() == []


@pytest_asyncio.fixture(loop_scope="session")
async def evening(make_evening: MakeEvening) -> Evening:
    """An evening by the packaged rules."""
    return await make_evening()
