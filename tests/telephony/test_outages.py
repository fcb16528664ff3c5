"""The helpline or the PBX goes and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from helpline.core.line import CallerGone, Device, Down, Incoming, LegAnswered, LegGone, LegRinging, Up
from helpline.core.wishes import Answer, Connect, HangUp, Offer
from helpline.telephony.ari import Ari
from helpline.telephony.ari_wishes import Ways
from helpline.telephony.asterisk import AsteriskLine
from helpline.telephony.phones import TELEPHONE
from tests.servers.asterisk import SIP_ADDRESS, Asterisk
from tests.telephony.exchange import Told
from tests.telephony.on_asterisk import AsteriskExchange
from tests.telephony.phone import Phone

pytestmark = pytest.mark.slow
PASSWORDS = "password of {}".format


@pytest.fixture
async def exchange(asterisk: Asterisk) -> AsyncIterator[AsteriskExchange]:
    async with ClientSession() as session:
        it = AsteriskExchange(asterisk, session)
        try:
            await it.start()
            yield it
        finally:
            await it.stop()


async def a_talk(exchange: AsteriskExchange, known: int = 0) -> str:
    """A child and the volunteer `a`, or a further one behind those known."""
    await exchange.ring_up()
    seen = [fact.call for fact in exchange.told.facts if isinstance(fact, Incoming)][:known]
    call = (await exchange.told.one(Incoming, lambda it: it.call not in seen)).call
    exchange.line.wish(Answer(call))
    leg = f"a{known}"
    exchange.line.wish(Offer(call, leg, exchange.colleague if known else exchange.volunteer, 60))
    await exchange.told.this(LegRinging(call, leg))
    await exchange.pick_up(call, leg)
    await exchange.told.this(LegAnswered(call, leg))
    exchange.line.wish(Connect(call, leg))
    await exchange.hears(call, "child", {leg})
    return call


async def test_a_line_that_never_knew_a_talk_finds_it_and_ends_it(exchange: AsteriskExchange):
    call = await a_talk(exchange)
    await exchange.go_down()
    told = exchange.told
    exchange.line = AsteriskLine(exchange.ari, Ways(), TELEPHONE)
    exchange.told = Told()
    exchange.line.heed(exchange.told)
    await exchange.come_up()
    up = await exchange.told.one(Up)
    assert [(it.call, it.is_talking) for it in up.calls] == [(call, True)]
    exchange.line.wish(HangUp(call))
    await exchange.told.this(CallerGone(call))
    await exchange.told.this(LegGone(call, "a0"))
    assert await exchange.left_over() == []
    assert CallerGone(call) not in told.facts


async def test_a_pbx_that_restarts_is_told_of_the_phones_again(exchange: AsteriskExchange, asterisk: Asterisk):
    await a_talk(exchange)
    asterisk.stop()
    await exchange.told.one(Down)
    told = len(exchange.told.facts)
    asterisk.start()
    up = await exchange.told.one(Up, lambda it: it in exchange.told.facts[told:])
    assert up == Up((), frozenset())
    for name, phone in exchange.volunteers.items():
        assert await phone.register(exchange._passwords[name]) == 200
        await exchange.told.one(Device, lambda it, name=name: it in exchange.told.facts[told:] and it.phone == name)
    await a_talk(exchange, known=1)


async def another_process(exchange: AsteriskExchange) -> Up:
    """It attends from now on; answers what it found."""
    await exchange.go_down()
    exchange.line = AsteriskLine(exchange.ari, Ways(), TELEPHONE, PASSWORDS)
    calls, exchange.told = [it for it in exchange.told.facts if isinstance(it, Incoming)], Told()
    exchange.told.facts += calls
    exchange.line.heed(exchange.told)
    await exchange.come_up()
    return await exchange.told.one(Up)


async def test_a_phone_of_an_earlier_process_of_ours_stays_registered_and_talks_on(exchange: AsteriskExchange):
    call = await a_talk(exchange)
    name, phone = exchange.volunteer, exchange.volunteers[exchange.volunteer]
    up = await another_process(exchange)
    assert name in up.online
    await exchange.line.admit(exchange.volunteers)
    assert await phone.register(PASSWORDS(name), 0) == 200
    await exchange.told.this(Device(name, is_online=False))
    await exchange.hears(call, "child", {"a0"})


async def test_who_logged_out_between_two_processes_of_ours_may_not_register_any_more(exchange: AsteriskExchange):
    """A crash of ours takes nothing back: the password of a log-in that ended meanwhile would hold for ever."""
    name, phone = exchange.volunteer, exchange.volunteers[exchange.volunteer]
    await another_process(exchange)
    await exchange.line.admit([exchange.colleague])
    await exchange.told.this(Device(name, is_online=False))
    for password in (exchange._passwords[name], PASSWORDS(name)):
        assert await phone.register(password) != 200
    assert (await exchange.ari.send("GET /endpoints/PJSIP/{}", name))[0] == 404
    assert (await exchange.ari.send("GET /endpoints/PJSIP/{}", "trunk"))[0] == 200


async def test_a_process_that_does_not_attend_lends_a_phone_that_the_other_one_hears_of(exchange: AsteriskExchange):
    aside = AsteriskLine(exchange.ari, Ways(), TELEPHONE, PASSWORDS)
    given = await aside.credentials("eva")
    eva = Phone("eva", SIP_ADDRESS, (SIP_ADDRESS, exchange.server.sip_port), 1350)
    try:
        await eva.start()
        assert await eva.register(given.password) == 200
        await exchange.line.admit([*exchange.volunteers, "eva"])
        await exchange.told.this(Device("eva", is_online=True))
    finally:
        await exchange.line.admit(exchange.volunteers)
        eva.close()


async def test_a_phone_of_another_application_stays(exchange: AsteriskExchange):
    other = AsteriskLine(
        Ari(exchange.session, exchange.server.url, "other", "helpline", exchange.server.password), Ways(), TELEPHONE
    )
    runs, told = asyncio.create_task(other.run()), Told()
    other.heed(told)
    try:
        await told.one(Up)
    finally:
        runs.cancel()
    name = exchange.volunteer
    assert await exchange.volunteers[name].register(exchange._passwords[name]) == 200
