"""A transport with faces that echo, served on a free port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from helpline.realtime.transport.limits import Counters, Limits
from helpline.realtime.transport.transport import Transport
from tests.fakes.clock import FakeClock
from tests.realtime.transport.clients import PollingClient, WebsocketClient
from tests.realtime.transport.echo import EchoFace

OURS = "http://hulplijn.example"
FOREIGN = "http://elsewhere.example"


@dataclass
class House:
    """Everything a test of the transport touches."""

    child: EchoFace
    desk: EchoFace
    clock: FakeClock
    counters: Counters
    transport: Transport
    port: int
    http: aiohttp.ClientSession

    async def websocket(self, *, origin: str | None = None) -> WebsocketClient:
        return await WebsocketClient.open(self.http, origin=origin)

    async def polling(self, *, origin: str | None = None) -> PollingClient:
        return await PollingClient.open(self.http, origin=origin)

    async def child_here(self) -> WebsocketClient:
        """A child that has joined, past its snapshot."""
        client = await self.websocket()
        await client.connect()
        await client.receive()
        return client

    async def child_polling(self) -> PollingClient:
        """A child that has joined over long-polling, past its snapshot."""
        client = await self.polling()
        await client.connect()
        return client

    def pass_time(self, seconds: float) -> None:
        """Let time pass, with a look at what is due at the end."""
        self.clock.advance(seconds=seconds)
        self.transport.sweep()

    async def someone_left(self) -> bool:
        """Wait until a face was told that a client has gone; whether the first fell silent."""
        async with asyncio.timeout(30):
            await self.child.left.wait()
        return self.child.ended[0][1]


@asynccontextmanager
async def served(limits: Limits, *, handler_cancellation: bool = False) -> AsyncIterator[House]:
    """A house that is open."""
    child, desk = EchoFace("/child"), EchoFace("/desk", websocket_only=True)
    clock, counters = FakeClock(), Counters()
    transport = Transport([child, desk], origins=[OURS], clock=clock, limits=limits, counters=counters)
    app = web.Application()
    transport.attach(app)
    runner = web.AppRunner(app, handler_cancellation=handler_cancellation, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port: int = runner.addresses[0][1]
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
        yield House(child, desk, clock, counters, transport, port, http)
    await runner.cleanup()


@pytest.fixture
def limits() -> Limits:
    """As in service, but no test waits long for a client that does its part of closing no more."""
    return Limits(close_within=timedelta(seconds=0.1))


@pytest.fixture
async def house(limits: Limits) -> AsyncIterator[House]:
    async with served(limits) as house:
        yield house
