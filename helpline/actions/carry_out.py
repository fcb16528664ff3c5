"""Run one deed as one transaction, and decide it again when somebody else was first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from helpline.core.errors import Changed, TryAgain
from helpline.ports import Store, UnitOfWork

Result = TypeVar("Result")
TRIES = 5


def nothing(_: object) -> None:
    """To be told first."""


async def carry_out(
    store: Store,
    deed: Callable[[UnitOfWork], Awaitable[Result]],
    first: Callable[[Result], None] = nothing,
) -> Result:
    """Begin, do, commit. A deed that has begun comes to its end also when nobody waits for it any more (a process that
    stops): torn in the middle, its transaction would hold the database against what is still to be written.

    first: called with what came of it, after the commit and before anybody is woken to look.

    Raises:
        TryAgain: the database is away, or others were first too often.
    """
    doing = asyncio.ensure_future(_carry_out(store, deed, first))
    try:
        return await asyncio.shield(doing)
    finally:
        if not doing.done():
            await asyncio.wait([doing])


async def _carry_out(
    store: Store, deed: Callable[[UnitOfWork], Awaitable[Result]], first: Callable[[Result], None]
) -> Result:
    for _ in range(TRIES):
        try:
            async with store.begin() as work:
                result = await deed(work)
                await work.commit()
                first(result)
            return result
        except Changed:
            continue
    raise TryAgain(retry_seconds=1)
