"""A face without any product behind it, and the clock and server around it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from helpline.core.errors import Forbidden, TooMany
from helpline.realtime.transport.connection import Connection
from helpline.realtime.transport.packets import encode_event


class EchoFace:
    """Answers what it is asked, and remembers who came, what they said and how they left."""

    def __init__(self, namespace: str = "/child", *, websocket_only: bool = False) -> None:
        self.namespace = namespace
        self.websocket_only = websocket_only
        self.connections: list[Connection] = []
        self.auths: list[Any] = []
        self.peers: list[str | None] = []
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.ended: list[tuple[Connection, bool]] = []
        self.gate = asyncio.Event()
        self.joined = asyncio.Event()
        self.spoken_to = asyncio.Event()
        self.left = asyncio.Event()
        self.on_opened: Callable[[Connection], Awaitable[None]] | None = None
        self.on_closed: Exception | None = None

    async def opened(self, connection: Connection, auth: Any, request: web.Request) -> None:
        if self.on_opened is not None:
            await self.on_opened(connection)
        if auth == "busy":
            raise TooMany(retry_seconds=7)
        if auth == "broken":
            raise RuntimeError("a secret of blue")
        self.connections.append(connection)
        self.auths.append(auth)
        self.peers.append(request.remote)
        self.joined.set()
        connection.emit("snapshot", {"state": "idle"})

    def received(
        self, connection: Connection, event: str, data: dict[str, Any], ack: int | None
    ) -> Awaitable[None] | None:
        self.events.append((event, data))
        self.spoken_to.set()
        if event == "slow":
            return self._slow(connection, data, ack)
        if event == "refused":
            raise Forbidden
        if event == "refused_later":
            return self._refused_later()
        if event == "broken":
            raise RuntimeError("a secret of blue")
        if event == "broken_later":
            return self._broken_later()
        if event == "shout":
            encoded = encode_event(self.namespace, "shout", data)
            for each in self.connections:
                each.send(encoded)
        if event == "close_me":
            connection.close()
        connection.reply(ack, {"ok": True, **data})
        return None

    async def closed(self, connection: Connection, silent: bool) -> None:
        self.ended.append((connection, silent))
        self.left.set()
        if self.on_closed is not None:
            raise self.on_closed

    async def _slow(self, connection: Connection, data: dict[str, Any], ack: int | None) -> None:
        await self.gate.wait()
        connection.reply(ack, {"ok": True, **data})

    async def _refused_later(self) -> None:
        await asyncio.sleep(0)
        raise Forbidden

    async def _broken_later(self) -> None:
        await asyncio.sleep(0)
        raise RuntimeError("a secret of blue")
