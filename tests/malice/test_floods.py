"""Many at once, of those who only want to be in the way: a child that comes for the first time comes in all the same.

The short form says nothing of seconds, for it may run on any machine; `make fuzz` does, and prints what it measured.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import quantiles

import pytest

from tests.malice.conftest import MEGABYTE, Target, attacked
from tests.malice.raw import (
    ENDPOINT,
    HANDSHAKE,
    JOIN,
    Wire,
    connected,
    frame,
    get,
    joined,
    open_polling,
    post,
    websocket,
)

IS_LONG = os.environ.get("HELPLINE_LONG") == "1"
A_SECOND, SECONDS, HALF_OPEN, CHILDREN = (500, 20, 5_000, 100) if IS_LONG else (20, 2, 100, 5)
SLOW, DEAF = (1_000, 100) if IS_LONG else (30, 10)
ADDRESSES = 50
BEHIND_A_PROXY = 'trusted_proxies = ["127.0.0.1/32"]'
IN_WITHIN, GONE_WITHIN = 2.0, 15.0
"""Seconds: for 99 of 100 children, and for everybody who is slow."""
GROWTH = 50 * MEGABYTE


@asynccontextmanager
async def under_attack(folder: Path) -> AsyncIterator[Target]:
    """With the limits that the helpline comes with."""
    async with attacked(folder, "", BEHIND_A_PROXY) as target, target.canary.going_on():
        yield target


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_a_child_comes_in_through_a_flood(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    took: list[float] = []
    async with under_attack(tmp_path) as target, AsyncExitStack() as half_open:
        for _ in range(HALF_OPEN):
            await half_open.enter_async_context(connected(target.port))
        flood = asyncio.create_task(connect_and_go(target.port))
        for number in range(CHILDREN):
            took.append(await comes_in(target.port, f"145.54.{number // 250}.{number % 250 + 1}"))
            await asyncio.sleep(SECONDS / CHILDREN)
        connects = await flood
    with capsys.disabled():
        tell("connects in the flood, of which answered", f"{A_SECOND * SECONDS}, {connects}")
        tell("half-open beside them", HALF_OPEN)
        tell("a child that comes for the first time: median, 99 %, longest", spread(took))
        tell("words of the conversation beside it: median, 99 %, longest", spread(target.canary.took))
    assert len(took) == CHILDREN
    assert not IS_LONG or quantiles(took, n=100)[98] < IN_WITHIN


async def connect_and_go(port: int) -> int:
    """So many a second from many addresses, each gone as soon as it was answered; how many were."""
    addresses, begun = count(), now()
    answered = 0

    async def one() -> None:
        nonlocal answered
        more = f"X-Forwarded-For: 145.53.7.{next(addresses) % ADDRESSES + 1}\r\n"
        async with websocket(port, JOIN, more=more) as wire:
            await wire.hears(b"/child,")
            answered += 1

    async with asyncio.TaskGroup() as group:
        for number in range(A_SECOND * SECONDS):
            group.create_task(one())
            await asyncio.sleep(max(begun + number / A_SECOND - now(), 0))
    return answered


async def comes_in(port: int, address: str) -> float:
    """A child that was never here, up to its place in the queue; the seconds."""
    began = now()
    async with websocket(port, JOIN, more=f"X-Forwarded-For: {address}\r\n") as wire:
        await wire.hears(b'"snapshot"')
        await wire.send(frame('42/child,1["enter",{}]'))
        await wire.hears(b'"position":')
        return now() - began


async def test_whoever_is_slow_is_let_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    async with under_attack(tmp_path) as target:
        kinds = {"heads": slow_head, "bodies": slow_body, "upgrades": slow_upgrade}
        all_of_them = [asyncio.gather(*(begins(target.port) for _ in range(SLOW))) for begins in kinds.values()]
        found = dict(zip(kinds, await asyncio.gather(*all_of_them), strict=True))
    with capsys.disabled():
        for kind, took in found.items():
            tell(f"{SLOW} slow {kind}, until they were let go: median, 99 %, longest", spread(took))
        tell("words of the conversation beside them: median, 99 %, longest", spread(target.canary.took))
    assert not IS_LONG or max(map(max, found.values())) < GONE_WITHIN


async def slow_head(port: int) -> float:
    async with connected(port) as wire:
        return await until_let_go(wire, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")


async def slow_body(port: int) -> float:
    sid = await open_polling(port)
    async with connected(port) as wire:
        return await until_let_go(wire, post(sid, b"", "Content-Length: 60000"))


async def slow_upgrade(port: int) -> float:
    path = f"{ENDPOINT}websocket&sid={await open_polling(port)}"
    async with connected(port) as wire:
        return await until_let_go(wire, HANDSHAKE.format(path=path, more="").encode() + frame("2probe"), drips=False)


async def until_let_go(wire: Wire, first: bytes, *, drips: bool = True) -> float:
    """Send this, and a letter a second after it; the seconds until the server closes."""
    began = now()
    await wire.send(first)
    gone = asyncio.create_task(wire.rest())
    while not gone.done():
        await asyncio.wait([gone], timeout=1)
        if drips:
            await wire.send(b"a")
    await gone
    return now() - began


async def test_who_never_reads_takes_no_memory(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    async with under_attack(tmp_path) as target:
        await target.canary.talks()
        before = target.memory()
        async with AsyncExitStack() as stack:
            deaf = [await stack.enter_async_context(joined(target.port)) for _ in range(DEAF)]
            pages = [await stack.enter_async_context(connected(target.port)) for _ in range(DEAF)]
            for wire in (*deaf, *pages):
                wire.writer.transport.pause_reading()  # type: ignore[attr-defined]
            asks = frame('42/child,1["sync",{"after":0}]') * 100
            page = get("/desk").replace(b"Connection: close\r\n", b"")
            await for_a_while(*(wire.send(*[asks] * 200) for wire in deaf), *(wire.send(page * 500) for wire in pages))
            grown = target.memory() - before
            await target.canary.talks()
    with capsys.disabled():
        tell(f"{DEAF} that ask and never read, and {DEAF} that do so over HTTP: memory", f"{grown / MEGABYTE:+.1f} MB")
        tell("words of the conversation beside them: median, 99 %, longest", spread(target.canary.took))
    assert grown < GROWTH


async def for_a_while(*sends: Awaitable[None]) -> None:
    """Who is read no longer cannot go on."""
    everything = asyncio.gather(*sends)
    await asyncio.wait([everything], timeout=10)
    everything.cancel()
    await asyncio.gather(everything, return_exceptions=True)


def spread(took: list[float]) -> str:
    ordered = sorted(took)
    middle = quantiles(ordered, n=100) if len(ordered) > 1 else ordered * 99
    return ", ".join(f"{seconds:.2f} s" for seconds in (middle[49], middle[98], ordered[-1]))


def tell(what: str, figure: object) -> None:
    """A line of the table of the long form."""
    if IS_LONG:
        sys.stdout.write(f"| {what} | {figure} |\n")
