"""A command that Asterisk never answers leaves nothing behind, also while its events still come."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import ClientSession, WSMsgType, web
from aiohttp.test_utils import TestServer

from helpline.core.line import Up
from helpline.core.wishes import Answer
from helpline.telephony.ari import Ari
from helpline.telephony.ari_wishes import Ways
from helpline.telephony.asterisk import AsteriskLine
from helpline.telephony.phones import TELEPHONE
from tests.telephony.exchange import Told

CHILD = {"id": "1.1", "state": "Ring", "dialplan": {"app_name": "Stasis", "app_data": "helpline,1234,"}}


class Deaf:
    """An ARI with one call, whose connection breaks at the first command for it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def command(self, request: web.Request) -> web.Response:
        path = f"{request.method} {request.path}"
        if "/channels/" in path:
            self.asked.append(path)
            if len(self.asked) == 1:
                assert request.transport is not None
                request.transport.abort()
        return web.json_response([CHILD] if path == "GET /ari/channels" else [])

    async def events(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            assert message.type is WSMsgType.TEXT
        return socket


async def test_a_wish_that_is_lost_makes_us_look_what_stands():
    deaf, told = Deaf(), Told()
    app = web.Application()
    app.router.add_get("/ari/events", deaf.events)
    app.router.add_route("*", "/ari/{path:.*}", deaf.command)
    async with TestServer(app) as server, ClientSession() as session:
        ari = Ari(session, str(server.make_url("/ari")), "helpline", "helpline", "password")
        line = AsteriskLine(ari, Ways(), TELEPHONE)
        line.heed(told)
        runs = asyncio.create_task(line.run())
        try:
            first = await told.one(Up)
            assert [call.call for call in first.calls] == ["1.1"]
            line.wish(Answer("1.1"))
            await told.one(Up, lambda it: it is not first)
        finally:
            runs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await runs
    assert deaf.asked == ["POST /ari/channels/1.1/answer"]
