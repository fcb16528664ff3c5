"""What must be written sooner or later, however long the database cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from helpline.core.errors import TryAgain
from helpline.realtime.faults import fault_of

AGAIN_SECONDS = 1.0


async def pause() -> None:
    """Before it is tried again."""
    await asyncio.sleep(AGAIN_SECONDS)


async def insist(deed: Callable[[], Awaitable[None]], is_so: Callable[[], bool]) -> None:
    """Carry it out in a second, and again every second while the database is away or its disk is full, as long as it
    is still so.

    Else somebody who went meanwhile would be here for ever, and a child would wait for a volunteer who is gone.
    """
    await pause()
    while is_so():
        try:
            await deed()
        except TryAgain:
            await pause()
        except Exception as error:  # noqa: BLE001 - nobody waits for it, and the technician reads the number
            fault_of(error)
            return
        else:
            return
