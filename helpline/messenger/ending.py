"""Ending what talks to Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Collection


async def end(tasks: Collection[asyncio.Future[None]], patience: float) -> None:
    """Cancel them until they are done: what Redis was asked may go on as if it were not cancelled.

    patience: seconds, until it is tried again.
    """
    while not all(task.done() for task in tasks):
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=patience)
    await asyncio.gather(*tasks, return_exceptions=True)
