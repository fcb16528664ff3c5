"""What talks to Redis at work for as long as a test lasts, and waiting for what comes from there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from helpline.messenger.names import Names

DEADLINE = 60.0
NAMES = Names(b"a secret of this helpline")


class Runs(Protocol):
    """Until it is cancelled."""

    async def run(self) -> None: ...


@asynccontextmanager
async def running(them: Collection[Runs]) -> AsyncIterator[None]:
    """Until the block ends."""
    tasks = [asyncio.create_task(it.run()) for it in them]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def until(condition: Callable[[], bool]) -> None:
    """Each turn of the loop brings what has come from outside."""
    async with asyncio.timeout(DEADLINE):
        while not condition():
            await a_turn()


async def a_turn() -> None:
    """Of the loop."""
    await asyncio.sleep(0)
