"""A volunteer gives a conversation to somebody else."""

from __future__ import annotations

import pytest

from helpline.core.conversation import OWN_FAULT, State
from helpline.core.errors import Ended, NotFree, NotYours
from tests.actions.talking import talk
from tests.house import House


async def test_handed_over_it_is_in_front_of_the_queue_with_a_note(house: House):
    blue = await talk(house)
    red = house.child("red")
    await red.enters()
    await house.ann.is_away()
    await house.ann.hands_over("Gaat over school.")
    assert await house.queue() == [blue.its, red.its]
    it = await blue.it()
    assert (it.place_rank, it.volunteer, it.hand_overs, it.interrupted) == (OWN_FAULT, None, 1, True)
    assert b"school" not in (it.note or b"")
    await house.ben.is_available()
    taken = await house.ben.accepts()
    assert (taken.id, taken.reads_back) == (blue.its, True)
    assert await house.ben.reads_note(blue.its) == "Gaat over school."


async def test_without_a_note_there_is_none(house: House):
    blue = await talk(house)
    await house.ann.hands_over()
    assert (await blue.it()).note is None


async def test_it_may_be_given_to_one_colleague(house: House):
    blue = await talk(house)
    await house.ben.is_available()
    house.clock.advance(seconds=1)
    await house.cora.is_available()
    await house.ann.hands_over("Vraag aan jou.", to=house.cora)
    assert await house.cora.is_asked_for() == blue.its
    assert await house.ben.offer() is None


async def test_the_colleague_may_decline_and_then_it_is_the_next_ones(house: House):
    blue = await talk(house)
    await house.ben.is_available()
    await house.ann.hands_over(to=house.ben)
    await house.cora.is_available()
    await house.ben.declines()
    assert await house.cora.is_asked_for() == blue.its


@pytest.mark.parametrize("why", ["not there", "away", "asked already", "busy", "in training", "phone only", "herself"])
async def test_who_cannot_take_it_now_is_not_free_and_nothing_changes(house: House, why: str):
    blue = await talk(house)
    to = house.ben
    if why == "away":
        await to.comes()
    elif why == "asked already":
        await to.is_available()
        await house.child("red").enters()
    elif why == "busy":
        await talk(house, to, "red")
    elif why == "in training":
        to = house.gijs
        await to.is_available()
    elif why == "phone only":
        await to.is_available(channels=["phone"])
    elif why == "herself":
        to = house.ann
        await to.is_available(chats=2)
    before = await blue.it()
    with pytest.raises(NotFree):
        await house.ann.hands_over("Alsjeblieft.", to=to)
    assert await blue.it() == before


async def test_what_adults_must_carry_is_not_given_to_a_youth_volunteer(house: House):
    await talk(house, topic="hurt")
    await house.finn.is_available()
    with pytest.raises(NotFree):
        await house.ann.hands_over(to=house.finn)


async def test_it_never_goes_straight_back_while_another_is_free(house: House):
    blue = await talk(house)
    await house.ben.is_available()
    await house.ann.hands_over()
    assert await house.ben.is_asked_for() == blue.its
    assert await house.ann.offer() is None


async def test_whoever_gave_it_is_asked_after_a_minute_when_nobody_else_is_free(house: House):
    blue = await talk(house)
    await house.ann.hands_over()
    await house.passes(seconds=59)
    assert await house.ann.offer() is None
    await house.passes(seconds=1)
    assert await house.ann.is_asked_for() == blue.its


async def test_meanwhile_whoever_gave_it_is_asked_for_the_next_child(house: House):
    await talk(house)
    red = house.child("red")
    await red.enters()
    await house.ann.hands_over()
    assert await house.ann.is_asked_for() == red.its


async def test_whoever_gave_it_has_nothing_to_say_there_any_more(house: House):
    blue = await talk(house)
    await house.ann.hands_over()
    with pytest.raises(NotYours):
        await house.ann.says("nog even", conversation=blue.its)


async def test_meanwhile_the_child_may_go_on_writing(house: House):
    blue = await talk(house)
    await house.ann.hands_over()
    await blue.says("oke")
    await house.ben.is_available()
    await house.ben.accepts()
    assert [message.text for message in await blue.reads()] == ["oke"]


async def test_a_child_in_the_dark_that_was_handed_over_is_not_forgotten(house: House):
    blue = await talk(house)
    await blue.goes()
    await house.ann.hands_over()
    await house.ann.is_away()
    await house.passes(minutes=29)
    assert await blue.state() == State.WAITING
    await house.passes(minutes=1)
    assert (await blue.it()).ended_by == "lost"


async def test_what_has_ended_cannot_be_handed_over(house: House):
    blue = await talk(house)
    await house.ann.ends()
    with pytest.raises(Ended):
        await house.ann.hands_over(conversation=blue.its)


async def test_every_assignment_is_kept_with_who_and_why_it_ended(house: House):
    await talk(house)
    await house.ann.hands_over()
    await house.ann.is_away()
    await house.ben.is_available()
    await house.ben.accepts()
    await house.ben.goes()
    await house.passes(seconds=90)
    await house.cora.is_available()
    await house.cora.accepts()
    await house.cora.rounds_off()
    kept = await house.rows("SELECT number, staff, why FROM assignment ORDER BY number")
    assert kept == [(1, "ann", "handed_over"), (2, "ben", "lost"), (3, "cora", "ended")]


async def test_the_first_one_to_accept_counts_as_the_answer(house: House):
    blue = await talk(house)
    accepted_at = (await blue.it()).accepted_at
    house.clock.advance(minutes=5)
    await house.ann.hands_over()
    await house.ben.is_available()
    taken = await house.ben.accepts()
    assert (taken.accepted_at, taken.phase) == (accepted_at, 1)
    steps = await house.rows("SELECT n, phase FROM phase_step")
    assert steps == [(1, 1)]


async def test_the_note_is_for_the_next_one_alone(house: House):
    blue = await talk(house)
    await house.ann.is_away()
    await house.ann.hands_over("Gaat over school.")
    await house.ben.is_available()
    await house.ben.accepts()
    await house.ben.goes(silent=True)
    await house.passes(seconds=91)
    await house.cora.is_available()
    await house.cora.accepts()
    assert await house.cora.reads_note(blue.its) is None


async def test_what_was_handed_over_was_never_lost(house: House):
    await talk(house)
    await house.ben.is_available()
    await house.ann.hands_over()
    offer = await house.ben.offer()
    assert offer is not None
    assert offer.returned is None
