"""Somebody with the Socket.IO client of the Python index."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Self

import aiohttp
import socketio

DEADLINE = 30.0


async def log_in(address: str, name: str, password: str) -> str:
    """A new session; the cookie."""
    body = {"name": name, "password": password}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{address}/api/session", json=body, headers={"Origin": address}) as answer,
    ):
        assert answer.status == 204, answer.status
        return answer.headers["Set-Cookie"].partition(";")[0]


class Person:
    """One connection for as long as a block runs."""

    def __init__(
        self,
        address: str,
        namespace: str,
        ways: Sequence[str] = ("websocket",),
        *,
        cookie: str | None = None,
        resume: str | None = None,
    ) -> None:
        """cookie: of a log-in, for the desk · resume: the token of a child that was here before."""
        self._address = address
        self._namespace = namespace
        self._ways = list(ways)
        self._headers = {"Cookie": cookie} if cookie else {}
        self._auth = {"resume": resume} if resume else None
        self._client = socketio.AsyncClient(reconnection=False, request_timeout=DEADLINE)
        self._heard: list[tuple[str, Any]] = []
        self._something = asyncio.Event()
        self._client.on("*", self._take, namespace=namespace)

    async def __aenter__(self) -> Self:
        await self._client.connect(
            self._address,
            headers=self._headers,
            auth=self._auth,
            namespaces=[self._namespace],
            transports=self._ways,
            wait_timeout=DEADLINE,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.disconnect()

    def _take(self, event: str, data: Any = None) -> None:
        self._heard.append((event, data))
        self._something.set()

    async def call(self, event: str, data: dict[str, Any]) -> Any:
        """Send an event; its acknowledgement."""
        return await self._client.call(event, data, namespace=self._namespace, timeout=DEADLINE)

    async def hears(self, event: str) -> Any:
        """The next event of this name that was not taken yet."""
        async with asyncio.timeout(DEADLINE):
            while True:
                for place, (name, data) in enumerate(self._heard):
                    if name == event:
                        del self._heard[place]
                        return data
                self._something.clear()
                await self._something.wait()
