"""A conversation beside it all: a child and Ann who go on talking, and every word must arrive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Self

import aiohttp

from tests.blackbox.people import Person, log_in
from tests.commands.typed import PASSWORD, Server

EVERY = 0.6
"""Seconds between two turns: within what one person may say in a minute."""
READ_WITHIN = 60


class Canary:
    """Talks until it is told to stop. took: the seconds from each word to its arrival at the other side."""

    def __init__(self, child: Person, ann: Person, conversation: str) -> None:
        self._child = child
        self._ann = ann
        self.conversation = conversation
        self._said = 0
        self._talking: asyncio.Task[None] | None = None
        self.took: list[float] = []

    @classmethod
    async def begin(cls, child: Person, ann: Person) -> Self:
        await child.call("enter", {})
        await ann.call("be", {"status": "available"})
        offer = await ann.hears("offer")
        taken = await ann.call("accept", {"offer": offer["offer"]})
        await ann.call("be", {"status": "away"})
        return cls(child, ann, taken["conversation"]["id"])

    async def talks(self) -> None:
        """A word there and a word back, acknowledged and heard."""
        self._said += 1
        name, clock = f"c{self._said}", asyncio.get_running_loop()
        began = clock.time()
        assert (await self._child.call("say", {"client_id": name, "text": name})).get("ok") is True
        await self._hear(self._ann, name)
        self.took.append(clock.time() - began)
        began = clock.time()
        said = {"conversation": self.conversation, "client_id": name, "text": name}
        assert (await self._ann.call("say", said)).get("ok") is True
        await self._hear(self._child, name)
        self.took.append(clock.time() - began)

    async def _hear(self, who: Person, name: str) -> None:
        while (await who.hears("message"))["text"] != name:
            pass

    async def _go_on(self, until: asyncio.Event) -> None:
        while not until.is_set():
            await self.talks()
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await until.wait()

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """It talks beside what is done in the block, to its end and once more."""
        enough = asyncio.Event()
        talking = asyncio.create_task(self._go_on(enough))
        try:
            yield
        finally:
            enough.set()
            await talking
        await self.talks()


@asynccontextmanager
async def talking(server: Server) -> AsyncIterator[Canary]:
    """A conversation at this server."""
    address = f"http://127.0.0.1:{server.port}"
    cookie = await log_in(address, "ann", PASSWORD)
    await _articles_are_read(address, cookie)
    async with Person(address, "/child") as child, Person(address, "/desk", cookie=cookie) as ann:
        yield await Canary.begin(child, ann)


async def _articles_are_read(address: str, cookie: str) -> None:
    """What a server reads after it has begun is in its memory before that is measured."""
    async with aiohttp.ClientSession(headers={"Cookie": cookie}) as http, asyncio.timeout(READ_WITHIN):
        while True:
            async with http.get(f"{address}/api/knowledge", params={"q": "pesten"}) as answer:
                if answer.status == 200:
                    return
            await asyncio.sleep(0.1)  # nothing tells from outside when they are
