"""What a face sees of a client: one connection to its namespace."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, Literal, Protocol

from aiohttp import web

from helpline.realtime.transport.packets import encode_disconnect, encode_event, encode_reply, event_prefix

if TYPE_CHECKING:
    from helpline.realtime.transport.sockets import Socket


class Face(Protocol):
    """One namespace: who may connect, what its events mean, and what is to be done when a client has gone.

    A `Refusal` that `received` raises, or its awaitable, is the answer to that event. Any other exception is logged
    under a number, the client gets the number, and its connection stays.
    """

    namespace: str
    """`/child` or `/desk`."""

    websocket_only: bool
    """Whether a client that began with long-polling is refused, also after an upgrade."""

    async def opened(self, connection: Connection, auth: Any, request: web.Request) -> None:
        """A client asks to connect. What is emitted here reaches it after the word that it is connected.

        auth: whatever JSON it sent along, None when nothing · request: the HTTP request that carried the question, to
        be looked at now and not kept.

        Raises:
            Refusal: it may not; the client is told the code and its socket is closed. `closed` is not called.
        """
        ...

    def received(
        self, connection: Connection, event: str, data: dict[str, Any], ack: int | None
    ) -> Awaitable[None] | None:
        """An event of this client, answered through `connection.reply(ack, …)` now or later.

        Nothing more of this client is looked at until what is returned has been awaited, so that its events stay in
        order. None: all is done, or will be without being waited for.
        """
        ...

    async def closed(self, connection: Connection, silent: bool) -> None:
        """The client has gone: exactly once for every connection that was opened.

        silent: it did not answer a ping, as a lost network does; otherwise its socket was closed.
        """
        ...


class Connection:
    """One client in one namespace."""

    __slots__ = ("_socket", "face", "id", "prefix", "viewer")

    def __init__(self, id: str, face: Face, socket: Socket) -> None:  # noqa: A002 - its name in the contract
        self.id = id
        self.face = face
        self.prefix = event_prefix(face.namespace)
        self.viewer: Any = None  # the face's own: who this is
        self._socket = socket

    @property
    def transport(self) -> Literal["websocket", "polling"]:
        """How packets reach the client now."""
        return "websocket" if self._socket.upgraded else "polling"

    @property
    def is_open(self) -> bool:
        """Whether what is sent has a chance to arrive."""
        return not self._socket.closing

    def emit(self, event: str, data: Any) -> None:
        """Send an event. Never blocks; a client that leaves too much unread is dropped."""
        self._socket.put(encode_event(self.face.namespace, event, data))

    def send(self, encoded: str) -> None:
        """Send what `encode_event` made for this namespace, as `emit` does; for many recipients encoded once."""
        self._socket.put(encoded)

    def reply(self, ack: int | None, data: Any) -> None:
        """Answer an event; nothing happens where no answer was asked for."""
        if ack is not None:
            self._socket.put(encode_reply(self.face.namespace, ack, data))

    def close(self) -> None:
        """Send what is queued, tell the client not to come back by itself, and close its socket."""
        self._socket.finish(encode_disconnect(self.face.namespace))
