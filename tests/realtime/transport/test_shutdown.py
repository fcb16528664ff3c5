"""When the server goes, everybody is let go in order, and comes back by itself."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.realtime.transport.conftest import House


async def test_a_shutdown_closes_every_socket_without_telling_anyone_to_stay_away(house: House) -> None:
    child, polling = await house.child_here(), await house.child_polling()
    house.child.connections[0].emit("last", {})
    waiting = asyncio.create_task(polling.get())
    stopping = asyncio.create_task(house.transport.shutdown())
    assert await child.receive() == '42/child,["last",{}]'
    message = await child.ws.receive()
    assert message.type is aiohttp.WSMsgType.CLOSE
    assert await waiting == ["1"]
    await stopping
    assert len(house.child.ended) == 2
    assert house.counters.connections == 0


async def test_nobody_is_let_in_any_more(house: House) -> None:
    await house.transport.shutdown()
    async with house.http.get("/socket.io/", params={"EIO": "4", "transport": "polling"}) as response:
        assert response.status == 503


async def test_who_does_not_answer_is_not_waited_for(house: House) -> None:
    await house.child_here()
    await house.child_polling()
    async with asyncio.timeout(20):
        await house.transport.shutdown()
    assert len(house.child.ended) == 2
