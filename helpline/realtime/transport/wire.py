"""One websocket, written to without a coroutine for each packet."""

from __future__ import annotations

import asyncio
import struct

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from helpline.realtime.transport.limits import Limits

_FINAL_TEXT = 0x81


def frame(text: str) -> bytes:
    """A text frame as a server sends it: unmasked, in one piece (RFC 6455, 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((_FINAL_TEXT, size)) + payload
    if size < 65_536:
        return struct.pack("!BBH", _FINAL_TEXT, 126, size) + payload
    return struct.pack("!BBQ", _FINAL_TEXT, 127, size) + payload


class Turn:
    """The wires that were written to in this turn of the event loop, all handed over at its end by one callback."""

    def __init__(self) -> None:
        self._written: list[Wire] = []

    def add(self, wire: Wire) -> None:
        """Hand this wire's frames over at the end of the turn."""
        if not self._written:
            asyncio.get_running_loop().call_soon(self._end)
        self._written.append(wire)

    def _end(self) -> None:
        written, self._written = self._written, []
        for wire in written:
            wire.hand_over()


class Wire:
    """The websocket of aiohttp for reading and closing, and the transport of asyncio under it for writing.

    `send_str` would do the same through three coroutines. Here a frame can be sent from any callback, for a whole room
    at once, in the order of the calls; the price is to mind the buffer ourselves.
    """

    __slots__ = ("_frames", "_max_buffer", "_transport", "_turn", "_writer", "response")

    def __init__(
        self,
        response: web.WebSocketResponse[bool],
        transport: asyncio.Transport,
        writer: AbstractStreamWriter,
        turn: Turn,
        max_buffer: int,
    ) -> None:
        self.response = response
        self._transport = transport
        self._writer = writer
        self._turn = turn
        self._max_buffer = max_buffer
        self._frames = b""

    @classmethod
    async def open(cls, request: web.Request, limits: Limits, turn: Turn) -> Wire:
        """Answer a websocket handshake.

        Raises:
            HTTPBadRequest: not a handshake of Engine.IO.
            ConnectionError: the client has gone already.
        """
        if "Sec-WebSocket-Protocol" in request.headers:
            raise web.HTTPBadRequest  # Engine.IO has none, and aiohttp would log the peer's address with it
        response = web.WebSocketResponse(
            timeout=limits.close_within.total_seconds(),
            compress=False,
            max_msg_size=limits.max_size + 1,  # aiohttp's is the first size too large
            decode_text=False,  # one bad byte is a malformed packet, not the end; and orjson reads bytes
        )
        writer = await response.prepare(request)
        transport = request.transport
        if transport is None:
            raise ConnectionResetError
        return cls(response, transport, writer, turn, limits.write_buffer)

    def has_room(self) -> bool:
        """Whether the client keeps up: what was written before has been taken, but for a bounded rest."""
        return self._transport.get_write_buffer_size() + len(self._frames) <= self._max_buffer

    def write(self, text: str) -> None:
        """Send a text frame at the end of this turn of the loop, in one piece with the others of the turn.

        A system call costs more than all else about a small frame, and who speaks gets its own words and the word that
        they are kept in the same turn.
        """
        if not self._frames:
            self._turn.add(self)
        self._frames += frame(text)

    def hand_over(self) -> None:
        """Send what was written now; what the kernel does not take at once stays in the transport's buffer."""
        frames, self._frames = self._frames, b""
        if frames and not self._transport.is_closing():
            self._transport.write(frames)

    async def drained(self) -> None:
        """Wait until the client has taken most of what was written.

        Raises:
            ConnectionError: it never will.
        """
        self.hand_over()
        await self._writer.drain()

    async def close(self) -> None:
        """Close in order: our close frame, the client's, and then the connection."""
        self.hand_over()
        await self.response.close()

    def abort(self) -> None:
        """Cut the connection, with all that was not taken yet."""
        self._frames = b""
        self._transport.abort()
