"""Whatever should be, and whatever fell out before, the wishes lead there: tried on a practice line."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from helpline.core.call import Child, Leg, Part, Wanted
from helpline.core.line import Fact, Incoming, PromptDone, Up
from helpline.core.switching import Here, Words, asked, found, heard, wishes
from helpline.core.wishes import Drop, HangUp, Play
from helpline.telephony.practice import PracticeLine
from helpline.telephony.practice_call import CHILD
from tests.telephony.hearing import People, should_hear

AT = datetime(2026, 11, 21, 19, tzinfo=UTC)
PARTS = {
    "volunteer": (Part.VOLUNTEER,),
    "worker": (Part.CONSULT, Part.CONFERENCE),
    "colleague": (Part.CONSULT, Part.CONFERENCE),
    "coordinator": (Part.LISTEN, Part.WHISPER, Part.JOIN),
}
"""Who may be in a call, and as what."""

someone = st.fixed_dictionaries({}, optional={who: st.sampled_from(parts) for who, parts in PARTS.items()})
moments = st.tuples(st.sampled_from([Child.TALKS, Child.HELD]), someone) | st.just((Child.WAITS, {}))
restarts = st.booleans()


class ACall:
    """A child on a practice line, and what was asked for so far. ids: of who is there; new for who comes again."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.line = PracticeLine()
        self.line.heed(self.facts.append)
        self.line.come_up()
        self.name = self.line.ring_up("1", None)
        self.here = Here(self.name)
        self.ids: dict[str, str] = {}
        self.count = 0

    def wanted(self, child: Child, people: People) -> Wanted:
        there = self.line.calls()[self.name].legs
        self.ids = {who: name for who, name in self.ids.items() if who in people and name in there}
        for who in people:
            if who not in self.ids:
                self.count += 1
                self.ids[who] = f"{who}{self.count}"
        return Wanted(child, tuple(leg(self.ids[who], part) for who, part in people.items()))

    def becomes(self, want: Wanted, words: Words | None = None) -> None:
        """Ask until there is nothing left to ask; whoever rings picks up."""
        for phone in (it.phone for it in want.legs if it.phone):
            self.line._online.add(phone)
        for _ in range(12):
            self._hear()
            asked_for = wishes(want, self.here, words, {"worker": "0800"})
            for wish in asked_for:
                self.here = asked(self.here, wish)
                self.line.wish(wish)
            call = self.line.calls().get(self.name)
            ringing = [name for name, it in call.legs.items() if not it.is_answered] if call else []
            for name in ringing:
                self.line.pick_up(self.name, name)
            if not asked_for and not ringing and not self.facts:
                return
        raise AssertionError("it never comes to rest")

    def restarts(self) -> None:
        """What was known of it is gone; the line tells what stands."""
        self.facts.clear()
        self.line.come_up()
        (up,) = (fact for fact in self.facts if isinstance(fact, Up))
        (standing,) = up.calls
        self.here = found(standing)
        self.facts.clear()

    def _hear(self) -> None:
        facts, self.facts[:] = list(self.facts), []
        for fact in facts:
            if not isinstance(fact, Incoming | Up):
                self.here = heard(self.here, fact)

    def heard_by(self, who: str) -> set[str]:
        names = {name: person for person, name in self.ids.items()} | {CHILD: CHILD}
        return {names[name] for name in self.line.calls()[self.name].heard_by(self.ids.get(who, who))}


def leg(name: str, part: Part) -> Leg:
    outside = name.startswith("worker")
    return Leg(
        id=name,
        conversation="x",
        part=part,
        phone=None if outside else name,
        referral="worker" if outside else None,
        made_at=AT,
    )


@given(st.lists(st.tuples(moments, restarts), min_size=1, max_size=6))
@example([((Child.HELD, {"volunteer": Part.VOLUNTEER}), False), ((Child.TALKS, {"volunteer": Part.VOLUNTEER}), False)])
def test_everybody_hears_whom_they_should_and_nobody_else(evening: list[tuple[tuple[Child, People], bool]]):
    call = ACall()
    for (child, people), is_new in evening:
        if is_new:
            call.restarts()
        call.becomes(call.wanted(child, people))
        there = {who: part for who, part in people.items() if not (part is Part.CONSULT and child is Child.TALKS)}
        for who in (CHILD, *there):
            assert call.heard_by(who) == should_hear(who, child, there), who
    call.becomes(Wanted(Child.GONE))
    assert call.line.calls() == {}


@given(st.lists(moments, min_size=1, max_size=4))
def test_what_is_so_already_is_not_asked_for_again(evening: list[tuple[Child, People]]):
    call = ACall()
    for child, people in evening:
        want = call.wanted(child, people)
        call.becomes(want)
        assert wishes(want, call.here, None, {"worker": "0800"}) == []


def test_last_words_are_heard_to_their_end_before_the_call_is_over():
    here, words = Here("c", is_answered=True), Words("p", ("too_long",), "nl", is_urgent=True)
    leaves = Wanted(Child.LEAVES)
    said = wishes(leaves, here, words)
    assert Play("c", "p", ("too_long",), "nl") in said
    for wish in said:
        here = asked(here, wish)
    assert wishes(leaves, here, words) == []
    assert wishes(leaves, heard(here, PromptDone("c", "p", heard=True)), words) == [HangUp("c")]


def test_words_that_are_not_urgent_wait_for_those_that_play():
    here = Here("c", is_answered=True, playing="first", said=frozenset({"first"}))
    later = Words("second", ("next",), "nl")
    assert not any(isinstance(wish, Play) for wish in wishes(Wanted(Child.WAITS), here, later))
    urgent = Words("second", ("interrupted",), "nl", is_urgent=True)
    assert any(isinstance(wish, Play) for wish in wishes(Wanted(Child.WAITS), here, urgent))


def test_whoever_is_not_wanted_is_dropped_first():
    call = ACall()
    call.becomes(call.wanted(Child.HELD, {"volunteer": Part.VOLUNTEER, "worker": Part.CONSULT}))
    worker = call.ids["worker"]
    first = wishes(call.wanted(Child.TALKS, {"volunteer": Part.VOLUNTEER}), call.here)[0]
    assert first == Drop(call.name, worker)
