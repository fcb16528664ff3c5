"""Twenty people who type at once, on a server as it is run: how long each answer takes, and how soon an edit is found."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp

from bench.knowledge.figures import read_queries
from bench.platform import log_in, prepare
from bench.process import Process, free_port, started

PEOPLE = 20
DEBOUNCE = 0.12
"""Seconds after the last letter in which the page waits for another one."""
LETTER = 0.19
"""Seconds between two letters of somebody who types 60 words a minute, in the middle."""
READS = 1.0
BARE = "/healthz"
SEARCH = "/api/knowledge"
_TITLES = ("Kwispelstaarten", "Zwiepelwagens", "Flonkerjassen", "Drentelsokken", "Wimpelbroden")

Get = Callable[[str, dict[str, str]], Awaitable[dict[str, object] | None]]


def tell_typing(folder: Path, rounds: int, seconds: float) -> Iterator[str]:
    """The table, line by line."""
    yield ""
    yield f"| {PEOPLE} people typing over HTTP | {BARE} | {SEARCH} | ratio |"
    yield "|---|---|---|---|"
    yield from asyncio.run(_measure(folder, rounds, seconds))


async def _measure(folder: Path, rounds: int, seconds: float) -> list[str]:
    environ = await prepare(folder, PEOPLE)
    first = await _start(environ)
    async with _server(environ) as (server, began, people):
        ready = await _searchable(people[0]) - began
        taken = [
            (await _typing(people, BARE, at, seconds), await _typing(people, SEARCH, at, seconds))
            for at in range(rounds)
        ]
        edits = [await _edit(environ, title, people[0]) for title in _TITLES]
    return [
        _row("p50, ms", taken, 0.5),
        _row("p95, ms", taken, 0.95),
        f"| answers a second | | {sum(len(ours) for _, ours in taken) / seconds / rounds:.0f} | |",
        f"| from the command to the first answer, s: with an empty database, with a filled one | | {first:.1f}, {ready:.1f} | |",
        f"| an edit of another process is found, s: median, slowest of {len(edits)} | | {statistics.median(edits):.2f}, {max(edits):.2f} | |",
    ]


def _row(name: str, taken: list[tuple[list[float], list[float]]], share: float) -> str:
    bare, ours = (statistics.median(_percentile(it[side], share) for it in taken) for side in (0, 1))
    ratio = statistics.median(_percentile(ours, share) / _percentile(bare, share) for bare, ours in taken)
    return f"| {name} | {bare:.1f} | {ours:.1f} | **{ratio:.1f}** |"


def _percentile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[round(share * (len(seconds) - 1))] * 1000


async def _start(environ: dict[str, str]) -> float:
    """Seconds from the command to the first answer."""
    async with _server(environ) as (_, began, people):
        return await _searchable(people[0]) - began


@asynccontextmanager
async def _server(environ: dict[str, str]) -> AsyncIterator[tuple[Process, float, list[Get]]]:
    """A server, when it was begun, and what each of its people asks with."""
    port, began = free_port(), time.perf_counter()
    command = ("-m", "helpline", "serve", "--port", str(port))
    async with AsyncExitStack() as stack:
        process = await asyncio.to_thread(stack.enter_context, started(*command, port=port, environ=environ))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        people = [_asking(http, port, await log_in(port, f"v{number}", http)) for number in range(PEOPLE)]
        yield process, began, people


def _asking(http: aiohttp.ClientSession, port: int, cookie: str) -> Get:
    async def get(path: str, asked: dict[str, str]) -> dict[str, object] | None:
        async with http.get(f"http://127.0.0.1:{port}{path}", params=asked, headers={"Cookie": cookie}) as answer:
            found: dict[str, object] | None = await answer.json(content_type=None) if answer.ok else None
            return found

    return get


async def _searchable(get: Get) -> float:
    """The moment at which it answers; while it reads the articles it says so instead."""
    while await get(SEARCH, {"q": "gepest"}) is None:
        await asyncio.sleep(0.02)
    return time.perf_counter()


async def _typing(people: list[Get], path: str, number: int, seconds: float) -> list[float]:
    """How long each answer took while everybody typed, the same each time for one number."""
    until = time.perf_counter() + seconds
    taken = await asyncio.gather(
        *(_type(get, path, random.Random(f"{number} {place}"), until) for place, get in enumerate(people))
    )
    return [it for of_one in taken for it in of_one]


async def _type(get: Get, path: str, chance: random.Random, until: float) -> list[float]:
    queries = [it.text for it in read_queries()]
    asked: list[asyncio.Task[float]] = []
    while time.perf_counter() < until:
        query = chance.choice(queries)
        for end in range(1, len(query) + 1):
            pause = chance.lognormvariate(0, 0.5) * LETTER
            await asyncio.sleep(min(pause, DEBOUNCE))
            if pause > DEBOUNCE:
                asked.append(asyncio.create_task(_took(get, path, query[:end])))
                await asyncio.sleep(pause - DEBOUNCE)
        await asyncio.sleep(READS)
    return await asyncio.gather(*asked)


async def _took(get: Get, path: str, typed: str) -> float:
    began = time.perf_counter()
    if await get(path, {"q": typed}) is None:
        raise RuntimeError(f"no answer to {typed!r}")
    return time.perf_counter() - began


async def _edit(environ: dict[str, str], title: str, get: Get) -> float:
    """Seconds from the commit of another process to the first search that finds it."""
    began = await _publish(environ, title)
    while True:
        found = await get(SEARCH, {"q": title})
        hits = found["hits"] if found else []
        assert isinstance(hits, list)
        if any(hit["title"] == title for hit in hits):
            return time.perf_counter() - began
        await asyncio.sleep(0.02)


async def _publish(environ: dict[str, str], title: str) -> float:
    """Publish an article as `helpline knowledge import` does; answers when that was committed."""
    from dataclasses import replace

    from helpline import app
    from helpline.actions.carry_out import carry_out
    from helpline.actions.edit import Text, fill_shelf
    from helpline.clock import SystemClock
    from helpline.settings import load
    from helpline.vault.file_vault import FileVault
    from knowledgebase import packaged_articles, read_articles, write_article

    article = (await asyncio.to_thread(read_articles, packaged_articles() / "nl"))[0]
    text = Text(article.slug, article.language, write_article(replace(article, title=title)))
    settings, clock = load({**os.environ, **environ}), SystemClock()
    async with app.storage(settings, FileVault(settings.places.keys), clock) as kept:
        await carry_out(kept.store, lambda work: fill_shelf([text], "bench", work=work, now=clock.now()))
        return time.perf_counter()
