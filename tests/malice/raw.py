"""Bytes on a socket: what no library would send."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

ENDPOINT = "/socket.io/?EIO=4&transport="
SEPARATOR = b"\x1e"
DEADLINE = 60.0
"""Seconds; it only ends what hangs."""

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n{more}\r\n"
)


def frame(
    payload: bytes | str = b"",
    kind: int = TEXT,
    *,
    last: bool = True,
    masked: bool = True,
    reserved: int = 0,
    length: int | None = None,
) -> bytes:
    """A frame of a websocket. reserved: bits that mean nothing · length: what it claims to hold, in 64 bits."""
    payload = payload.encode() if isinstance(payload, str) else payload
    first, mask = (0x80 if last else 0) | reserved << 4 | kind, 0x80 if masked else 0
    if length is not None:
        head = struct.pack("!BBQ", first, mask | 127, length)
    elif len(payload) < 126:
        head = struct.pack("!BB", first, mask | len(payload))
    elif len(payload) < 65_536:
        head = struct.pack("!BBH", first, mask | 126, len(payload))
    else:
        head = struct.pack("!BBQ", first, mask | 127, len(payload))
    return head + (bytes(4) if masked else b"") + payload


def post(sid: str, body: bytes, *headers: str) -> bytes:
    """A POST of long-polling; its length is told unless a header says something else of it."""
    told = any(header.lower().startswith(("content-length", "transfer-encoding")) for header in headers)
    lines = [f"POST {ENDPOINT}polling&sid={sid} HTTP/1.1", "Host: x", "Connection: close", *headers]
    return "\r\n".join([*lines, *([] if told else [f"Content-Length: {len(body)}"]), "", ""]).encode() + body


def get(path: str, *headers: str) -> bytes:
    """A GET, after which the connection is closed."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]).encode()


def chunked(*pieces: bytes) -> bytes:
    """A body whose length is told piece by piece."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@dataclass
class Wire:
    """One connection to the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, *parts: bytes) -> None:
        """Each part by itself; a server that has closed is no error."""
        try:
            for part in parts:
                self.writer.write(part)
                await self.writer.drain()
        except ConnectionError:
            pass

    async def rest(self) -> bytes:
        """All that comes until the server closes."""
        got = bytearray()
        try:
            async with asyncio.timeout(DEADLINE):
                while piece := await self.reader.read(65_536):
                    got += piece
        except ConnectionError:
            pass
        return bytes(got)

    async def hears(self, what: bytes) -> bytes:
        """What comes up to these bytes."""
        async with asyncio.timeout(DEADLINE):
            return await self.reader.readuntil(what)

    def cut(self) -> None:
        """Go without a word."""
        self.writer.transport.abort()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Wire]:
    """A connection for as long as the block runs."""
    wire = Wire(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 22))
    try:
        yield wire
    finally:
        wire.cut()


@asynccontextmanager
async def websocket(port: int, *first: bytes, more: str = "", sid: str = "") -> AsyncIterator[Wire]:
    """A websocket that was opened, and sent these bytes with its handshake. more: headers, each with its end."""
    path = f"{ENDPOINT}websocket{f'&sid={sid}' if sid else ''}"
    async with connected(port) as wire:
        await wire.send(HANDSHAKE.format(path=path, more=more).encode() + b"".join(first))
        yield wire


JOIN = frame("40/child,")


@asynccontextmanager
async def joined(port: int) -> AsyncIterator[Wire]:
    """A child on a websocket, past its snapshot."""
    async with websocket(port, JOIN) as wire:
        await wire.hears(b'"snapshot"')
        yield wire


async def ask(port: int, *parts: bytes) -> tuple[int, bytes]:
    """Send and read to the end: the status, 0 where there was none, and all that came."""
    async with connected(port) as wire:
        await wire.send(*parts)
        answer = await wire.rest()
        return int(answer[9:12]) if answer.startswith(b"HTTP/1.") else 0, answer


async def open_polling(port: int, *headers: str) -> str:
    """A session of long-polling that has joined nothing; its name."""
    _, answer = await ask(port, get(ENDPOINT + "polling", *headers))
    name = json.loads(answer.partition(b"\r\n\r\n0")[2])["sid"]
    assert isinstance(name, str)
    return name


async def fetch(port: int, sid: str) -> list[bytes]:
    """What waits for this session; nothing when it is over."""
    status, answer = await ask(port, get(f"{ENDPOINT}polling&sid={sid}"))
    return answer.partition(b"\r\n\r\n")[2].split(SEPARATOR) if status == 200 else []


async def join_polling(port: int) -> str:
    """A child over long-polling, past its snapshot; its session."""
    sid = await open_polling(port)
    assert (await ask(port, post(sid, b"40/child,")))[0] == 200
    assert any(b'"snapshot"' in packet for packet in await fetch(port, sid))
    return sid


async def taken(port: int, sid: str, body: Sequence[bytes], *headers: str) -> int:
    """Send a body in these pieces; the status."""
    head = post(sid, b"", *(headers or (f"Content-Length: {sum(map(len, body))}",)))
    return (await ask(port, head, *body))[0]
