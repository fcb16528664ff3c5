"""Clients that can do what no library would: one over a bare websocket, one over bare long-polling."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any, Self

import aiohttp

ENDPOINT = "/socket.io/"
SEPARATOR = "\x1e"


class WebsocketClient:
    """Speaks Engine.IO packets over a websocket; every wait is bounded, so that a missing packet fails the test."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws
        self.handshake: dict[str, Any] = {}

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, *, origin: str | None = None, sid: str | None = None) -> Self:
        query = f"?EIO=4&transport=websocket{f'&sid={sid}' if sid else ''}"
        headers = {"Origin": origin} if origin else {}
        client = cls(await http.ws_connect(ENDPOINT + query, headers=headers, autoclose=True))
        if sid is None:
            client.handshake = json.loads((await client.receive())[1:])
        return client

    async def connect(self, namespace: str = "/child", auth: Any = None) -> str:
        """Join a namespace; the packet that answers."""
        await self.ws.send_str(f"40{namespace}," + ("" if auth is None else json.dumps(auth)))
        return await self.receive()

    async def send(self, packet: str | bytes) -> None:
        await (self.ws.send_bytes(packet) if isinstance(packet, bytes) else self.ws.send_str(packet))

    async def receive(self) -> str:
        """The next packet.

        Raises:
            EOFError: the server has closed.
        """
        async with asyncio.timeout(30):
            message = await self.ws.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise EOFError(message.type)
        return str(message.data)

    async def is_closed(self) -> bool:
        """Whether the server closes, whatever it still sends before."""
        try:
            while True:
                await self.receive()
        except EOFError:
            return True


class PollingClient:
    """Speaks Engine.IO packets over GETs and POSTs."""

    def __init__(self, http: aiohttp.ClientSession, sid: str, headers: dict[str, str]) -> None:
        self._http = http
        self.sid = sid
        self.headers = headers
        self.handshake: dict[str, Any] = {}

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, *, origin: str | None = None) -> Self:
        headers = {"Origin": origin} if origin else {}
        async with http.get(ENDPOINT, params={"EIO": "4", "transport": "polling"}, headers=headers) as response:
            handshake = json.loads((await response.text())[1:])
        client = cls(http, handshake["sid"], headers)
        client.handshake = handshake
        return client

    @property
    def params(self) -> dict[str, str]:
        return {"EIO": "4", "transport": "polling", "sid": self.sid}

    async def connect(self, namespace: str = "/child") -> list[str]:
        """Join a namespace; the packets of the next GET."""
        await self.post(f"40{namespace},")
        return await self.get()

    async def post(self, *packets: str) -> int:
        """Send packets; the status of the answer."""
        return await self.post_body(SEPARATOR.join(packets).encode())

    async def post_body(self, body: Any) -> int:
        async with (
            asyncio.timeout(30),
            self._http.post(ENDPOINT, params=self.params, data=body, headers=self.headers) as response,
        ):
            return response.status

    async def get_status(self) -> tuple[int, str]:
        async with (
            asyncio.timeout(30),
            self._http.get(ENDPOINT, params=self.params, headers=self.headers) as response,
        ):
            return response.status, await response.text()

    async def get(self) -> list[str]:
        """The packets that wait; it waits for the first."""
        status, text = await self.get_status()
        assert status == 200, text
        return text.split(SEPARATOR)


HANDSHAKE = (
    f"GET {ENDPOINT}?EIO=4&transport=websocket HTTP/1.1\r\nHost: hulplijn.example\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
).encode()
JOIN = b"\x81\x89\0\0\0\x0040/child,"


async def joined_on_a_bare_socket(port: int) -> socket.socket:
    """A child without a library: nothing reads what the server sends, into a buffer that is small."""
    bare = socket.socket()
    bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    bare.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(bare, ("127.0.0.1", port))
    await loop.sock_sendall(bare, HANDSHAKE + JOIN)
    return bare
