"""What a child hears of the telephone itself, on a real Asterisk: each recording is a tone of its own, and the child's
telephone tells which came after which. Whatever sends a child away ends with whom it can ring instead; then the line
hangs up."""

from __future__ import annotations

import asyncio
import math
import struct
import wave
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from helpline.actions import call as deeds
from helpline.actions.enter import Service
from helpline.actions.notice import put_notice
from helpline.core.conversation import State
from helpline.core.line import LegAnswered, LegRinging
from helpline.core.prompts import CATALOGUE, GROUPS
from helpline.core.sanctions import Reason, Scope, ends_at
from helpline.core.spoken_time import spoken
from tests.house import House
from tests.servers.asterisk import MUSIC_HZ, Asterisk
from tests.telephony.exchange import DEADLINE_SECONDS
from tests.telephony.on_asterisk import AsteriskExchange
from tests.telephony.phone import Talk
from tests.telephony.sound import HEARD, RATE, strength
from tests.telephony.way import Way, attended

pytestmark = pytest.mark.slow

GROUPED = dict.fromkeys(GROUPS["time"], "a time") | dict.fromkeys(GROUPS["wait"], "a wait")
NAMES = (
    *("welcome", "private", "calamity", "connecting", "interrupted", "next", "place_1", "a wait", "a time", "its end"),
    *("closed", "opens", "full", "try_at", "not_reached", "too_long", "fault", "not_now", "stopped"),
    *("ended_by_volunteer", "playful", "welcome_again", "way_back", "way_back_playful", "blocked_wrong", "numbers"),
)
HERTZ = dict(zip(NAMES, (it for it in range(400, 3400, 100) if abs(it - MUSIC_HZ) > 50), strict=False))
VOLUNTEER_HZ = 650
SECONDS, PIECE = 0.3, 320
Begin = Callable[..., AbstractAsyncContextManager[Way]]


def write_short(path: Path, hertz: int) -> None:
    samples = (int(6000 * math.sin(2 * math.pi * hertz * i / RATE)) for i in range(int(RATE * SECONDS)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))


def record(server: Asterisk, name: str, as_what: str = "") -> None:
    """This recording is the tone of this name, or of what it stands for."""
    path = server.run / "data/sounds/nl/helpline" / f"{name}.wav"
    what = as_what or GROUPED.get(name, name)
    if what in HERTZ:
        write_short(path, HERTZ[what])


@pytest.fixture
def begin(house: House, asterisk: Asterisk) -> Begin:
    """An evening with these rules."""
    for name in CATALOGUE:
        record(asterisk, name)

    @asynccontextmanager
    async def with_rules(**rules: Any) -> AsyncIterator[Way]:
        house.rules = replace(house.rules, **rules)
        async with ClientSession() as session, attended(house, AsteriskExchange(asterisk, session)) as it:
            yield it

    return with_rules


