"""The knowledge base of a server as it is run: twenty people who type, its start, and how soon an edit is found."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp

from bench.knowledge.people import Get, asking, typing
from bench.platform import log_in, prepare
from bench.process import Process, free_port, started
from knowledgebase import packaged_articles, read_articles, write_article

PEOPLE = 20
BARE = "/healthz"
SEARCH = "/api/knowledge"
LOOK_EVERY, DEADLINE = 0.02, 60.0
_TITLES = ("Kwispelstaarten", "Zwiepelwagens", "Flonkerjassen", "Drentelsokken", "Wimpelbroden")


@dataclass(slots=True)
class Side:
    """What was measured of one route. rounds: seconds of each answer · cpu: seconds of the server's processes."""

    rounds: list[list[float]] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def count(self) -> int:
        """Answers."""
        return sum(len(it) for it in self.rounds)

    async def measure(self, server: Process, people: list[Get], path: str, seconds: float) -> None:
        """One more round."""
        before = server.cpu_seconds()
        self.rounds.append(await typing(people, path, len(self.rounds), seconds))
        self.cpu += server.cpu_seconds() - before


def tell_typing(folder: Path, rounds: int, seconds: float) -> Iterator[str]:
    """The table, line by line."""
    yield ""
    yield f"| {PEOPLE} people typing over HTTP | {BARE} | {SEARCH} | ratio |"
    yield "|---|---|---|---|"
    yield from asyncio.run(_measure(folder, rounds, seconds))


async def _measure(folder: Path, rounds: int, seconds: float) -> list[str]:
    environ = await prepare(folder, PEOPLE)
    async with _server(environ, 1) as (_, began, people):
        empty = await _searchable(people[0]) - began
    bare, ours = Side(), Side()
    async with _server(environ, PEOPLE) as (server, began, people):
        filled = await _searchable(people[0]) - began
        for _ in range(rounds):
            await bare.measure(server, people, BARE, seconds)
            await ours.measure(server, people, SEARCH, seconds)
        edits = [await _edit(environ, title, people[0]) for title in _TITLES]
    return [
        _row("p50, ms", bare, ours, 0.5),
        _row("p95, ms", bare, ours, 0.95),
        _cpu(bare, ours),
        f"| answers a second | | {ours.count / seconds / rounds:.0f} | |",
        f"| from the command to the first answer, s, with an empty database | | {empty:.1f} | |",
        f"| the same with a filled one | | {filled:.1f} | |",
        f"| an edit of another process is found, s, median of {len(edits)} | | {statistics.median(edits):.2f} | |",
        f"| the slowest of them | | {max(edits):.2f} | |",
    ]


def _row(name: str, bare: Side, ours: Side, share: float) -> str:
    pairs = [(_percentile(r, share), _percentile(h, share)) for r, h in zip(bare.rounds, ours.rounds, strict=True)]
    theirs, mine = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    return f"| {name} | {theirs:.1f} | {mine:.1f} | **{statistics.median(h / r for r, h in pairs):.1f}** |"


def _percentile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[round(share * (len(seconds) - 1))] * 1000


def _cpu(bare: Side, ours: Side) -> str:
    theirs, mine = (it.cpu / it.count * 1000 for it in (bare, ours))
    return f"| CPU of each answer, ms | {theirs:.2f} | {mine:.2f} | **{mine / theirs:.1f}** |"


@asynccontextmanager
async def _server(environ: dict[str, str], count: int) -> AsyncIterator[tuple[Process, float, list[Get]]]:
    """A server, when its command was given, and what each of its people asks with."""
    port, began = free_port(), time.perf_counter()
    command = ("-m", "helpline", "serve", "--port", str(port))
    async with AsyncExitStack() as stack:
        process = await asyncio.to_thread(stack.enter_context, started(*command, port=port, environ=environ))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        yield process, began, [asking(http, port, await log_in(port, f"v{it}", http)) for it in range(count)]


async def _searchable(get: Get) -> float:
    """The moment at which it answers."""

    async def answers() -> bool:
        return await get(SEARCH, "gepest") is not None

    return await _moment(answers)


async def _moment(comes: Callable[[], Awaitable[bool]]) -> float:
    """When something is so, of which nobody tells."""
    async with asyncio.timeout(DEADLINE):
        while True:
            if await comes():
                return time.perf_counter()
            await asyncio.sleep(LOOK_EVERY)


async def _edit(environ: dict[str, str], title: str, get: Get) -> float:
    """Seconds from the commit of another process to the first search that finds it."""

    async def is_found() -> bool:
        found = await get(SEARCH, title)
        return found is not None and any(hit["title"] == title for hit in found["hits"])

    began = await _publish(environ, title)
    return await _moment(is_found) - began


async def _publish(environ: dict[str, str], title: str) -> float:
    """Publish an article from this process, as `helpline knowledge import` does; answers when that was committed."""
    from helpline.actions.carry_out import carry_out
    from helpline.actions.edit import Text, fill_shelf
    from helpline.clock import SystemClock
    from helpline.settings import load
    from helpline.storage import storage
    from helpline.vault.file_vault import FileVault

    article = (await asyncio.to_thread(read_articles, packaged_articles() / "nl"))[0]
    text = Text(article.slug, article.language, write_article(replace(article, title=title)))
    settings, clock = load({**os.environ, **environ}), SystemClock()
    async with storage(settings, FileVault(settings.places.keys), clock) as kept:
        await carry_out(kept.store, lambda work: fill_shelf([text], "bench", work=work, now=clock.now()))
        return time.perf_counter()
