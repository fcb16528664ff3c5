"""A lean Socket.IO client over a websocket of its own making, so that the load costs less than what it measures.

It masks with zeros, which is no mask, and understands only what our servers send: whole, unfragmented frames.
"""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable
from typing import Any

import orjson

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """A client's frame with a mask of zeros."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, 0x80 | size)) + b"\0\0\0\0" + payload
    return bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2, "big") + b"\0\0\0\0" + payload


class Client(asyncio.Protocol):
    """One connection. `on_event(name, data)` is called for each event, in order."""

    def __init__(self, namespace: str, on_event: Callable[[str, Any], None]) -> None:
        self.namespace = namespace
        self.on_event = on_event
        self._prefix = f"42{namespace},".encode()
        self._ack_prefix = f"43{namespace},".encode()
        self._buffer = b""
        self._is_open = False
        self._acks: dict[int, Callable[[Any], None]] = {}
        self._next_ack = 0
        self.joined = asyncio.get_running_loop().create_future()
        self._auth: object = None

    async def connect(self, port: int, *, auth: object = None, cookie: str | None = None, path: str = "") -> Client:
        """Handshake, upgrade and namespace."""
        self._auth = auth
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", port)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {path or '/socket.io/?EIO=4&transport=websocket'} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *([f"Cookie: {cookie}"] if cookie else []),
        ]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        await self.joined
        return self

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.joined.set_exception(ConnectionError(head.split(b"\r\n", 1)[0].decode()))
                return
            self._is_open, self._buffer = True, rest
        self._read_frames()

    def _read_frames(self) -> None:
        buffer, at = self._buffer, 0
        while len(buffer) - at >= 2:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(buffer[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(buffer[at + 2 : at + 10], "big"), at + 10
            if len(buffer) < start + size:
                break
            self._packet(buffer[at] & 15, buffer[start : start + size])
            at = start + size
        self._buffer = buffer[at:]

    def _packet(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.transport.write(frame(payload, PONG))
        elif opcode != TEXT:
            return
        elif payload.startswith(self._ack_prefix):
            bracket = payload.index(b"[", len(self._ack_prefix))
            done = self._acks.pop(int(payload[len(self._ack_prefix) : bracket]))
            done(orjson.loads(payload[bracket:])[0])
        elif payload.startswith(self._prefix):
            name, *data = orjson.loads(payload[len(self._prefix) :])
            self.on_event(name, data[0] if data else None)
        elif payload == b"2":
            self.transport.write(frame(b"3"))
        elif payload.startswith(b"0{"):
            auth = orjson.dumps(self._auth).decode() if self._auth is not None else ""
            self.transport.write(frame(f"40{self.namespace},{auth}".encode()))
        elif payload.startswith(b"40"):
            if not self.joined.done():
                self.joined.set_result(None)
        elif payload.startswith(b"44") and not self.joined.done():
            self.joined.set_exception(ConnectionError(payload.decode()))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.joined.done():
            self.joined.set_exception(ConnectionError("closed"))

    def emit(self, event: str, data: Any, done: Callable[[Any], None]) -> None:
        """Send an event; `done` gets the acknowledgement."""
        number = self._next_ack = self._next_ack + 1
        self._acks[number] = done
        content = orjson.dumps((event, data)).decode()
        self.transport.write(frame(f"42{self.namespace},{number}{content}".encode()))

    async def call(self, event: str, data: Any) -> Any:
        """Send an event and wait for its acknowledgement."""
        answer = asyncio.get_running_loop().create_future()
        self.emit(event, data, answer.set_result)
        return await answer

    def close(self) -> None:
        """Let go."""
        self.transport.close()
