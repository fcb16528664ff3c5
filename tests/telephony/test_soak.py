"""Two thousand calls, each its own way, and nothing is left of any; sixty where nobody asks for the long form."""

from __future__ import annotations

import asyncio
import gc
import os
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import aiosqlite
import pytest

from tests.fakes.clock import FakeClock
from tests.houses import sqlite_house
from tests.telephony.soak import MOMENTS, Hurried, Soak

pytestmark = pytest.mark.slow

IS_LONG = os.environ.get("HELPLINE_LONG") == "1"
CALLS, SETTLED = (2000, 500) if IS_LONG else (60, 15)
"""settled: when whatever is made once, such as statements of the database, has been made."""
OFTEN = {"waits", "rings", "talk"}
"""Moments that come so often that somebody hangs up at each even in the short form."""
GROWTH = 2 * 2**20
"""Bytes, from the moment that it has settled to the end: a thousand and some for each call. One that is kept, with its
conversation and its legs, takes ten times that."""


@pytest.fixture(autouse=True)
def no_blocking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the database answers on the loop, without a thread to wait for: nothing else runs beside it, and it is
    twice as quick."""

    async def at_once(self: aiosqlite.Connection, does: Callable[..., Any], *args: Any, **named: Any) -> Any:
        return does(*args, **named)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", at_once)


@asynccontextmanager
async def an_evening(database: Path, clock: FakeClock) -> AsyncIterator[Soak]:
    """All calls but those after it has settled."""
    async with sqlite_house(database, clock) as house:
        soak = Soak(Hurried(house), Random(7))
        await soak.begins()
        await soak.rings_until(SETTLED)
        yield soak


async def test_whatever_anybody_does_at_whatever_moment_nothing_is_left_of_a_call(database: Path, clock: FakeClock):
    tasks = len(asyncio.all_tasks())
    async with an_evening(database, clock) as soak:
        with growing() as grown:
            await soak.rings_until(CALLS)
            await soak.ends()
        await soak.nothing_is_left()
    hung_up_at = {moment for moment, what in soak.seen if what == "child_hangs_up"}
    assert set(MOMENTS if IS_LONG else OFTEN) <= hung_up_at, set(MOMENTS) - hung_up_at
    assert len(asyncio.all_tasks()) == tasks
    assert grown() < GROWTH


@contextmanager
def growing() -> Iterator[Callable[[], int]]:
    """Bytes that were taken meanwhile and never given back. It halves the speed: only in the long form."""
    if not IS_LONG:
        yield lambda: 0
        return
    gc.collect()
    tracemalloc.start()
    try:
        yield lambda: taken
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
