"""From packets to faces: what arrives reaches the face of its namespace, and nothing that does not belong there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web

from helpline.core.errors import Refusal
from helpline.realtime.faults import fault_of
from helpline.realtime.transport.connection import Connection, Face
from helpline.realtime.transport.limits import Counters
from helpline.realtime.transport.packets import (
    DISCONNECT,
    RESERVED,
    Control,
    Malformed,
    Unreadable,
    ack_of_attached,
    encode_connected,
    encode_refused,
    read_control,
    read_event,
)
from helpline.realtime.transport.sockets import Socket

_INVALID = {"error": {"code": "invalid"}}


class ForeignOrigin(Refusal):
    """The page that connects is not one of ours."""

    code = "origin"


class WebsocketOnly(Refusal):
    """This face is not served to a client that began with long-polling, also not after its upgrade."""

    code = "websocket_only"


class Dispatch:
    """The Socket.IO layer of every socket: connects, events, disconnects."""

    def __init__(self, faces: Sequence[Face], counters: Counters, new_id: Callable[[], str]) -> None:
        self._faces = {face.namespace: face for face in faces}
        self._counters = counters
        self._new_id = new_id

    def message(self, socket: Socket, raw: bytes, request: web.Request) -> Awaitable[None] | None:
        """Handle one message; what is returned must be awaited before the next."""
        connection = socket.connection
        if connection is not None and raw.startswith(connection.prefix):
            return self._event(socket, connection, raw)
        try:
            control = read_control(raw)
        except Malformed:
            if connection is not None:  # every event is answered, also one with attachments, which we never take
                connection.reply(ack_of_attached(raw, connection.face.namespace), _INVALID)
            socket.misbehaved()
            return None
        return self._control(socket, connection, control, request)

    async def closed(self, connection: Connection, silent: bool) -> None:
        """Tell the face that a client has gone."""
        self._counters.connections -= 1
        try:
            await connection.face.closed(connection, silent)
        except Exception as error:  # noqa: BLE001 - whatever a face does wrong ends here, with a number
            self._fault(error)

    def _event(self, socket: Socket, connection: Connection, raw: bytes) -> Awaitable[None] | None:
        try:
            ack, name, data = read_event(raw, len(connection.prefix))
        except Malformed:
            socket.misbehaved()
            return None
        except Unreadable as unreadable:
            connection.reply(unreadable.ack, _INVALID)
            return None
        if data is None or name in RESERVED:
            connection.reply(ack, _INVALID)
            return None
        try:
            waiting = connection.face.received(connection, name, data, ack)
        except Exception as error:  # noqa: BLE001 - as above
            connection.reply(ack, self._answer_to(error))
            return None
        return None if waiting is None else self._awaited(connection, ack, waiting)

    async def _awaited(self, connection: Connection, ack: int | None, waiting: Awaitable[None]) -> None:
        try:
            await waiting
        except Exception as error:  # noqa: BLE001 - as above
            connection.reply(ack, self._answer_to(error))

    def _control(
        self, socket: Socket, connection: Connection | None, control: Control, request: web.Request
    ) -> Awaitable[None] | None:
        here = connection is not None and connection.face.namespace == control.namespace
        if control.kind == DISCONNECT:
            if here:
                socket.finish()
            else:
                socket.misbehaved()
            return None
        face = self._faces.get(control.namespace)
        if face is None or connection is not None:
            # one namespace a socket: nothing of one face can leak into the other
            socket.put(encode_refused(control.namespace, _INVALID["error"]))
            socket.misbehaved()
            return None
        return self._connect(socket, face, control.data, request)

    async def _connect(self, socket: Socket, face: Face, auth: Any, request: web.Request) -> None:
        connection = Connection(self._new_id(), face, socket)
        socket.hold()
        try:
            _check_door(socket, face)
            await face.opened(connection, auth, request)
        except Exception as error:  # noqa: BLE001 - as above
            self._counters.refused += 1
            socket.finish(encode_refused(face.namespace, self._answer_to(error)["error"]))
            return
        self._counters.connections += 1
        self._counters.opened += 1
        if socket.closed:  # while the face was thinking
            await self.closed(connection, socket.silent)
        else:
            socket.connection = connection
            socket.release(encode_connected(face.namespace, connection.id))

    def _answer_to(self, error: Exception) -> dict[str, Any]:
        return error.as_error() if isinstance(error, Refusal) else {"error": self._fault(error)}

    def _fault(self, error: Exception) -> dict[str, Any]:
        self._counters.faults += 1
        return fault_of(error)


def _check_door(socket: Socket, face: Face) -> None:
    if socket.foreign:
        raise ForeignOrigin
    if face.websocket_only and socket.began_polling:
        raise WebsocketOnly
