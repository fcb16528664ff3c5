"""The way of a call through a real Asterisk and our queue, by who hears which tone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession

from helpline.actions import beside
from helpline.actions import call as deeds
from helpline.core.call import Leg, Phone
from helpline.core.consent import Answer
from helpline.core.conversation import Conversation, State
from helpline.core.line import CallerGone, Digit, Fact, LegAnswered, LegRinging, Up
from helpline.core.staff import Session
from helpline.ports import Line
from helpline.telephony.switchboard import Switchboard
from tests.house import House
from tests.servers.asterisk import Asterisk
from tests.telephony.exchange import DEADLINE_SECONDS, Told
from tests.telephony.on_asterisk import AsteriskExchange

pytestmark = pytest.mark.slow
WORKER = "veilig_thuis"


class Overheard:
    """A line whose facts a test hears as well."""

    def __init__(self, line: Line, told: Told) -> None:
        self._line = line
        self._told = told

    def heed(self, told: Callable[[Fact], None]) -> None:
        def both(fact: Fact) -> None:
            self._told(fact)
            told(fact)

        self._line.heed(both)

    def __getattr__(self, name: str):
        return getattr(self._line, name)


@dataclass
class Way:
    """An evening on a real PBX."""

    house: House
    exchange: AsteriskExchange
    board: Switchboard
    woken: asyncio.Event

    async def until(self, holds: Callable[[Conversation], bool], conversation: str) -> Conversation:
        """Wait until this is so of a conversation."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while not holds(it := await self.house.get(conversation)):
                await self._something()
        return it

    async def waits(self, count: int = 1) -> list[str]:
        """The queue, once so many wait."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while len(queue := await self.house.queue()) != count:
                await self._something()
        return queue

    async def _something(self) -> None:
        """Wait until something was committed."""
        await self.woken.wait()
        self.woken.clear()

    async def leg(self, conversation: str, who: str) -> Leg:
        """Somebody who is rung for it."""
        legs = await self.house.look(lambda records: records.calls.legs(conversation))
        return next(leg for leg in legs if who in (leg.staff, leg.referral))

    async def talk(self) -> tuple[str, str]:
        """A child and Ann; the call and the conversation."""
        await self.house.ann.is_available(channels=["phone"])
        await self.exchange.ring_up()
        ringing = await self.exchange.told.one(LegRinging)
        (conversation,) = await self.waits()
        await self.house.ann.accepts()
        await self.exchange.pick_up(ringing.call, ringing.leg)
        await self.exchange.hears(ringing.call, "child", {ringing.leg})
        return ringing.call, conversation


@pytest.fixture
async def way(house: House, asterisk: Asterisk) -> AsyncIterator[Way]:
    async with ClientSession() as session:
        exchange = AsteriskExchange(asterisk, session)
        board = Switchboard(
            Overheard(exchange.line, exchange.told),
            store=house.store,
            vault=house.vault,
            rules=house.rules,
            clock=house.clock,
            pseudonyms=house.pseudonyms,
            service=lambda: house.service,
            dials={WORKER: exchange.worker},
            pressed=lambda conversation, key: None,
        )
        woken = asyncio.Event()
        house.store._wakeups.subscribe(board.heed)
        house.store._wakeups.subscribe(lambda topics: woken.set())
        await have_phones(house)
        runs = asyncio.create_task(board.run())
        try:
            await exchange.start()
            yield Way(house, exchange, board, woken)
        finally:
            for call in await house.look(lambda records: records.calls.all()):
                await exchange.hang_up(call.call)
            await exchange.stop()
            runs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await runs


async def have_phones(house: House) -> None:
    """Ann's and Ben's log-ins have the telephones of the exchange."""
    now = house.now()

    async def log_in(work) -> None:
        for name in ("ann", "ben"):
            token = name.encode()
            await work.people.add_session(Session(token_hash=token, staff=name, created_at=now, used_at=now))
            await work.calls.add_phone(Phone(name=name, staff=name, session=token, made_at=now))

    await house.do(log_in)


async def test_a_child_and_a_volunteer_hear_each_other_and_nothing_is_left(way: Way):
    call, conversation = await way.talk()
    leg = await way.leg(conversation, "ann")
    await way.exchange.hears(call, leg.id, {"child"})
    await way.house.do(
        lambda work: deeds.hang_up(conversation, "ann", work=work, rules=way.house.rules, now=way.house.now())
    )
    await way.exchange.told.this(CallerGone(call))
    assert await way.exchange.left_over() == []
    assert (await way.house.get(conversation)).state is State.WRAP_UP


async def test_a_telephone_that_is_picked_up_takes_the_call(way: Way):
    await way.house.ann.is_available(channels=["phone"])
    await way.exchange.ring_up()
    ringing = await way.exchange.told.one(LegRinging)
    await way.exchange.pick_up(ringing.call, ringing.leg)
    await way.exchange.hears(ringing.call, "child", {ringing.leg})
    assert await way.house.ann.its()


async def test_a_child_hears_that_somebody_comes_until_they_are_there(way: Way):
    await way.house.ann.is_available(channels=["phone"])
    await way.exchange.ring_up()
    ringing = await way.exchange.told.one(LegRinging)
    await way.waits()
    await way.house.ann.accepts()
    await way.exchange.hears(ringing.call, "child", {"connecting"})
    await way.exchange.pick_up(ringing.call, ringing.leg)
    await way.exchange.hears(ringing.call, "child", {ringing.leg})


async def test_on_hold_the_child_hears_music_or_a_word_and_nothing_of_a_consultation(way: Way):
    call, conversation = await way.talk()
    leg = await way.leg(conversation, "ann")
    now = way.house.now()
    dials = {WORKER: ""}
    await way.house.do(lambda work: deeds.consult(conversation, WORKER, "ann", dials=dials, work=work, now=now))
    worker = (await way.exchange.told.one(LegRinging, lambda it: it.leg != leg.id)).leg
    await way.exchange.pick_up(call, worker)
    await way.exchange.told.this(LegAnswered(call, worker))
    await way.exchange.hears(call, worker, {leg.id})
    await way.exchange.hears(call, "child", {"music"})
    await way.house.do(lambda work: deeds.record_consent(conversation, WORKER, Answer.YES, "ann", work=work, now=now))
    await way.house.do(lambda work: deeds.add(conversation, WORKER, "ann", dials=dials, work=work, now=now))
    await way.exchange.hears(call, "child", {leg.id, worker})
    await way.exchange.hears(call, worker, {leg.id, "child"})


async def test_a_colleague_is_asked_talks_along_and_has_the_call(way: Way):
    house, exchange = way.house, way.exchange
    call, conversation = await way.talk()
    ann = (await way.leg(conversation, "ann")).id
    await house.ben.is_available(channels=["phone"])
    by = {"rules": house.rules, "now": house.now()}
    await house.do(lambda work: beside.ask(conversation, "ben", "ann", work=work, **by))
    await exchange.hears(call, "child", {"music"})
    await house.do(lambda work: beside.come(conversation, "ben", work=work))
    ben = (await exchange.told.one(LegRinging, lambda it: it.leg != ann)).leg
    await exchange.pick_up(call, ben)
    await exchange.told.this(LegAnswered(call, ben))
    await exchange.hears(call, ann, {ben})
    await exchange.hears(call, "child", {"music"})
    await house.do(lambda work: beside.bring_in(conversation, ben, "ann", work=work))
    await exchange.hears(call, "child", {ann, ben})
    await house.do(lambda work: beside.pass_on(conversation, "ann", work=work, **by))
    await exchange.hears(call, "child", {ben})
    await exchange.hears(call, ben, {"child"})
    assert (await house.get(conversation)).volunteer == "ben"


async def test_who_loses_the_volunteer_hears_so_and_is_first(way: Way):
    call, conversation = await way.talk()
    leg = await way.leg(conversation, "ann")
    await way.exchange.hang_up(call, leg.id)
    await way.until(lambda it: it.state is State.WAITING, conversation)
    await way.house.ben.is_available(channels=["phone"])
    ringing = await way.exchange.told.one(LegRinging, lambda it: it.leg != leg.id)
    await way.house.ben.accepts()
    await way.exchange.pick_up(call, ringing.leg)
    await way.exchange.hears(call, "child", {ringing.leg})


async def test_a_talk_goes_on_while_the_helpline_is_away(way: Way):
    call, conversation = await way.talk()
    leg = await way.leg(conversation, "ann")
    await way.exchange.go_down()
    await way.exchange.hears(call, "child", {leg.id})
    before = [fact for fact in way.exchange.told.facts if isinstance(fact, Up)]
    await way.exchange.come_up()
    await way.exchange.told.one(Up, lambda it: all(it is not one for one in before))
    await way.exchange.hears(call, "child", {leg.id})
    await way.exchange.press(call, "1")
    await way.exchange.told.this(Digit(call, "1"))
    assert (await way.house.get(conversation)).state is State.ACTIVE
