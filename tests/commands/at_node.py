"""Who is at a page of a server that runs as a process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from tests.commands.typed import PASSWORD, Server
from tests.realtime.faces.clients import DeskClient

ORIGIN = "http://hulplijn.example"
"""As such a server is told that it is reached."""


@asynccontextmanager
async def desk(node: Server, name: str) -> AsyncIterator[DeskClient]:
    """Somebody at the desk of this node."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{node.port}") as http:
        body = {"name": name, "password": PASSWORD}
        async with http.post("/api/session", json=body, headers={"Origin": ORIGIN}) as answer:
            assert answer.status == 204
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        client = await DeskClient.open(http, headers={"Cookie": cookie})
        try:
            yield client
        finally:
            await client.close()
