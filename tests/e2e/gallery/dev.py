"""The gallery of the pages: every state of every view, built to a place of its own and served from there; and single
modules of the pages."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page

from tests.servers.ports import free_port

UI = Path(__file__).parents[3] / "volunteer_ui"
VITE = UI / "node_modules/vite/bin/vite.js"
STARTS_WITHIN = 60.0
"""Seconds."""


def node() -> str | None:
    """Node of this environment, else of the machine."""
    return shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


def lacks() -> str | None:
    """What is missing to show the gallery here."""
    if node() is None:
        return "Node is not installed"
    return None if VITE.is_file() else "the packages of the pages are not installed"


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """The address of the gallery while it is served.

    It is built, for module by module each page would be a thousand requests; with the warnings that Svelte has for who
    develops.
    """
    with TemporaryDirectory() as folder:
        build = await _vite("build", "--mode", "gallery", "--outDir", folder, "--emptyOutDir", "--logLevel", "error")
        assert await build.wait() == 0
        async with _listening("preview", "--outDir", folder) as address:
            yield f"{address}/gallery.html"


@asynccontextmanager
async def modules() -> AsyncIterator[str]:
    """The address at which each module of the pages is served as it stands, for who puts them together otherwise."""
    async with _listening() as address:
        yield address


@asynccontextmanager
async def _listening(*arguments: str) -> AsyncIterator[str]:
    port = free_port()
    process = await _vite(*arguments, "--host", "127.0.0.1", "--port", str(port), "--strictPort")
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            await _until_ready(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        # Asked to end, it would wait for its watchers for ever; and the node of a wheel only starts another.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _vite(*arguments: str) -> asyncio.subprocess.Process:
    program = node()
    assert program is not None
    return await asyncio.create_subprocess_exec(
        program, str(VITE), *arguments, cwd=UI, env=os.environ | {"NODE_ENV": "development"},
        stdin=DEVNULL, stdout=DEVNULL, start_new_session=True,
    )  # fmt: skip


async def _until_ready(process: asyncio.subprocess.Process, port: int) -> None:
    while process.returncode is None:
        with suppress(ConnectionError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)  # nothing tells when another program begins to listen
    raise RuntimeError("Vite did not start")


class Gallery:
    """One page of a browser that goes from state to state."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.said: list[str] = []
        self._address = address
        self._face = ""
        page.on("console", lambda it: self.said.append(it.text) if it.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    async def states(self) -> list[str]:
        """All of them, as `child/waiting`."""
        await self._open("#")
        return await self.page.locator("nav button").all_inner_texts()

    async def show(self, state: str, *, language: str = "nl", theme: str = "auto") -> None:
        """Draw this state."""
        place = f"#{state}/{language}/{theme}"
        face = state.split("/")[0]
        # The two pages bring styles of their own, and after the exit there is nothing left to draw in.
        if face != self._face or "exit" in await self.page.evaluate("location.hash"):
            await self._open(place)
        else:
            await self.page.evaluate("(place) => { location.hash = place }", place)
        self._face = face
        await self.page.wait_for_function("(place) => document.documentElement.dataset.shown === place", arg=place)

    async def _open(self, place: str) -> None:
        await self.page.goto("about:blank")
        await self.page.goto(self._address + place)
        await self.page.wait_for_selector("html[data-shown]", state="attached")


@asynccontextmanager
async def opened(browser: Browser, address: str, *, width: int = 1280, height: int = 720) -> AsyncIterator[Gallery]:
    """The gallery in a window of this size (CSS px), in the Netherlands and without motion."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        timezone_id="Europe/Amsterdam",
        locale="nl-NL",
        reduced_motion="reduce",
    )
    try:
        page = await context.new_page()
        yield Gallery(page, address)
    finally:
        await context.close()


def axe_source() -> str:
    """The script of axe-core."""
    return (UI / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def as_json(value: object) -> str:
    """For a message of a failed test."""
    return json.dumps(value, indent=1, ensure_ascii=False)
