"""One client's Engine.IO socket, with a bound on everything and no task of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web
from engineio.async_socket import AsyncSocket
from engineio.packet import Packet

from helpline.realtime.transport.connection import Connection
from helpline.realtime.transport.outbox import Outbox
from helpline.realtime.transport.wire import Wire

if TYPE_CHECKING:
    from helpline.realtime.transport.engine import Engine

_MESSAGE, _PONG, _CLOSE = b"4"[0], b"3"[0], b"1"[0]
BREATH = 100  # packets of one client before the others have a turn


class Socket(AsyncSocket):
    """From the handshake to the end of one client.

    The library's own socket has a queue, a writer, a ping and a wait with a deadline as tasks for each client, and
    two more tasks for each packet. Here packets are written where they arise, the request that carries the websocket
    reads them, and `Sweeper` keeps the time. A writer task lives only while a client reads too slowly, or closes.
    """

    server: Engine
    queue: Outbox

    began_polling = False

    def __init__(self, server: Engine, sid: str, *, foreign: bool) -> None:
        super().__init__(server, sid)
        self.foreign = foreign  # opened by a page of an origin that is not ours
        self.connected = True
        self.connection: Connection | None = None
        self.heard = True  # since the last ping
        self.silent = False
        self._occupied = False  # with a packet that a face takes its time for
        self.malformed = 0
        self._wire: Wire | None = None
        self._clear: Wire | None = None  # the same, while nothing stands in the way of writing to it at once
        self._writing: asyncio.Task[None] | None = None

    # ---- out ----

    def put(self, packet: str) -> None:
        """Send an encoded Engine.IO packet: at once where the websocket takes it, else when the client gets to it."""
        wire = self._clear
        if wire is not None and wire.has_room():
            wire.write(packet)
        elif not self.closing:
            self._clear = None
            if self.queue.put(packet):
                self._flush()
            else:
                self.server.counters.dropped_slow += 1
                self.abort()

    def hold(self) -> None:
        """Keep back what is sent from now on until it is known what must go before it."""
        self._clear = None
        self.queue.hold()

    def release(self, first: str) -> None:
        """Send `first`, then what was kept back."""
        if not self.closing:
            self.queue.release(first)
            self._flush()

    def finish(self, *last: str) -> None:
        """Send what is queued, but not what is kept back, and `last`; then close in order.

        From now on nothing more is taken in, and nothing else goes out.
        """
        if self.closing:
            return
        self.closing = True
        self._clear = None
        if self.queue.held:
            self.queue.take_all()
        for packet in last:
            self.queue.put_last(packet)
        self.queue.release()
        self.server.sweeper.watch_end(self)
        self._flush()

    def abort(self) -> None:
        """Let go at once, also of a client that neither reads nor closes."""
        if self.closed:
            return
        self.closing = True
        self._clear = None
        self.queue.take_all()
        if self._wire is not None:
            self._wire.abort()  # which ends `read`, and with it the socket
        else:
            self.server.spawn(self.end())

    def _flush(self) -> None:
        """Write what is queued as far as the client keeps up; a writer does the rest, or the client's next GET."""
        wire = self._wire
        if wire is None:
            self.queue.wake()
        elif self._writing is None:
            while self.queue.ready and wire.has_room():
                wire.write(self.queue.take())
            if self.queue.ready or self.closing:
                self._writing = asyncio.create_task(self._write_out(wire))
            elif not self.queue.held:
                self._clear = wire

    async def _write_out(self, wire: Wire) -> None:
        try:
            while self.queue.ready:
                await wire.drained()
                if self.queue.ready:
                    wire.write(self.queue.take())
            if self.closing:
                await wire.close()
        except ConnectionError:
            pass  # the reader finds the same, and ends the socket
        finally:
            self._writing = None
        if not self.closing:
            self._flush()

    # ---- in ----

    def take(self, raw: bytes, request: web.Request) -> Awaitable[None] | None:
        """Handle one Engine.IO packet; what is returned must be awaited before the next."""
        self.heard = True
        if self.closing:
            return None
        kind = raw[0] if raw else None
        if kind == _MESSAGE:
            return self.server.dispatch.message(self, raw, request)
        if kind == _CLOSE:
            self.finish()
        elif kind != _PONG:
            self.misbehaved()
        return None

    def misbehaved(self) -> None:
        """Count a packet that no client of ours sends; a few, and the socket is closed."""
        self.server.counters.malformed += 1
        self.malformed += 1
        if self.malformed >= self.server.limits.malformed:
            self.finish()

    async def read(self, wire: Wire, request: web.Request) -> None:
        """Carry on over a websocket until it ends: take in what arrives, one packet after the other."""
        self._wire = wire
        self.upgraded = True
        self._flush()
        receive = wire.response.receive
        taken = 0
        try:
            while (message := await receive()).type in (WSMsgType.TEXT, WSMsgType.BINARY):
                # attachments would be held in memory until an event claims them: a binary frame is nothing we take
                raw = message.data if message.type is WSMsgType.TEXT else b""
                if (waiting := self.take(raw, request)) is not None:
                    await self.wait_for(waiting)
                taken += 1
                if taken % BREATH == 0:
                    await asyncio.sleep(0)
        finally:
            # a task of its own: this request may be cancelled, and the face must hear of the end all the same
            await asyncio.shield(self.server.spawn(self._part(wire)))

    async def _part(self, wire: Wire) -> None:
        if self._writing is not None:
            if not self.closing:
                wire.abort()  # the client has closed, so it will not take what is queued
            await asyncio.wait([self._writing])
        await self.end()

    async def wait_for(self, waiting: Awaitable[None]) -> None:
        """Await what `take` returned; meanwhile the client cannot be heard, and is not called silent."""
        self._occupied = True
        try:
            await waiting
        finally:
            self._occupied = False

    async def end(self) -> None:
        """The client has gone. Only the first call does anything."""
        if self.closed:
            return
        self.closing = self.closed = True
        self._clear = self._wire = None
        self.server.forget(self)
        self.queue.take_all()
        self.queue.wake()
        connection, self.connection = self.connection, None
        if connection is not None:
            await self.server.dispatch.closed(connection, self.silent)

    # ---- by the passing of time ----

    def judge_silence(self) -> None:
        """Give the client up if nothing came since the ping, unless it is we who are not reading."""
        if not self.heard and not self._occupied:
            self.server.counters.silent += 1
            self.silent = True
            self.abort()

    def judge_idleness(self) -> None:
        """Close a socket that came for nothing."""
        if self.connection is None and not self._occupied:
            self.finish()

    # ---- what engineio's server calls ----

    async def send(self, pkt: Packet) -> None:
        """Send a packet of the library's."""
        self.put(pkt.encode())

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Close in order, or at once."""
        if abort:
            self.abort()
        else:
            self.finish()
