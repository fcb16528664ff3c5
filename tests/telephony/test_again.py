"""A telephone asks again, in every way, of a call that was answered, and others send sound where the talk has its own:
the talk goes on, nothing is left, no number is anywhere, and a child beside it comes in."""

from __future__ import annotations

import asyncio
import os
from random import Random

import pytest

from helpline.core.line import CallerGone, Incoming
from tests.servers.asterisk import MUSIC_HZ
from tests.telephony import again
from tests.telephony.exchange import DEADLINE_SECONDS
from tests.telephony.moments import CHILDREN, Moments, There
from tests.telephony.phone import Talk
from tests.telephony.sip import parse
from tests.telephony.test_fuzz import obeys_nobody

pytestmark = pytest.mark.slow

ROUNDS = 10 if os.environ.get("HELPLINE_LONG") == "1" else 1
ANSWERED = ("before the offer", "while it rings", "in the talk", "on hold", "in a consult", "in a conference")
HEARS = {
    "in the talk": {"volunteer"},
    "on hold": {"music"},
    "in a consult": {"music"},
    "in a conference": {"volunteer", "worker"},
}
"""Whom the child hears at each moment, once what it hears of the helpline itself is over."""


@pytest.mark.parametrize("moment", ANSWERED)
async def test_whatever_is_asked_again_the_talk_goes_on(moments: Moments, moment: str):
    dice = Random(6)
    for _ in range(ROUNDS):
        who, more = dice.choice(dice.choice(CHILDREN).invites())
        there = await moments.reaches(moment, who, more)
        await there.child.until("up")
        for one in dice.sample(again.AGAINS, len(again.AGAINS)):
            one(there.child, dice)
            await resumes(there.child)
        await obeys_nobody(moments.way)
        await goes_on(there, moment)
        await a_child_comes_in_beside(moments)
        await moments.over(there)


@pytest.mark.parametrize("moment", ANSWERED)
async def test_who_asks_again_and_never_says_for_what_leaves_nothing(moments: Moments, moment: str):
    dice = Random(7)
    who, more = dice.choice(dice.choice(CHILDREN).invites())
    there = await moments.reaches(moment, who, more)
    await there.child.until("up")
    again.says_nothing(there.child, dice)
    await obeys_nobody(moments.way)
    await a_child_comes_in_beside(moments)
    await moments.over(there)


async def test_a_talk_that_the_child_holds_is_silent_until_it_resumes(moments: Moments):
    there = await moments.reaches("in the talk")
    await goes_on(there, "in the talk")
    again.holds_both(there.child, Random(8))
    await answered(there.child, there.child.cseq)
    await hears(there, there.child, set())
    await resumes(there.child)
    await goes_on(there, "in the talk")
    await moments.over(there)


async def resumes(talk: Talk) -> None:
    """Ask for the sound as it was, and again while the PBX is still at what was asked before, until it says yes."""
    asked: list[tuple[int, set[int]]] = []
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                number = again.resumes(talk)
                asked.append((number, await answered(talk, number)))
                if 200 in asked[-1][1]:
                    return
    except TimeoutError:
        raise AssertionError(f"the PBX answers {asked}") from None


async def answered(talk: Talk, number: int) -> set[int]:
    """What the PBX says to this one at last."""
    while True:
        assert not talk.is_over, "the PBX hung up"
        if (found := statuses(talk, number)) and max(found) >= 200:
            return found
        await asyncio.sleep(0.02)


def statuses(talk: Talk, number: int) -> set[int]:
    found = (parse(data) for data in talk.phone.received)
    return {it.status for it in found if it and it["call-id"] == talk.id and it["cseq"] == f"{number} INVITE"}


async def goes_on(there: There, moment: str) -> None:
    """Everybody hears whom they should."""
    if moment not in HEARS:
        assert not there.child.is_over
        return
    await hears(there, there.child, HEARS[moment])
    assert there.volunteer is not None
    if moment == "in the talk":
        await hears(there, there.volunteer, {"child"})
    if moment == "in a conference":
        await hears(there, there.volunteer, {"child", "worker"})
    if moment == "in a consult":
        await hears(there, there.volunteer, {"worker"})


async def hears(there: There, talk: Talk, whom: set[str]) -> None:
    """Wait until this one hears them, and nobody else."""
    people = {"child": there.child, "volunteer": there.volunteer, "worker": there.worker}
    tones = {name: it.phone.hertz for name, it in people.items() if it is not None} | {"music": MUSIC_HZ}
    found: set[str] = set()
    async with asyncio.timeout(DEADLINE_SECONDS):
        while found != whom:
            heard = await talk.heard(set(tones.values()))
            found = {name for name, hertz in tones.items() if hertz in heard}


async def a_child_comes_in_beside(moments: Moments) -> None:
    exchange = moments.way.exchange
    dialled = f"0999{moments.next_number()}"
    talk = await exchange.child.invite(dialled, "<sip:0612345678@operator.example>")
    it = await exchange.told.one(Incoming, lambda it: it.dialled == dialled)
    assert it.caller_key
    await talk.until("up")
    talk.hang_up()
    await exchange.told.this(CallerGone(it.call))
