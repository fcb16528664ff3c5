"""The states of a conversation are a closed machine: what may happen where, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from helpline.core import life
from helpline.core.conversation import ORDINARY, OWN_FAULT, PRACTISING, Conversation, EndedBy, Returned, State
from helpline.core.errors import Ended, NotTalking, OfferGone, Refusal
from tests.core.made import NOW, a_conversation

W, OF, A, R, C = State.WAITING, State.OFFERED, State.ACTIVE, State.WRAP_UP, State.CLOSED
LATER = NOW + timedelta(minutes=1)
LOST = {"volunteer": "ann", "assignment": 1, "interrupted_at": NOW}

Deed = Callable[[Conversation], Conversation]
DEEDS: dict[str, Deed] = {
    "offer": lambda it: life.offer(it, LATER),
    "take back": life.take_back,
    "accept": lambda it: life.accept(it, "ben", LATER),
    "lose": lambda it: life.lose_volunteer(it, LATER),
    "requeue": lambda it: life.requeue(replace(it, interrupted_at=NOW), LATER),
    "regain": lambda it: life.regain(replace(it, **LOST), "ann"),
    "hand over": lambda it: life.hand_over(it, b"note", LATER),
    "end": lambda it: life.end(it, EndedBy.CHILD, LATER),
    "finish": lambda it: life.finish(it, LATER),
}
# what becomes of each state, in the order waiting, offered, active, wrap-up, closed
BECOMES: dict[str, tuple[State | type[Refusal], ...]] = {
    "offer": (OF, OfferGone, OfferGone, OfferGone, OfferGone),
    "take back": (W, W, A, R, C),
    "accept": (OfferGone, A, OfferGone, OfferGone, OfferGone),
    "lose": (W, OF, A, R, C),
    "requeue": (W, OF, W, R, C),
    "regain": (A, A, A, R, C),
    "hand over": (Ended, Ended, W, Ended, Ended),
    "end": (C, C, R, R, C),
    "finish": (NotTalking, NotTalking, NotTalking, C, C),
}


def test_every_deed_is_tried_in_every_state():
    assert DEEDS.keys() == BECOMES.keys()
    assert all(len(states) == len(State) for states in BECOMES.values())


@pytest.mark.parametrize(("deed", "state"), list(product(DEEDS, State)))
def test_the_states_are_a_closed_machine(deed: str, state: State):
    becomes = BECOMES[deed][list(State).index(state)]
    if isinstance(becomes, State):
        assert DEEDS[deed](a_conversation(state)).state is becomes
    else:
        with pytest.raises(becomes):
            DEEDS[deed](a_conversation(state))


@pytest.mark.parametrize("deed", ["take back", "lose", "requeue", "regain", "end", "finish"])
@pytest.mark.parametrize("state", [R, C])
def test_what_is_over_is_not_touched_by_what_comes_late(deed: str, state: State):
    if (deed, state) == ("finish", R):
        return
    it = a_conversation(state, **LOST)
    assert DEEDS[deed](it) == it


def test_an_offer_keeps_the_moment_of_the_first_one():
    first = life.offer(a_conversation(), NOW)
    assert life.offer(life.take_back(first), LATER).first_offered_at == NOW


def test_an_offer_does_not_move_the_place():
    it = a_conversation()
    back = life.take_back(life.offer(it, LATER))
    assert (back.place_rank, back.place_at, back.waiting_since) == (it.place_rank, it.place_at, it.waiting_since)


def test_who_accepts_first_is_not_said_to_read_back():
    taken = life.accept(a_conversation(OF), "ann", LATER)
    assert (taken.volunteer, taken.assignment, taken.reads_back, taken.phase, taken.accepted_at) == (
        "ann", 1, False, 1, LATER,
    )  # fmt: skip


def test_who_takes_over_reads_back_and_fences_out_who_had_it():
    lost = a_conversation(
        OF, **LOST, interrupted=True, phase=3, accepted_at=NOW, returned=Returned.LOST_VOLUNTEER, works_from="office"
    )
    taken = life.accept(lost, "ben", LATER)
    assert (taken.volunteer, taken.assignment, taken.reads_back) == ("ben", 2, True)
    assert (taken.phase, taken.accepted_at, taken.works_from) == (3, NOW, "office")
    assert (taken.interrupted, taken.interrupted_at, taken.returned, taken.handed_over) == (False, None, None, False)


def test_losing_the_volunteer_twice_keeps_the_first_moment():
    lost = life.lose_volunteer(a_conversation(A), NOW)
    assert life.lose_volunteer(lost, LATER) is lost


def test_the_child_is_told_once_and_it_is_counted_once():
    told = life.tell_interrupted(life.lose_volunteer(a_conversation(A), NOW))
    assert (told.interrupted, told.interruptions) == (True, 1)
    assert life.tell_interrupted(told) is told
    assert life.tell_interrupted(a_conversation(A)).interruptions == 0


def test_requeued_it_is_in_front_at_its_original_place_and_the_child_knows():
    lost = life.lose_volunteer(a_conversation(A, place_at=NOW - timedelta(hours=1)), NOW)
    again = life.requeue(lost, LATER)
    assert (again.place_rank, again.place_at, again.waiting_since) == (OWN_FAULT, NOW - timedelta(hours=1), LATER)
    assert (again.interrupted, again.interruptions, again.returned) == (True, 1, Returned.LOST_VOLUNTEER)
    assert again.volunteer == "ann"


def test_who_practises_stays_behind_every_child_also_when_lost_or_handed_over():
    lost = replace(a_conversation(A, interrupted_at=NOW), practice=True, place_rank=PRACTISING)
    assert life.requeue(lost, LATER).place_rank == PRACTISING
    assert life.hand_over(lost, None, LATER).place_rank == PRACTISING


def test_what_was_not_lost_is_not_requeued():
    it = a_conversation(A)
    assert life.requeue(it, LATER) is it


@pytest.mark.parametrize("who", ["ben", "zoe"])
def test_nobody_regains_what_another_one_lost(who: str):
    it = a_conversation(W, **LOST)
    assert life.regain(it, who) is it


def test_what_was_not_lost_is_not_regained():
    it = a_conversation(A)
    assert life.regain(it, "ann") is it


def test_handed_over_nobody_holds_it_and_the_next_one_finds_the_note():
    given = life.hand_over(a_conversation(A, phase=4), b"sealed", LATER)
    assert (given.volunteer, given.note, given.hand_overs, given.handed_over, given.phase) == (
        None, b"sealed", 1, True, 4,
    )  # fmt: skip
    assert (given.place_rank, given.place_at, given.interrupted) == (OWN_FAULT, NOW, True)
    assert life.regain(given, "ann") is given


@pytest.mark.parametrize("by", EndedBy)
def test_where_nobody_holds_it_the_end_closes_it(by: EndedBy):
    over = life.end(a_conversation(W), by, LATER)
    assert (over.state, over.ended_by, over.ended_at, over.finished_at) == (C, by, LATER, LATER)


def test_where_somebody_holds_or_lost_it_the_end_is_rounded_off():
    over = life.end(a_conversation(W, **LOST, interrupted=True), EndedBy.CHILD, LATER)
    assert (over.state, over.finished_at, over.interrupted, over.interrupted_at) == (R, None, False, None)


def test_the_first_end_counts():
    over = life.end(a_conversation(A), EndedBy.CHILD, NOW)
    assert life.end(over, EndedBy.VOLUNTEER, LATER) is over


def test_finishing_keeps_how_and_when_it_ended():
    done = life.finish(a_conversation(R), LATER)
    assert (done.ended_at, done.finished_at) == (NOW, LATER)
    assert life.finish(done, LATER + timedelta(days=1)) is done


def test_a_child_that_goes_and_comes_keeps_everything():
    it = a_conversation(W, child_node="here")
    gone = life.child_left(it, LATER)
    assert (gone.child_gone_at, gone.child_node) == (LATER, None)
    assert life.child_left(gone, LATER + timedelta(days=1)) is gone
    assert life.child_came(gone, "here") == it


def test_the_volunteer_hears_only_while_talking_that_the_child_is_away():
    gone = life.child_left(a_conversation(A), NOW)
    assert life.tell_child_away(gone).child_away
    assert not life.child_came(life.tell_child_away(gone), "here").child_away
    for it in (a_conversation(A), life.child_left(a_conversation(W), NOW), life.child_left(a_conversation(R), NOW)):
        assert life.tell_child_away(it) is it


WORDS = [
    # state, interrupted, by the child, by the volunteer
    (W, False, NotTalking, NotTalking),
    (W, True, None, NotTalking),
    (OF, False, NotTalking, NotTalking),
    (OF, True, None, NotTalking),
    (A, False, None, None),
    (A, True, None, None),
    (R, False, Ended, Ended),
    (C, False, Ended, Ended),
]


@pytest.mark.parametrize(("state", "interrupted", "child", "volunteer"), WORDS)
def test_who_may_say_something_when(
    state: State, interrupted: bool, child: type[Refusal] | None, volunteer: type[Refusal] | None
):
    for by_child, refusal in ((True, child), (False, volunteer)):
        if refusal is None:
            life.check_words(state, interrupted, by_child)
        else:
            with pytest.raises(refusal):
                life.check_words(state, interrupted, by_child)


def test_an_ordinary_place_is_behind_one_that_we_owe():
    assert OWN_FAULT < ORDINARY
