"""What an evening leaves in memory when it is over: nothing."""

from __future__ import annotations

import asyncio
import gc
import weakref

from tests.realtime.faces.conftest import Open
from tests.servers.forgotten import forget_servers


async def test_nothing_stays_of_an_evening_that_is_over(open_line: Open):
    async with open_line() as evening:
        await evening.talk()
        node = evening.node
        kept = [weakref.ref(it) for it in (node.transport, node.library, node.house.store, node.house.journal)]
        del node, evening
    forget_servers()
    async with asyncio.timeout(30):  # a thread may still be reading what the evening asked for at its end
        while [it for it in kept if it() is not None]:
            gc.collect()
            await asyncio.sleep(0)
