"""Volunteers by script: a desk over Socket.IO as the page has it, and a telephone that is logged in with it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bench.knowledge.people import asking
from bench.phone.voice import LoadPhone, Voice
from bench.platform import log_in
from bench.wire import Client
from tests.servers.asterisk import SIP_ADDRESS, Asterisk

DEADLINE_SECONDS, LOOK_EVERY = 120, 0.5


@dataclass(slots=True)
class Talked:
    """What became of one talk. answered: seconds from accepting to the child hearing it · said, heard: packets ·
    strange: packets of another talk."""

    conversation: str
    answered: float
    said: int
    heard: int
    strange: int


@dataclass(slots=True)
class Desk:
    """Somebody who is available, and takes each call that is offered."""

    client: Client
    phone: LoadPhone
    offers: asyncio.Queue[tuple[float, dict[str, Any]]] = field(default_factory=asyncio.Queue)
    talked: list[Talked] = field(default_factory=list)

    def on_event(self, name: str, data: Any) -> None:
        if name == "offer":
            self.offers.put_nowait((time.perf_counter(), data))

    async def do(self, event: str, **fields: Any) -> dict[str, Any]:
        """Something at the desk that must be well.

        Raises:
            RuntimeError: it is not.
        """
        async with asyncio.timeout(DEADLINE_SECONDS):
            # who does not wait any more is answered all the same
            answer: dict[str, Any] = await asyncio.shield(self.client.call(event, fields))
        if answer.get("ok") is not True:
            raise RuntimeError(f"{event}: {answer}")
        return answer

    async def talk(self, seconds: float, together: asyncio.Barrier | None = None) -> None:
        """Take the next call, talk so long, and round it off. together: first wait until all of these talk."""
        _, offer = await self.offers.get()
        began = time.perf_counter()
        taken = await self.do("accept", offer=offer["offer"])
        talk = await self.phone.rings()
        talk.answer()
        assert isinstance(talk.sound, Voice)
        voice, conversation = talk.sound, taken["conversation"]["id"]
        async with asyncio.timeout(DEADLINE_SECONDS):
            heard_at = await asyncio.shield(voice.first_at)
            if together is not None:
                await together.wait()
        said, heard = voice.said, voice.heard
        await asyncio.sleep(seconds)
        packets = (voice.said - said, voice.heard - heard, voice.strange)
        await self.do("call", conversation=conversation, do="hang_up")
        await talk.until("over")
        await self.do("register", conversation=conversation, fields={"type": "thanks"})
        await self.do("finish", conversation=conversation)
        self.talked.append(Talked(conversation, heard_at - began, *packets))

    async def work(self, seconds: float) -> None:
        """Take one call after another, until cancelled."""
        while True:
            await self.talk(seconds)

    async def go_away(self) -> None:
        """No further calls."""
        await self.do("be", status="away")

    def close(self) -> None:
        """Log out of nothing, and be gone."""
        self.client.close()
        self.phone.close()


async def sit_down(port: int, server: Asterisk, numbers: Iterable[int]) -> list[Desk]:
    """Volunteers who are logged in, at the desk and at Asterisk, and away."""
    async with aiohttp.ClientSession() as http:
        return [await _sit_down(port, server, number, http) for number in numbers]


async def _sit_down(port: int, server: Asterisk, number: int, http: aiohttp.ClientSession) -> Desk:
    client = Client("/desk", lambda name, data: None)
    desk = Desk(client, LoadPhone("", SIP_ADDRESS, (SIP_ADDRESS, server.sip_port), number))
    client.on_event = desk.on_event
    await client.connect(port, cookie=await log_in(port, f"v{number}", http))
    lent = await desk.do("phone")
    desk.phone.name = lent["phone"]
    await desk.phone.start()
    status = await desk.phone.register(lent["password"], 3600)
    if status != 200:
        raise RuntimeError(f"the telephone may not register: {status}")
    return desk


async def has_read_its_articles(port: int) -> None:
    """A server that just started reads them beside all else; that is not what is measured here."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(DEADLINE_SECONDS):
        get = asking(http, port, await log_in(port, "v0", http))
        while True:
            if await get("/api/knowledge", "gepest") is not None:
                return
            await asyncio.sleep(LOOK_EVERY)


async def are_available(desks: Iterable[Desk]) -> None:
    """From now on they can be asked."""
    for desk in desks:
        await desk.do("be", status="available", channels=["phone"])
