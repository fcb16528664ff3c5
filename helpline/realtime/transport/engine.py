"""The door: every HTTP request to the Engine.IO endpoint, and the sockets behind it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Coroutine, Sequence
from contextlib import suppress
from typing import Any

import orjson
from aiohttp import web
from engineio import AsyncServer

from helpline.ports import Clock
from helpline.realtime.faults import fault_of
from helpline.realtime.transport.connection import Face
from helpline.realtime.transport.dispatch import Dispatch
from helpline.realtime.transport.limits import Counters, Limits
from helpline.realtime.transport.outbox import Outbox
from helpline.realtime.transport.polling import PollingSocket
from helpline.realtime.transport.replies import packets_reply, refused_reply
from helpline.realtime.transport.sockets import Socket
from helpline.realtime.transport.sweeper import Sweeper
from helpline.realtime.transport.wire import Turn, Wire

# engineio logs what it carries, with the session's id
_MUTE = logging.Logger("engineio")  # noqa: LOG001 - outside the tree on purpose: no configuration can turn it on
_MUTE.disabled = True


class Engine(AsyncServer):
    """engineio's server with sockets of ours, and with requests let in by our rules.

    Its own way of handling requests takes the peer address and the origin from what a client can choose, reads one
    piece of a body, and answers 200 when it could not use it; so the whole of it is replaced.
    """

    sockets: dict[str, Socket]

    def __init__(
        self, faces: Sequence[Face], *, origins: Collection[str], clock: Clock, limits: Limits, counters: Counters
    ) -> None:
        super().__init__(
            async_mode="aiohttp",
            ping_interval=limits.ping_interval.total_seconds(),
            ping_timeout=limits.answer_within.total_seconds(),
            max_http_buffer_size=limits.max_size,
            http_compression=False,
            cookie=None,
            cors_allowed_origins=[],
            async_handlers=False,
            monitor_clients=False,
            logger=_MUTE,
        )
        self.limits = limits
        self.counters = counters
        self.dispatch = Dispatch(faces, counters, self.generate_id)
        self.sweeper = Sweeper(clock, limits)
        self.turn = Turn()
        self._origins = frozenset(origins)
        self._draining = False
        self._emptied = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def create_queue(self, *args: Any, **kwargs: Any) -> Outbox:
        """The queue of a new socket."""
        return Outbox(self.limits.outbox_packets, self.limits.outbox_bytes)

    async def handle_request(self, request: web.Request) -> web.StreamResponse:
        """Answer a request; whatever goes wrong, aiohttp has nothing to log, for it logs the peer's address."""
        try:
            response = await self._answer(request)
        except web.HTTPException:
            return refused_reply()
        except ConnectionError:
            return refused_reply()  # to nobody
        except Exception as error:  # noqa: BLE001 - the last place where it can be kept from aiohttp's log
            self.counters.faults += 1
            if request.transport is not None and _wants_websocket(request):
                request.transport.abort()
            return refused_reply(500, fault_of(error))
        origin = request.headers.get("Origin")
        if origin in self._origins and not response.prepared:
            response.headers.update({"Access-Control-Allow-Origin": origin, "Vary": "Origin"})
        return response

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        if request.method not in ("GET", "POST"):
            return refused_reply(405)
        if query.get("transport") not in self.transports or "j" in query:
            return refused_reply()
        if "sid" in query:
            return await self._go_on(request, query["sid"])
        if request.method == "POST" or query.get("EIO") != "4":
            return refused_reply()
        return refused_reply(503) if self._draining else await self._open(request)

    async def _open(self, request: web.Request) -> web.StreamResponse:
        """A new client. One of a foreign page is let in so far that it can be told why it may not come further."""
        foreign = self._is_foreign(request)
        if not _wants_websocket(request):
            polling = PollingSocket(self, self.generate_id(), foreign=foreign)
            self._welcome(polling)
            return packets_reply([self._open_packet(polling, ["websocket"])])
        wire = await Wire.open(request, self.limits, self.turn)
        socket = Socket(self, self.generate_id(), foreign=foreign)
        self._welcome(socket)
        wire.write(self._open_packet(socket, []))
        await socket.read(wire, request)
        return wire.response

    async def _go_on(self, request: web.Request, sid: str) -> web.StreamResponse:
        """A request of a client that began with long-polling."""
        socket = self.sockets.get(sid)
        if not isinstance(socket, PollingSocket) or socket.upgraded or self._is_foreign(request) > socket.foreign:
            return refused_reply()
        if _wants_websocket(request):
            return await socket.upgrade(request)
        if request.method == "POST":
            return await socket.handle_post_request(request)
        return await socket.handle_get_request(request)

    def _is_foreign(self, request: web.Request) -> bool:
        """Whether a page of another origin asks. Who sends no origin is no browser; `Host` proves nothing."""
        origin = request.headers.get("Origin")
        return origin is not None and origin not in self._origins

    def _welcome(self, socket: Socket) -> None:
        self.sockets[socket.sid] = socket
        self.sweeper.watch(socket)

    def _open_packet(self, socket: Socket, upgrades: list[str]) -> str:
        content = {
            "sid": socket.sid,
            "upgrades": upgrades,
            "pingInterval": int(self.ping_interval * 1000),
            "pingTimeout": int(self.ping_timeout * 1000),
            "maxPayload": self.max_http_buffer_size,
        }
        return "0" + orjson.dumps(content).decode()

    def forget(self, socket: Socket) -> None:
        """A socket has ended."""
        self.sockets.pop(socket.sid, None)
        if not self.sockets:
            self._emptied.set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run what a callback cannot await, or what must not be cancelled; kept until it is done."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def shutdown(self) -> None:
        """Let nobody in any more, close every socket in order, and cut off what has not closed in time.

        No client is told not to come back: they reconnect by themselves to whoever serves next.
        """
        self._draining = True
        for let_go in (Socket.finish, Socket.abort):
            for socket in list(self.sockets.values()):
                let_go(socket)
            with suppress(TimeoutError):
                async with asyncio.timeout(self.limits.close_within.total_seconds()):
                    await self._all_gone()
        self.sweeper.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self.limits.close_within.total_seconds())

    async def _all_gone(self) -> None:
        while self.sockets:
            self._emptied.clear()
            await self._emptied.wait()


def _wants_websocket(request: web.Request) -> bool:
    return request.query.get("transport") == "websocket"
