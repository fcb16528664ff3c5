"""Run one deed as one transaction, and decide it again when somebody else was first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from helpline.core.errors import Changed, TryAgain
from helpline.ports import Store, UnitOfWork

Result = TypeVar("Result")
TRIES = 5


async def carry_out(store: Store, deed: Callable[[UnitOfWork], Awaitable[Result]]) -> Result:
    """Begin, do, commit.

    Raises:
        TryAgain: the database is away, or others were first too often.
    """
    for _ in range(TRIES):
        try:
            async with store.begin() as work:
                result = await deed(work)
                await work.commit()
            return result
        except Changed:
            continue
    raise TryAgain(retry_seconds=1)
