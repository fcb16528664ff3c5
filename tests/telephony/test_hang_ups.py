"""Whoever hangs up, at whatever moment of a call through a real Asterisk: nothing is left of it.

Fifty calls, and two thousand where somebody asks for the long form.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

import pytest

from helpline.actions import call as deeds
from helpline.core.errors import Refusal
from helpline.core.line import Failure
from tests.telephony.left import nothing_is_left_in
from tests.telephony.moments import STEPS, Moments, There
from tests.telephony.on_asterisk import STATUS
from tests.telephony.phone import Talk
from tests.telephony.way import Way

pytestmark = pytest.mark.slow

CALLS = 2000 if os.environ.get("HELPLINE_LONG") == "1" else 50


async def test_whoever_hangs_up_at_whatever_moment_nothing_is_left_of_a_call(way: Way):
    moments, dice, seen = Moments(way), Random(11), Counter[tuple[str, str]]()
    todo: list[tuple[str, Ends]] = []
    for _ in range(CALLS):
        todo = todo or dice.sample(EVERY, len(EVERY))
        moment, ends = todo.pop()
        there = await moments.reaches(moment)
        with suppress(Refusal):
            await ends(way, there)
        await moments.over(there)
        seen[moment, ends.__name__] += 1
    way.house.clock.advance(seconds=24 * 3600)
    await way.house.tick()
    await nothing_is_left_in(way.house, way.board)
    assert set(seen) == {(moment, ends.__name__) for moment, ends in EVERY}


# Who ends it. What follows is the helpline's.


async def child(way: Way, there: There) -> None:
    there.child.hang_up()


async def volunteer(way: Way, there: There) -> None:
    _puts_down(there.volunteer)


async def worker(way: Way, there: There) -> None:
    _puts_down(there.worker)


async def child_and_volunteer(way: Way, there: There) -> None:
    there.child.hang_up()
    _puts_down(there.volunteer)


async def volunteer_and_worker(way: Way, there: There) -> None:
    _puts_down(there.worker)
    _puts_down(there.volunteer)


async def declined(way: Way, there: There) -> None:
    await way.house.ann.declines()


async def desk(way: Way, there: There) -> None:
    by = {"rules": way.house.rules, "now": way.house.now()}
    await way.house.do(lambda work: deeds.hang_up(there.conversation, "ann", work=work, **by))


async def desk_and_child(way: Way, there: There) -> None:
    there.child.hang_up()
    await desk(way, there)


async def recording(way: Way, there: There) -> None:
    now = way.house.now()
    await way.house.do(lambda work: deeds.end_with_recording(there.conversation, "ann", work=work, now=now))


def _puts_down(talk: Talk | None) -> None:
    """Or does not pick up."""
    assert talk is not None
    if talk.status == 200:
        talk.hang_up()
    else:
        talk.refuse(STATUS[Failure.REJECTED])


Ends = Callable[[Way, There], Awaitable[None]]
HERE: tuple[Ends, ...] = (child, volunteer, child_and_volunteer, desk, desk_and_child, recording)
WITH_WORKER: tuple[Ends, ...] = (*HERE, worker, volunteer_and_worker)
WAYS: dict[str, tuple[Ends, ...]] = {
    "as it dials": (child,),
    "before the offer": (child,),
    "while it rings": (child, volunteer, child_and_volunteer, declined),
    "while answering": (child, volunteer, child_and_volunteer, desk),
    "as it is answered": (child, volunteer, child_and_volunteer),
    "in the talk": HERE,
    "on hold": (child, volunteer, desk),
    "while a worker is rung": (child, volunteer, worker, desk),
    "in a consult": WITH_WORKER,
    "in a conference": WITH_WORKER,
}
EVERY = [(moment, ends) for moment in STEPS for ends in WAYS[moment]]
