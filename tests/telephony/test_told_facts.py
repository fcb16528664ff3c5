"""In which order is done what the line tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpline.core.line import CallerGone, Device, Digit, Down, Fact, Incoming, LegAnswered, Up
from helpline.telephony.told_facts import ToldFacts

BACK = Up((), frozenset())


def rings(call: str) -> Incoming:
    return Incoming(call, "0800", None)


def drained(told: ToldFacts) -> list[Fact]:
    order = []
    while told:
        fact = told.next()
        order.append(fact)
        told.done(fact)
    return order


def told(*facts: Fact) -> ToldFacts:
    it = ToldFacts()
    for fact in facts:
        it.add(fact)
    return it


def test_who_picked_up_does_not_wait_for_those_who_begin_to_ring():
    ringing = [rings(f"call{number}") for number in range(100)]
    answered = LegAnswered("before", "leg")
    assert drained(told(*ringing, answered)) == [answered, *ringing]


def test_what_is_told_of_a_new_call_comes_after_it():
    facts = [rings("new"), Digit("new", "1"), CallerGone("new")]
    assert drained(told(*facts)) == facts


def test_what_was_told_before_the_line_went_is_not_told_after_it_came_back():
    facts = [rings("new"), Down(), BACK, LegAnswered("before", "leg")]
    assert drained(told(*facts)) == facts


def test_what_is_forgotten_while_it_is_done_takes_nothing_with_it():
    it = told(CallerGone("old"))
    fact = it.next()
    it.clear()
    it.add(BACK)
    it.done(fact)
    assert drained(it) == [BACK]


CALLS = st.sampled_from(["a", "b", "c"])
FACTS = st.one_of(
    st.builds(rings, CALLS),
    st.builds(CallerGone, CALLS),
    st.builds(LegAnswered, CALLS, st.just("leg")),
    st.builds(Device, st.just("phone"), st.booleans()),
    st.builds(Down),
    st.just(BACK),
)


@given(st.lists(FACTS, max_size=30))
def test_nothing_is_lost_and_of_one_call_the_order_stays(facts: list[Fact]):
    order = drained(told(*facts))
    for call in "abc":
        about = [fact for fact in facts if isinstance(fact, Up | Down) or getattr(fact, "call", None) == call]
        assert [fact for fact in order if fact in about] == about
    assert len(order) == len(facts)


@given(st.lists(CALLS, max_size=10, unique=True))
def test_who_rang_first_is_let_in_first(calls: list[str]):
    facts = [rings(call) for call in calls]
    assert drained(told(*facts)) == facts
