"""Who types at once over HTTP, letter by letter with the pauses of a hand, and asks when the page would."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import aiohttp

from bench.knowledge.figures import read_queries

DEBOUNCE = 0.12
"""Seconds after the last letter in which the page waits for another one."""
LETTER = 0.19
"""Seconds between two letters, in the middle: 60 words a minute."""
READS = 1.0
"""Seconds in which one looks at what was found."""

Get = Callable[[str, str], Awaitable[dict[str, Any] | None]]
"""From a path and what was typed to the answer; null while the server still reads its articles."""


def asking(http: aiohttp.ClientSession, port: int, cookie: str) -> Get:
    """What one person asks with."""

    async def get(path: str, typed: str) -> dict[str, Any] | None:
        url, headers = f"http://127.0.0.1:{port}{path}", {"Cookie": cookie}
        async with http.get(url, params={"q": typed}, headers=headers) as answer:
            if answer.status == 503:
                return None
            answer.raise_for_status()
            found: dict[str, Any] = await answer.json(content_type=None)
            return found

    return get


async def typing(people: list[Get], path: str, number: int, seconds: float) -> list[float]:
    """How long each answer took while everybody typed; they type the same each time for one number."""
    until = time.perf_counter() + seconds
    chances = [random.Random(f"{number} {place}") for place in range(len(people))]
    taken = await asyncio.gather(*(_type(get, path, it, until) for get, it in zip(people, chances, strict=True)))
    return [it for of_one in taken for it in of_one]


async def _type(get: Get, path: str, chance: random.Random, until: float) -> list[float]:
    asked: list[asyncio.Task[float]] = []
    for typed, pause in _letters(chance):
        if time.perf_counter() > until:
            break
        await asyncio.sleep(min(pause, DEBOUNCE))
        if pause > DEBOUNCE:
            asked.append(asyncio.create_task(_took(get, path, typed)))
            await asyncio.sleep(pause - DEBOUNCE)
    return await asyncio.gather(*asked)


def _letters(chance: random.Random) -> Iterator[tuple[str, float]]:
    """One query after another, letter by letter, with the pause after each."""
    queries = [it.text for it in read_queries()]
    while True:
        query = chance.choice(queries)
        for end in range(1, len(query) + 1):
            yield query[:end], chance.lognormvariate(0, 0.5) * LETTER + (READS if end == len(query) else 0)


async def _took(get: Get, path: str, typed: str) -> float:
    began = time.perf_counter()
    if await get(path, typed) is None:
        raise RuntimeError(f"no answer to {typed!r}")
    return time.perf_counter() - began
