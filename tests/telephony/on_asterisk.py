"""The world around a real Asterisk: scripted telephones, each with a tone of its own."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import ClientSession

from helpline.core.line import Device, Failure, Incoming, Up
from helpline.core.wishes import HangUp
from helpline.telephony.ari import Ari
from helpline.telephony.ari_wishes import Ways
from helpline.telephony.asterisk import AsteriskLine
from helpline.telephony.phones import TELEPHONE
from tests.servers.asterisk import CONNECTING_HZ, MUSIC_HZ, PROMPT_HZ, SIP_ADDRESS, TRUNK_ADDRESS, Asterisk
from tests.telephony.exchange import DEADLINE_SECONDS, Told
from tests.telephony.phone import Phone, Talk

STATUS = {Failure.BUSY: 486, Failure.REJECTED: 603}
CHILD_HZ = 450
TONES = {"child": CHILD_HZ, "music": MUSIC_HZ, "prompt": PROMPT_HZ, "connecting": CONNECTING_HZ}


class AsteriskExchange:
    """The world around an Asterisk that runs."""

    volunteer, colleague, worker = "ann", "ben", "08002000"

    def __init__(self, server: Asterisk, session: ClientSession) -> None:
        self.server = server
        self.session = session
        self.ari = Ari(session, server.url, "helpline", "helpline", server.password)
        self.line = AsteriskLine(self.ari, Ways(number="113"), TELEPHONE)
        self.told = Told()
        self.line.heed(self.told)
        pbx = (SIP_ADDRESS, server.sip_port)
        self.child = Phone("trunk", TRUNK_ADDRESS, pbx, CHILD_HZ)
        self.outside = Phone("outside", TRUNK_ADDRESS, pbx, 1150)
        self.volunteers = {name: Phone(name, SIP_ADDRESS, pbx, hz) for name, hz in (("ann", 650), ("ben", 850))}
        self.children: list[Talk] = []
        self.legs: dict[str, Talk] = {}
        self._runs: asyncio.Task[None] | None = None
        self._passwords: dict[str, str] = {}

    async def start(self) -> None:
        await self.come_up()
        await self.told.one(Up)
        await self.child.start()
        await self.outside.start(self.server.trunk_port)
        await self.line.admit(self.volunteers)
        for name, phone in self.volunteers.items():
            await phone.start()
            self._passwords[name] = (await self.line.credentials(name)).password
            assert await phone.register(self._passwords[name]) == 200
            await self.told.this(Device(name, is_online=True))

    async def stop(self) -> None:
        for fact in self.told.facts:
            if isinstance(fact, Incoming):
                self.line.wish(HangUp(fact.call))
        for talk in (*self.children, *self.legs.values()):
            talk.hang_up()
        left_over = await self.left_over()
        await self.line.admit(())
        await self.go_down()
        for phone in (self.child, self.outside, *self.volunteers.values()):
            phone.close()
        assert left_over == []

    async def ring_up(self, dialled: str = "1234", number: str | None = "0612345678", *, is_mute: bool = False) -> None:
        who = f"<sip:{number}@operator.example>" if number else '"Anonymous" <sip:anonymous@anonymous.invalid>'
        talk = await self.child.invite(dialled, who)
        talk.sound.is_mute = is_mute
        self.children.append(talk)

    async def speak(self, call: str) -> None:
        self._child(call).sound.is_mute = False

    async def hang_up(self, call: str, leg: str | None = None) -> None:
        (self.legs[leg] if leg else self._child(call)).hang_up()

    async def press(self, call: str, digit: str) -> None:
        talk = self._child(call)
        await talk.until("up")
        talk.press(digit)

    async def pick_up(self, call: str, leg: str) -> None:
        (await self.rung(leg)).answer()

    async def refuse(self, call: str, leg: str, why: Failure) -> None:
        (await self._rung()).refuse(STATUS[why])

    async def rung(self, leg: str) -> Talk:
        """The telephone that rings, whatever becomes of it."""
        self.legs[leg] = await self._rung()
        return self.legs[leg]

    async def hears(self, call: str, who: str, whom: set[str]) -> None:
        talk = self._child(call) if who == "child" else self.legs[who]
        tones = TONES | {leg: it.phone.hertz for leg, it in self.legs.items()}
        heard: set[str] = set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DEADLINE_SECONDS):
                while True:
                    found = await talk.heard(set(tones.values()))
                    heard = {name for name, hertz in tones.items() if hertz in found}
                    if heard == whom:
                        return
        assert heard == whom, f"{who} hears {sorted(heard)}, and was to hear {sorted(whom)}"

    async def lose(self, phone: str) -> None:
        await self.volunteers[phone].register(self._passwords[phone], 0)

    async def left_over(self) -> list[str]:
        found: list[str] = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DEADLINE_SECONDS):
                while True:
                    found = []
                    for command in ("GET /channels", "GET /bridges"):
                        _, listed = await self.ari.send(command)
                        assert isinstance(listed, list)
                        found += [it["id"] for it in listed]
                    if not found:
                        return []
                    await asyncio.sleep(0.05)
        return found

    async def go_down(self) -> None:
        if self._runs is not None:
            self._runs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._runs
            self._runs = None

    async def come_up(self) -> None:
        self._runs = asyncio.create_task(self.line.run())

    def rang(self, call: str) -> bool:
        """Is it one of ours, and not that of a telephone of others?"""
        calls = [fact.call for fact in self.told.facts if isinstance(fact, Incoming)]
        return call in calls[: len(self.children)]

    def _child(self, call: str) -> Talk:
        calls = [fact.call for fact in self.told.facts if isinstance(fact, Incoming)]
        return self.children[calls.index(call)]

    async def _rung(self) -> Talk:
        phones = (*self.volunteers.values(), self.outside)
        waits = [asyncio.create_task(phone.rung.get()) for phone in phones]
        async with asyncio.timeout(DEADLINE_SECONDS):
            done, others = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for other in others:
            other.cancel()
        return next(iter(done)).result()
