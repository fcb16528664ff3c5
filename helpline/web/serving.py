"""Listening: the application on a port, and an answer of ours also to what is no HTTP at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from helpline.core.errors import Invalid
from helpline.web.errors import Fault, refused
from helpline.web.guard import NO_ROUTE
from helpline.web.headers import common_headers
from helpline.web.house import ROOMS, Rooms
from helpline.web.metrics import Answered

BACKLOG = 2_048
"""128 loses connections when a school class arrives at once."""
SHUTDOWN_SECONDS = 3.0
"""How long an answer that has begun may take while the process ends."""
CONNECTION: Mapping[str, Any] = MappingProxyType(
    {
        # it would hold addresses
        "access_log": None,
        # a body that unpacks to a thousand times its size is no body that we asked for
        "auto_decompress": False,
        # between two requests; longer than proxies keep their connections
        "keepalive_timeout": 75.0,
        # how long the rest of a refused body is read, so that the client sees the refusal
        "lingering_time": 2.0,
    }
)
HEAD_WITHIN = 10.0
"""Seconds from the first sign of a client to the last line of what it asks; an honest one takes a moment."""
TAKEN_WITHIN = 60.0
"""Seconds in which a client that takes nothing of an answer is waited for: a telephone in a lift comes out by then."""
_HEADERS = common_headers() | {"Server": "-"}  # aiohttp would name itself and its version


class Connection(web.RequestHandler):
    """One connection, which can neither be held open by asking slowly nor by taking no answer.

    What aiohttp itself would answer and log is answered by us, and without the peer's address.
    """

    __slots__ = ("_asking", "_rooms", "_taking")

    def __init__(self, manager: web.Server, rooms: Rooms, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(manager, loop=loop, **CONNECTION)
        self._rooms = rooms
        self._asking: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there, and has not said what it wants."""
        super().connection_made(transport)
        self._asking = self._loop.call_later(HEAD_WITHIN, self._let_go)

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request, of its body, or of a websocket."""
        asked = self._request_count
        super().data_received(data)
        if self._request_count != asked:
            self._asking = _stopped(self._asking)
        elif data and self._asking is None and self._waiter is not None:
            self._asking = self._loop.call_later(HEAD_WITHIN, self._let_go)

    def pause_writing(self) -> None:
        """The client does not keep up with what is sent to it."""
        super().pause_writing()
        self._wait_for_taking()

    def resume_writing(self) -> None:
        """It has caught up."""
        super().resume_writing()
        self._taking = _stopped(self._taking)

    def connection_lost(self, exc: BaseException | None) -> None:
        """It has gone."""
        _stopped(self._asking)
        _stopped(self._taking)
        super().connection_lost(exc)

    def _wait_for_taking(self, before: int | None = None) -> None:
        left = self.transport.get_write_buffer_size() if self.transport is not None else 0
        if left == before:
            self._let_go()
        else:
            self._taking = self._loop.call_later(TAKEN_WITHIN, self._wait_for_taking, left)

    def _let_go(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what is no HTTP, or to what went wrong outside of every route.

        Raises:
            ConnectionError: an answer has begun; there can be no other.
        """
        refusal = Invalid() if isinstance(exc, HttpProcessingError) else Fault(number=self._report(exc))
        if request.writer.output_size > 0:
            raise ConnectionError
        answer = refused(refusal)
        answer.headers.update(_HEADERS)
        answer.force_close()
        self._rooms.answers[Answered(NO_ROUTE, NO_ROUTE, answer.status)] += 1
        return answer

    def _report(self, error: BaseException | None) -> str:
        return self._rooms.house.report_fault(error or TimeoutError())


def _stopped(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    if timer is not None:
        timer.cancel()
    return None


@asynccontextmanager
async def serving(app: web.Application, host: str | Sequence[str] | None, port: int) -> AsyncIterator[int]:
    """Start the application and listen until the block ends; gives the port, for 0 finds a free one.

    Raises:
        Unstated: a route does not state who may ask it.
        OSError: the port is taken.
    """
    loop = asyncio.get_running_loop()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        manager, rooms = runner.server, app[ROOMS]
        assert manager is not None
        server = await loop.create_server(lambda: Connection(manager, rooms, loop), host, port, backlog=BACKLOG)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
    finally:
        await runner.cleanup()
