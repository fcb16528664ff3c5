"""Everybody hangs up in the middle of being put through: what is made for them a moment later does not stay."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import ClientSession, WSMsgType, web
from aiohttp.test_utils import TestServer

from helpline.core.line import CallerGone, LegGone, Up
from helpline.core.wishes import Connect
from helpline.telephony.ari import Ari
from helpline.telephony.ari_wishes import Ways
from helpline.telephony.asterisk import AsteriskLine
from helpline.telephony.phones import TELEPHONE
from tests.telephony.exchange import DEADLINE_SECONDS, Told

IN_STASIS = {"app_name": "Stasis", "app_data": "helpline,1234,"}
CHILD = {"id": "1.1", "state": "Up", "dialplan": IN_STASIS}
LEG = {"id": "leg-a.of.1.1", "state": "Up", "dialplan": IN_STASIS}
MUSIC_STOPS, BRIDGE = "DELETE /ari/channels/1.1/moh", "/ari/bridges/talk.of.1.1"


class Restless:
    """An ARI with one call, where both hang up while the child's music stops; bridges: those that stand."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.bridges: set[str] = set()
        self.changed = asyncio.Event()
        self.was_made = False
        self.socket = web.WebSocketResponse()

    async def command(self, request: web.Request) -> web.Response:
        path = f"{request.method} {request.path}"
        if path == MUSIC_STOPS:
            for channel in (CHILD, LEG):
                await self.socket.send_json({"type": "ChannelDestroyed", "channel": channel, "cause": 16})
            await self.told.this(CallerGone("1.1"))
            await self.told.this(LegGone("1.1", "a"))
        if request.path == BRIDGE:
            (self.bridges.add if request.method == "POST" else self.bridges.discard)(request.path)
            self.was_made = True
            self.changed.set()
        return web.json_response([CHILD, LEG] if path == "GET /ari/channels" else [])

    async def events(self, request: web.Request) -> web.WebSocketResponse:
        await self.socket.prepare(request)
        async for message in self.socket:
            assert message.type is WSMsgType.TEXT
        return self.socket

    async def has_no_bridge_left(self) -> None:
        async with asyncio.timeout(DEADLINE_SECONDS):
            while self.bridges or not self.was_made:
                self.changed.clear()
                await self.changed.wait()


async def test_a_bridge_that_is_made_when_everybody_is_gone_is_taken_away():
    told = Told()
    restless = Restless(told)
    app = web.Application()
    app.router.add_get("/ari/events", restless.events)
    app.router.add_route("*", "/ari/{path:.*}", restless.command)
    async with TestServer(app) as server, ClientSession() as session:
        line = AsteriskLine(
            Ari(session, str(server.make_url("/ari")), "helpline", "helpline", "password"), Ways(), TELEPHONE
        )
        line.heed(told)
        runs = asyncio.create_task(line.run())
        try:
            await told.one(Up)
            line.wish(Connect("1.1", "a"))
            await restless.has_no_bridge_left()
        finally:
            runs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await runs
