"""The built pages on what is old and poor: a phone far from the mast, and a desk with much that was said."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import aiohttp

from bench.browser import chromium
from bench.full_desk import Sitting, sit_down
from bench.old_phone import Visit, visit
from bench.pairs import SENTENCE
from bench.platform import PASSWORD, RULES, Volunteer, log_in
from bench.process import Process, free_port, started
from bench.wire import Client

SAID = 500
"""Messages of each conversation at the desk."""
SHOWN = 20
"""So many of them the desk draws at first; the older ones come as one reads back."""
TAKERS = ("ben", "cora", "dirk")
"""Each takes one of the children with an old phone."""


async def measure_pages(folder: Path, rounds: int) -> list[str]:
    """The rows of both tables, of a demo without limits of rate."""
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "rules.toml").write_text(RULES)
    port = free_port()
    places = "--port", str(port), "--data", str(folder / "data"), "--config", str(folder / "config")
    with started("-m", "helpline", "demo", *places, port=port, environ={"HELPLINE_DEMO_PASSWORD": PASSWORD}) as server:
        async with aiohttp.ClientSession() as http, chromium() as browser:
            address = f"http://localhost:{port}"
            takers = [await _taker(server, name, http) for name in TAKERS[:rounds]]
            visits = [await visit(browser, address) for _ in takers]
            cookie = await log_in(port, "ann", http)
            await _fill(server, cookie)
            return [*_of_phone(visits), *_of_desk(await sit_down(browser, address, cookie, SHOWN))]


async def _taker(server: Process, name: str, http: aiohttp.ClientSession) -> Client:
    """Somebody at the desk who takes the first child that is offered."""
    held: list[Client] = []

    def on_event(event: str, data: Any) -> None:
        if event == "offer":
            held[0].emit("accept", {"offer": data["offer"]}, lambda _: None)

    held.append(Client("/desk", on_event))
    desk = await held[0].connect(server.port, cookie=await log_in(server.port, name, http))
    await desk.call("be", {"status": "available"})
    return desk


async def _fill(server: Process, cookie: str) -> None:
    """Two conversations of one volunteer, in each of which both said much."""
    for number in range(2):
        volunteer = Volunteer()
        desk = await Client("/desk", volunteer.on_event).connect(server.port, cookie=cookie)
        await desk.call("be", {"status": "available", "chats": 2})
        child = await Client("/child", lambda name, data: None).connect(server.port)
        await child.call("enter", {"nickname": f"kind {number}"})
        taken = await desk.call("accept", {"offer": (await volunteer.offered)["offer"]})
        where = {"conversation": taken["conversation"]["id"]}
        for count in range(SAID // 2):
            await child.call("say", {"client_id": f"c{count}", "text": SENTENCE})
            await desk.call("say", {"client_id": f"v{count}", "text": SENTENCE, **where})


def _of_phone(visits: list[Visit]) -> Iterator[str]:
    yield _row("phone: first paint, s", _median(it.first_paint for it in visits) / 1e3, "2", 2)
    yield _row("phone: the first button works, s", _median(it.ready for it in visits) / 1e3, "", 2)
    yield _row("phone: loaded at first, kB", _median(it.size for it in visits) / 1e3, "", 1)
    yield _row("phone: requests at first", _median(it.requests for it in visits), "", 0)
    yield _row("phone: moved while it came (layout shift)", _median(it.shifted for it in visits), "", 3)
    for name in visits[0].taps:
        yield _row(f"phone: {name}, ms", _median(it.taps[name] for it in visits), "100", 0)


def _of_desk(it: Sitting) -> Iterator[str]:
    yield _row(f"desk: opened with 2 × {SAID} messages, ms", it.opened, "", 0)
    for name, took in (("a key in the writing line", it.writing), ("a key in the registration", it.field)):
        for share in (0.5, 0.95, 1.0):
            at = sorted(took)[min(len(took) - 1, int(len(took) * share))]
            yield _row(f"desk: {name}, {'slowest' if share == 1 else f'p{share * 100:.0f}'}, ms", at, "50", 0)
    yield _row("desk: words sent are there, ms", statistics.median(it.sending), "100", 0)
    yield _row("desk: the other conversation, ms", statistics.median(it.switching), "100", 0)


def _median(figures: Iterable[float]) -> float:
    return statistics.median(figures)


def _row(name: str, figure: float, target: str, digits: int) -> str:
    return f"| {name} | {figure:,.{digits}f} | {target and f'≤ {target}'} |"


def tell_pages(folder: Path, rounds: int) -> Iterator[str]:
    """The table, line by line."""
    yield ""
    yield "| pages, processor 4 × slower, 400 kbit/s and 400 ms | | target |"
    yield "|---|---|---|"
    yield from asyncio.run(measure_pages(folder, rounds))
