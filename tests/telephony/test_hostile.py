"""Who rings can write anything into its name and number; the dialplan neither obeys nor stumbles."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession

from helpline.core.line import Incoming
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
