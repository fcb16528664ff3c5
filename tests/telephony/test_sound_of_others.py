"""Thousands of packets come where a talk has its sound, from others, and of every kind: nobody hears them, and the talk
goes on. Asterisk keeps to the address that it learned (`strictrtp`); without that they are heard."""

from __future__ import annotations

import asyncio
import logging
import math
import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientSession

from helpline.core.line import Incoming
from tests.house import House
from tests.servers.asterisk import TRUNK_ADDRESS, Asterisk, free_datagram_port
from tests.telephony.on_asterisk import AsteriskExchange
from tests.telephony.phone import Talk
from tests.telephony.sound import FRAME, LOUD, RATE, to_alaw
from tests.telephony.way import attended

pytestmark = pytest.mark.slow

HERTZ = 1750
OTHERS = [f"127.0.0.{last}" for last in range(20, 40)]
EACH, THOUSANDS = 10, 5
TONE = bytes(to_alaw(int(LOUD * math.sin(2 * math.pi * HERTZ * i / RATE))) for i in range(RATE))


class Others:
    """Who knows where the sound of these talks goes. The first says a tone, the others anything."""

    def __init__(self, talks: Sequence[Talk]) -> None:
        self.sent = 0
        self._talks = talks
        self._dice = Random(8)
        self._numbers = dict.fromkeys(OTHERS, 0)
        self._sockets: dict[str, socket.socket] = {}

    async def send(self) -> None:
        """Until it is cancelled: as many packets in the time of one frame as there are others, ten times."""
        try:
            for address in OTHERS:
                it = self._sockets[address] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                it.setblocking(False)
                it.bind((address, 0))
            while True:
                for talk in self._talks:
                    self._frame(talk)
                await asyncio.sleep(FRAME / RATE)
        finally:
            for it in self._sockets.values():
                it.close()

    def _frame(self, talk: Talk) -> None:
        assert talk.sound._to is not None
        loud, *others = OTHERS
        at = self._numbers[loud] = self._numbers[loud] + 1
        start = at * FRAME % RATE
        packets = [(loud, _packet(8, at, TONE[start : start + FRAME]))]
        for other in others:
            packets += [(other, self._anything()) for _ in range(EACH)]
        for address, packet in packets:
            with suppress(BlockingIOError):
                self._sockets[address].sendto(packet, talk.sound._to)
                self.sent += 1

    def _anything(self) -> bytes:
        size = self._dice.choice((0, 1, 12, 159, 160, 1300))
        if self._dice.random() < 0.5:
            return _packet(self._dice.randrange(128), self._dice.randrange(2**16), self._dice.randbytes(size))
        return self._dice.randbytes(size)


def _packet(kind: int, number: int, payload: bytes) -> bytes:
    return struct.pack("!BBHII", 0x80, kind, number & 0xFFFF, number * FRAME & 0xFFFFFFFF, 0xBAD) + payload


async def is_overheard(house: House, server: Asterisk) -> bool:
    """Is a tone of others heard in a talk? The talk goes on meanwhile, and another child comes in."""
    async with ClientSession() as session, attended(house, AsteriskExchange(server, session)) as way:
        exchange = way.exchange
        call, conversation = await way.talk()
        leg = (await way.leg(conversation, "ann")).id
        talks = (exchange.children[0], exchange.legs[leg])
        others, found = Others(talks), set[int]()
        sends = asyncio.create_task(others.send())
        while others.sent < THOUSANDS * 1000 or len(found) == 0:
            for talk in talks:
                found |= await talk.heard({HERTZ, *(it.phone.hertz for it in talks)})
            talks[0].sound.send(Random(others.sent).randrange(128), b"\0" * 99)
        if HERTZ not in found:
            await exchange.hears(call, "child", {leg})
            await exchange.hears(call, leg, {"child"})
            await exchange.ring_up(number="0687654321")
            assert (await exchange.told.one(Incoming, lambda it: it.call != call)).caller_key
        sends.cancel()
        with suppress(asyncio.CancelledError):
            await sends
    return HERTZ in found


async def test_nobody_hears_the_sound_of_others(house: House, asterisk: Asterisk, caplog: pytest.LogCaptureFixture):
    assert not await is_overheard(house, asterisk)
    assert [it for it in caplog.records if it.name.startswith("helpline") and it.levelno >= logging.ERROR] == []
    assert asterisk.process is not None
    assert asterisk.process.poll() is None


@pytest.fixture
def credulous(tmp_path: Path, asterisk: Asterisk) -> Iterator[Asterisk]:
    """An Asterisk that takes sound from anybody."""
    server = Asterisk(
        asterisk.program,
        tmp_path,
        free_datagram_port(TRUNK_ADDRESS),
        replaced={"strictrtp = yes": "strictrtp = no"},
    )
    try:
        server.configure()
        server.start()
        yield server
    finally:
        server.stop()


async def test_of_an_asterisk_that_takes_sound_from_anybody_it_would_be_heard(house: House, credulous: Asterisk):
    assert await is_overheard(house, credulous)
