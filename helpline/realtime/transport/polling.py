"""A client that begins with long-polling, as socket.io-client does, and may go over to a websocket."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from helpline.realtime.transport.replies import packets_reply, refused_reply, taken_reply
from helpline.realtime.transport.sockets import BREATH, Socket
from helpline.realtime.transport.wire import Wire

if TYPE_CHECKING:
    from helpline.realtime.transport.engine import Engine

_SEPARATOR = b"\x1e"
_CLOSE, _NOOP = "1", "6"
_PROBE, _PROBE_ANSWER, _UPGRADE = b"2probe", "3probe", b"5"


class PollingSocket(Socket):
    """GETs fetch what waits, POSTs bring packets; one of each at a time, as the clients do it."""

    began_polling = True

    def __init__(self, server: Engine, sid: str, *, foreign: bool) -> None:
        super().__init__(server, sid, foreign=foreign)
        self._polled = False
        self._posted = False

    async def handle_get_request(self, request: web.Request) -> web.StreamResponse:
        """Answer with all that waits for the client, as soon as there is something."""
        if self._polled:
            self.finish()
            return refused_reply()
        self._polled = True
        try:
            if not (self.upgrading or self.closing):
                await self.queue.filled()
        finally:
            self._polled = False
        if self.upgrading or self.upgraded:
            return packets_reply([_NOOP])  # what is queued goes over the websocket
        if request.transport is None:
            self.abort()  # an answer that cannot arrive takes nothing out of the queue
        if self.closed:
            return refused_reply()
        if packets := self.queue.take_all():
            return packets_reply(packets)
        # in an answer of its own: socket.io-client acts on a close before it acts on the packets beside it
        await self.end()
        return packets_reply([_CLOSE])

    async def handle_post_request(self, request: web.Request) -> web.StreamResponse:
        """Take in the packets of a body: all of them, or the answer is an error and the client sends them again."""
        if self.closing:
            if not len(self.queue):
                await self.end()  # the last packets were fetched, and this is the client's own goodbye
            return refused_reply()
        if self._posted:
            self.finish()
            return refused_reply()
        self._posted = True
        malformed = self.malformed
        try:
            body = await self._body(request)
            if body is None:
                self.finish()
                return refused_reply()
            for taken, raw in enumerate(body.split(_SEPARATOR), 1):
                if self.closing:
                    return refused_reply()  # this packet and those after it were not taken in
                if (waiting := self.take(raw, request)) is not None:
                    await self.wait_for(waiting)
                if taken % BREATH == 0:
                    await asyncio.sleep(0)
        finally:
            self._posted = False
        return taken_reply() if self.malformed == malformed else refused_reply()

    async def _body(self, request: web.Request) -> bytes | None:
        """The body, in however many pieces and with whatever length announced; None when too long, late, cut off, or
        packed: a small one could be a very large one."""
        if "Content-Encoding" in request.headers:
            return None
        limits = self.server.limits
        body = bytearray()
        try:
            async with asyncio.timeout(limits.body_within.total_seconds()):
                async for piece in request.content.iter_any():
                    body += piece
                    if len(body) > limits.max_size:
                        return None
        except (web.RequestPayloadError, ConnectionError, TimeoutError):
            return None
        return bytes(body)

    async def upgrade(self, request: web.Request) -> web.StreamResponse:
        """Go over to a websocket without losing or reordering a packet, or stay with long-polling."""
        if self.upgrading:
            return refused_reply()
        self.upgrading = True
        try:
            wire = await Wire.open(request, self.server.limits, self.server.turn)
            agreed = await self._probe(wire) and not (self._posted or self.closing)
        finally:
            self.upgrading = False
        if agreed:
            await self.read(wire, request)
        else:
            await wire.close()
        return wire.response

    async def _probe(self, wire: Wire) -> bool:
        """Whether the client means it: it tries the websocket, stops polling, and says so."""
        receive = wire.response.receive
        try:
            async with asyncio.timeout(self.server.limits.upgrade_within.total_seconds()):
                if (message := await receive()).type is not WSMsgType.TEXT or message.data != _PROBE:
                    return False
                wire.write(_PROBE_ANSWER)
                self.queue.wake()  # ends the GET under way
                return (message := await receive()).type is WSMsgType.TEXT and message.data == _UPGRADE
        except TimeoutError:
            return False
