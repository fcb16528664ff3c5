"""Whatever is sent to the PBX, at whatever moment of a call: it obeys nobody, nothing is left, and a child comes in.

A short form runs with every change; `make fuzz` asks for the long one.
"""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest
from aiohttp import encode_basic_auth

from helpline.core.line import CallerGone, Incoming
from helpline.core.wishes import HangUp
from helpline.telephony.names import leg_of
from tests.telephony import hostile
from tests.telephony.moments import CHILDREN, STEPS, Moments
from tests.telephony.way import Way

pytestmark = pytest.mark.slow

IS_LONG = os.environ.get("HELPLINE_LONG") == "1"
ROUNDS, FLOOD, FLOODS = (40, 100, 20) if IS_LONG else (1, 40, 2)
CHILD = ("helpline-in", "nl", "child", "anonymous")
"""Where every call of a child stands in the dialplan, in which language, and under which name and number."""
ON_THE_WAY = {"Stasis", "Set", ""}


async def test_at_no_moment_does_a_call_obey_who_is_malicious(moments: Moments):
    dice, seen = Random(3), Counter[tuple[str, str]]()
    for number in range(ROUNDS * len(STEPS)):
        moment = list(STEPS)[number % len(STEPS)]
        who, more = dice.choice(dice.choice(CHILDREN).invites())
        there = await moments.reaches(moment, who, more)
        rung = moments.way.exchange.outside.rung.qsize()
        for malice in dice.sample(hostile.MALICES, len(hostile.MALICES)):
            malice(there.child, dice)
            seen[moment, malice.__name__] += 1
        await obeys_nobody(moments.way)
        hostile.ends_twice(there.child, dice)
        await moments.over(there)
        assert moments.way.exchange.outside.rung.qsize() == rung
    await moments.over(await moments.reaches("in the talk"))
    assert set(seen) == {(moment, malice.__name__) for moment in STEPS for malice in hostile.MALICES}


async def test_no_name_and_no_number_gives_orders_and_a_child_comes_in_beside_them(moments: Moments):
    dice, way = Random(4), moments.way
    came = 0
    for _ in range(FLOODS):
        dialled = [hostile.dialled(dice) for _ in range(FLOOD)]
        talks = [await way.exchange.child.invite(it, hostile.who(dice)) for it in dialled]
        for talk in talks:
            way.exchange.child.send(talk.first)
        there = await moments.reaches("as it dials", '"a" <sip:0612345678@operator.example>')
        good = await moments.comes_in(there)
        assert good.caller_key
        await obeys_nobody(way)
        for talk in talks[::2]:
            talk.hang_up()
        for fact in tuple(way.exchange.told.facts):
            if isinstance(fact, Incoming) and fact is not good:
                assert fact.dialled in map(hostile.digits, dialled)
                assert fact.caller_key is None
                way.exchange.line.wish(HangUp(fact.call))
                await way.exchange.told.this(CallerGone(fact.call))
                came += 1
        await moments.over(there)
    assert came > FLOODS * FLOOD / 4


async def obeys_nobody(way: Way) -> None:
    """All children stand where the dialplan leads them, under the name that it gives them."""
    server = way.exchange.server
    log_in = {"Authorization": encode_basic_auth("helpline", server.password)}
    async with way.exchange.session.get(f"{server.url}/channels", headers=log_in) as answer:
        children = [it for it in await answer.json() if leg_of(it["id"]) is None]
    assert {it["dialplan"]["app_name"] for it in children} <= ON_THE_WAY, children
    for it in children:
        at, caller = it["dialplan"], it["caller"]
        # in its first milliseconds it is on its way there
        if at["app_name"] == "Stasis":
            assert (at["context"], it["language"], caller["name"], caller["number"]) == CHILD
