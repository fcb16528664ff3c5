"""Who rings can write anything into its name and number; the dialplan neither obeys nor stumbles."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession

from helpline.core.line import Incoming
from helpline.core.wishes import HangUp
from tests.servers.asterisk import Asterisk
from tests.telephony.on_asterisk import AsteriskExchange

pytestmark = pytest.mark.slow

HOSTILE = [
    '"${SHELL(id)}" <sip:$%7BCHANNEL(name)%7D@operator.example>',
    '")},1)" <sip:06%29%7D%2C1%29@operator.example>',
    '"a\\"b,c|d;e" <sip:%22%2C%7C%3B@operator.example>',
    f"<sip:{'9' * 1000}@operator.example>",
    '"Zoë ☎" <sip:Zo%C3%AB@operator.example>',
    '"$[1/0]" <sip:%24%5B1%2F0%5D@operator.example>',
    "<sip:operator.example>",
    "<sip:06@operator.example>",
]


MALFORMED = [
    b"\0" * 400,
    b"INVITE sip:1234@x SIP/2.0\r\n\r\n",
    b"INVITE sip:1234@x SIP/2.0\r\nContent-Length: -1\r\nCSeq: 99999999999 INVITE\r\n\r\nv=0",
    b"INVITE sip:${SHELL(id)} SIP/9.9\r\nVia: \xff\xfe\r\nFrom: <sip:\r\n\r\n",
    b"SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\nCall-ID: nobody\r\n\r\n",
    b"BYE " + b"9" * 4000,
]


async def test_after_a_flood_and_nonsense_nothing_is_left_and_a_child_comes_in(asterisk: Asterisk):
    """Two hundred ring at once; every other one stops before anybody can answer, some ask again for what they have."""
    async with ClientSession() as session:
        exchange = AsteriskExchange(asterisk, session)
        try:
            await exchange.start()
            flood = [await exchange.child.invite("1234", f"<sip:06{n:08}@operator.example>") for n in range(200)]
            for number, talk in enumerate(flood):
                exchange.child.send(MALFORMED[number % len(MALFORMED)])
                if number % 2:
                    talk.hang_up()
                elif number % 4:
                    exchange.child.send(
                        talk.phone.request("INVITE", talk.target, talk.ours, talk.theirs, talk.id, talk.branch, 2)
                    )
            await exchange.told.one(Incoming)
            for talk in flood[::2]:
                talk.hang_up()
            for fact in tuple(exchange.told.facts):
                if isinstance(fact, Incoming):
                    exchange.line.wish(HangUp(fact.call))
            assert await exchange.left_over() == []
            seen = {fact.call for fact in exchange.told.facts if isinstance(fact, Incoming)}
            await exchange.ring_up()
            it = await exchange.told.one(Incoming, lambda it: it.call not in seen)
            assert it.caller_key
        finally:
            await exchange.stop()


async def test_a_hostile_number_is_nobody_and_the_next_call_comes_in(asterisk: Asterisk):
    async with ClientSession() as session:
        exchange = AsteriskExchange(asterisk, session)
        try:
            await exchange.start()
            seen: set[str] = set()
            for who in HOSTILE:
                exchange.children.append(await exchange.child.invite("1234", who))
                it = await exchange.told.one(Incoming, lambda it: it.call not in seen)
                seen.add(it.call)
                assert (it.dialled, it.caller_key) == ("1234", None), who
        finally:
            await exchange.stop()
