"""What the order of the queue promises over a whole evening, whatever children and volunteers do."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from statistics import median

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpline.core.conversation import OWN_FAULT
from helpline.core.queue import YIELDS_FOR
from tests.core.evening import Evening

STEP = timedelta(seconds=10)
TEN_MINUTES = 60
colours = st.sampled_from([f"colour {number}" for number in range(8)])
deeds = st.one_of(
    st.tuples(st.sampled_from(["enters", "leaves", "declined"]), colours),
    st.tuples(st.sampled_from(["lost", "passes", "passes", "passes"]), st.just("")),
)
streams = st.lists(deeds, max_size=80)


def play(evening: Evening, stream: list[tuple[str, str]]) -> None:
    for deed, colour in stream:
        if deed == "enters":
            evening.enters(colour)
        elif deed == "leaves":
            evening.leaves(colour)
        elif deed == "declined":
            evening.will_decline(colour)
        elif deed == "lost":
            evening.loses_one()
        else:
            evening.passes()


@given(streams, st.integers(1, 3), st.integers(1, 60))
@example([("enters", "colour 0"), ("passes", ""), ("passes", ""), ("enters", "colour 1"), ("enters", "colour 0")], 1, 1)
def test_every_waiting_child_is_offered_in_bounded_time(
    stream: list[tuple[str, str]], volunteers: int, service_steps: int
):
    """After whatever happened so far, new children, redials and callers who had a conversation keep streaming in."""
    evening = Evening(volunteers, service=service_steps * STEP)
    play(evening, stream)
    stays = set(evening.waiting)
    in_front = len(stays) + len(evening.talking) + len(evening.before)
    # each of those in front once, one after the other, and ten minutes for who yields; a decline costs a minute
    turns = (in_front + 2) * (service_steps + 1) + in_front * 6 + YIELDS_FOR // STEP
    offered_before = {name: evening.waited.get(name) for name in stays}
    still = {name for name in stays if offered_before[name] is None}
    for turn in range(turns):
        if not still - set(evening.waited):
            return
        evening.enters(f"new {turn}")
        evening.enters(f"new {turn % 7}")
        evening.leaves(f"new {turn - 1}")
        evening.enters(f"new {turn - 1}")
        evening.passes()
    assert not still - set(evening.waited)


@given(streams)
def test_nobody_who_comes_later_is_offered_before_who_is_due(stream: list[tuple[str, str]]):
    """Whoever is offered has no earlier place than anybody left waiting who could have been asked."""
    evening = Evening(2, service=5 * STEP)
    for deed in stream:
        before = len(evening.served)
        play(evening, [deed])
        for _, child in evening.served[before:]:
            for left in evening.waiting.values():
                if not left.declined_by:
                    assert (child.rank, child.place_at) <= (left.rank, left.place_at)


@given(streams)
def test_nobody_talks_twice_at_once(stream: list[tuple[str, str]]):
    evening = Evening(3, service=5 * STEP)
    for deed in stream:
        play(evening, [deed])
        talking = [helped.child.conversation for helped in evening.talking]
        assert len(talking) == len(set(talking))
        assert not set(talking) & set(evening.waiting)
        busy = [helped.volunteer for helped in evening.talking]
        assert len(busy) == len(set(busy))
        assert not set(busy) & set(evening.idle)


def others(seed: int, *, restless: bool) -> list[timedelta]:
    """How long the others wait while one caller stays, or leaves and returns every ten seconds."""
    evening, dice = Evening(2, service=timedelta(minutes=4)), Random(seed)
    for turn in range(6 * TEN_MINUTES):
        if dice.random() < 0.12:
            evening.enters(f"child {turn}")
        if turn == 30:
            evening.enters("restless")
        if restless:
            waits = "restless" in evening.waiting
            evening.leaves("restless")
            if waits:
                evening.enters("restless")
        evening.passes()
    return [wait for name, wait in evening.waited.items() if name != "restless"]


@pytest.mark.parametrize("seed", range(5))
def test_a_caller_who_returns_every_ten_seconds_changes_nothing_for_the_others(seed: int):
    stays, returns = others(seed, restless=False), others(seed, restless=True)
    assert len(stays) > 20
    assert median(returns) == median(stays)
    assert returns == stays


def test_a_caller_who_comes_back_after_each_conversation_waits_behind_who_is_new():
    evening = Evening(1, service=6 * STEP)
    for turn in range(4 * TEN_MINUTES):
        evening.enters("again")
        if turn % 9 == 0:
            evening.enters(f"new {turn}")
        evening.passes()
    new = [wait for name, wait in evening.waited.items() if name != "again"]
    assert max(new) <= timedelta(minutes=3)
    assert sum(child.conversation == "again" for _, child in evening.served) > 3


def test_who_is_lost_again_and_again_is_in_front_again_and_again():
    evening = Evening(1, service=timedelta(hours=1))
    evening.enters("blue")
    evening.passes()
    for turn in range(20):
        evening.enters(f"new {turn}")
        evening.loses_one()
        evening.passes()
        assert [helped.child.conversation for helped in evening.talking] == ["blue"]
        assert evening.talking[0].child.rank == OWN_FAULT