class Listener:
    """Everything that this telephone hears from now on."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        talk.sound._heard = self._samples = deque()

    def heard(self) -> list[str]:
        """The recordings, in order."""
        samples = list(self._samples)
        pieces = [_named(samples[at : at + PIECE]) for at in range(0, len(samples) - PIECE + 1, PIECE)]
        # a piece in which one ends and another begins is neither; what lasts is at least two of them
        lasting = [name for name, same in groupby(pieces) if name and len(list(same)) >= 2]
        return [name for name, _ in groupby(lasting)]

    async def hears(self, *names: str) -> None:
        """Wait until these are the first."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                if len(self.heard()) >= len(names):
                    break
                await asyncio.sleep(0.1)
        assert self.heard()[: len(names)] == list(names)

    async def comes_to(self, name: str) -> None:
        """Wait until this is the last."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                if self.heard()[-1:] == [name]:
                    return
                await asyncio.sleep(0.1)

    async def is_sent_away(self, *names: str) -> None:
        """These are the last; then the line hangs up."""
        await self.talk.until("over")
        assert self.heard()[-len(names) - 1 :] == [*names, "numbers"]


def _named(samples: Iterable[int]) -> str:
    samples = tuple(samples)
    found = max(HERTZ, key=lambda name: strength(samples, HERTZ[name]))
    loudest = strength(samples, HERTZ[found])
    return found if loudest > HEARD and loudest > strength(samples, VOLUNTEER_HZ) else ""


async def rings(way: Way, number: str = "0612345678") -> Listener:
    talk = await way.exchange.child.invite("1234", f"<sip:{number}@operator.example>")
    way.exchange.children.append(talk)
    return Listener(talk)


async def in_a_talk(way: Way) -> tuple[Listener, str]:
    _, conversation = await way.talk()
    return Listener(way.exchange.children[0]), conversation


async def test_a_child_is_welcomed_and_hears_its_place(begin: Begin):
    async with begin() as way:
        first = await rings(way)
        await first.hears("welcome", "private", "next", "a wait")
        way.house.clock.advance(seconds=1)
        second = await rings(way, "0687654321")
        await second.hears("welcome", "private", "place_1", "a wait")


async def test_while_a_notice_is_up_a_child_hears_of_it_behind_the_welcome(begin: Begin):
    async with begin() as way:
        house, now = way.house, way.house.now()
        texts = {"nl": "Het is druk.", "en": "It is busy."}
        until = now + timedelta(hours=1)
        await house.do(lambda work: put_notice(texts, until, "cora", work=work, rules=house.rules, now=now))
        await (await rings(way)).hears("welcome", "private", "calamity", "next")


async def test_that_somebody_comes_and_that_they_were_lost_is_said(begin: Begin):
    async with begin() as way:
        await way.house.ann.is_available(channels=["phone"])
        await way.exchange.ring_up()
        child = Listener(way.exchange.children[0])
        ringing = await way.exchange.told.one(LegRinging)
        (conversation,) = await way.waits()
        await child.hears("welcome")
        await way.house.ann.accepts()
        await child.comes_to("connecting")
        await way.exchange.pick_up(ringing.call, ringing.leg)
        await way.exchange.told.this(LegAnswered(ringing.call, ringing.leg))
        await way.exchange.hang_up(ringing.call, ringing.leg)
        await way.until(lambda it: it.state is State.WAITING, conversation)
        await child.comes_to("interrupted")


async def test_closed_it_says_when_it_opens(begin: Begin, house: House):
    house.clock.advance(hours=5)
    async with begin(hours=replace(house.rules.hours, always=False)) as way:
        child = await rings(way)
        await child.is_sent_away("closed", "opens", "a time")
        assert child.heard()[0] == "closed"


async def test_full_it_says_when_to_try_again(begin: Begin, house: House):
    house.service = Service(free=0, busy=1, durations=(600.0,) * 5)
    for colour in ("blue", "red"):
        await house.child(colour).enters()
    async with begin(full_minutes=9) as way:
        child = await rings(way)
        await child.is_sent_away("full", "try_at", "a time")
        assert child.heard()[0] == "full"


async def test_a_time_out_says_why_and_when_it_ends_now_and_when_the_child_rings_again(begin: Begin):
    async with begin() as way:
        child, conversation = await in_a_talk(way)
        given = await way.house.ann.gives_time_out(45, Reason.PRANK, conversation=conversation)
        times = list(spoken(ends_at(given), way.house.now(), way.house.rules.hours.zone))
        record(way.exchange.server, times[-1], "its end")
        when = [*dict.fromkeys("a time" for _ in times[:-1]), "its end"]
        again = ("playful", "welcome_again", *when, "way_back_playful")
        await child.is_sent_away("stopped", *again)
        child = await rings(way)
        await child.is_sent_away("not_now", *again)
        assert child.heard()[0] == "not_now"


async def test_a_block_says_when_it_ends_and_what_to_do_when_it_is_a_mistake(begin: Begin):
    async with begin() as way:
        child, conversation = await in_a_talk(way)
        await way.house.dirk.blocks(conversation, scope=Scope.NUMBER, reason=Reason.PRANK, ends_running=True)
        words = ("welcome_again", "a time", "blocked_wrong", "way_back")
        await child.is_sent_away("stopped", *words)
        child = await rings(way)
        await child.is_sent_away("not_now", *words)
        assert child.heard()[0] == "not_now"


async def test_where_we_are_broken_a_child_hears_so(begin: Begin, house: House, monkeypatch: pytest.MonkeyPatch):
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(house.pseudonyms, "of_caller_key", breaks, raising=True)
    async with begin() as way:
        child = await rings(way)
        await child.is_sent_away("fault")
        assert child.heard() == ["fault", "numbers"]


async def test_the_longest_wait_ends_kindly(begin: Begin):
    async with begin() as way:
        child = await rings(way)
        await way.waits()
        way.house.clock.advance(seconds=way.house.rules.graces.call.total_seconds() + 1)
        await way.house.tick()
        await child.is_sent_away("too_long")


async def test_who_waits_when_the_line_runs_out_hears_when_it_opens(begin: Begin, house: House):
    patient = replace(house.rules.graces, call=timedelta(hours=9))
    async with begin(hours=replace(house.rules.hours, always=False), graces=patient) as way:
        child = await rings(way)
        await way.waits()
        await way.house.passes(hours=1, minutes=31)
        await child.is_sent_away("not_reached", "opens", "a time")


async def test_whom_a_volunteer_stops_hears_whom_it_can_ring_instead(begin: Begin):
    async with begin() as way:
        child, conversation = await in_a_talk(way)
        now = way.house.now()
        await way.house.do(lambda work: deeds.end_with_recording(conversation, "ann", work=work, now=now))
        await child.is_sent_away("ended_by_volunteer")
