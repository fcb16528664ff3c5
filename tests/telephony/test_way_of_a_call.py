"""The way of a call through a real Asterisk and our queue, by who hears which tone."""

from __future__ import annotations

import pytest

from helpline.actions import beside
from helpline.actions import call as deeds
from helpline.core.consent import Answer
from helpline.core.conversation import State
from helpline.core.line import CallerGone, LegAnswered, LegRinging
from tests.telephony.way import WORKER, Way

pytestmark = pytest.mark.slow


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


async def test_chats_and_a_call_in_one_queue_go_out_in_the_order_in_which_they_came(way: Way):
    house, exchange = way.house, way.exchange
    blue, green = house.child("blue"), house.child("green")
    await blue.enters()
    house.clock.advance(seconds=1)
    await exchange.ring_up()
    (_, call) = await way.waits(2)
    house.clock.advance(seconds=1)
    await green.enters()
    for person, first in ((house.ann, blue.its), (house.ben, call), (house.cora, green.its)):
        await person.is_available(channels=["chat", "phone"])
        assert await person.is_asked_for() == first
    ringing = await exchange.told.one(LegRinging)
    await house.ben.accepts()
    await exchange.pick_up(ringing.call, ringing.leg)
    await exchange.hears(ringing.call, "child", {ringing.leg})


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
