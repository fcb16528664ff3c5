"""How a conversation ends, and what is filled in before it is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.core.conversation import State
from helpline.core.errors import Ended, Incomplete, Invalid, NotTalking, NotYours
from tests.actions.talking import talk
from tests.house import House

COUNSELLING = {"type": "counselling", "gender": "girl", "age": 12, "about": "self"}


async def test_a_child_that_leaves_the_queue_has_abandoned(house: House):
    blue = house.child("blue")
    await blue.enters()
    house.clock.advance(seconds=8)
    await blue.leaves()
    it, attempt = await blue.it(), await blue.attempt()
    assert (it.state, it.ended_by, it.finished_at) == (State.CLOSED, "child", house.now())
    assert (attempt.outcome, attempt.detail, attempt.left_at) == ("abandoned", "child", house.now())
    assert await house.queue() == []


async def test_leaving_without_a_conversation_does_nothing(house: House):
    await house.child("blue").leaves()
    assert house.told == []


async def test_leaving_is_by_device_and_leaves_others_alone(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await red.enters()
    await blue.leaves()
    assert await house.queue() == [red.its]


async def test_when_the_child_leaves_the_volunteer_rounds_off(house: House):
    blue = await talk(house)
    await blue.leaves()
    it = await blue.it()
    assert (it.state, it.ended_by, it.ended_at, it.finished_at) == (State.WRAP_UP, "child", house.now(), None)
    assert await house.ann.holds() == [blue.its]
    assert (await blue.attempt()).outcome == "answered"


async def test_leaving_twice_changes_nothing(house: House):
    blue = await talk(house)
    await blue.leaves()
    before = await blue.it()
    await blue.leaves()
    assert await blue.it() == before


async def test_when_the_volunteer_ends_it_it_is_over_for_the_child(house: House):
    blue = await talk(house)
    await house.ann.ends()
    assert ((await blue.it()).ended_by, await blue.state()) == ("volunteer", State.WRAP_UP)
    with pytest.raises(Ended):
        await blue.says("wacht")
    with pytest.raises(Ended):
        await house.ann.says("dag")
    with pytest.raises(Ended):
        await house.ann.goes_to_phase(5)


async def test_ending_twice_changes_nothing(house: House):
    blue = await talk(house)
    await house.ann.ends()
    before = await blue.it()
    house.clock.advance(seconds=1)
    await house.ann.ends()
    assert await blue.it() == before
    await house.ann.registers(type="silent")
    await house.ann.finishes()
    await house.ann.ends(blue.its)
    await house.ann.finishes(blue.its)
    assert await blue.state() == State.CLOSED


async def test_ended_while_the_child_is_away_it_was_lost(house: House):
    blue = await talk(house)
    await blue.goes()
    await house.passes(seconds=120)
    await house.ann.ends()
    assert (await blue.it()).ended_by == "lost"


async def test_a_child_that_leaves_while_queued_again_is_rounded_off_by_whoever_lost_it(house: House):
    blue = await talk(house)
    await house.ann.goes()
    await house.passes(seconds=90)
    await blue.leaves()
    await house.ann.comes()
    assert await house.ann.holds() == [blue.its]
    await house.ann.registers(type="silent")
    await house.ann.finishes()


async def test_a_child_that_leaves_after_it_was_handed_over_closes_it(house: House):
    blue = await talk(house)
    await house.ann.hands_over()
    await blue.leaves()
    it = await blue.it()
    assert (it.state, it.finished_at) == (State.CLOSED, house.now())


async def test_words_of_each_side_are_counted_when_it_ends(house: House):
    blue = await talk(house)
    house.clock.advance(seconds=5)
    first = await house.ann.says("Hoi, fijn dat je er bent")
    house.clock.advance(seconds=5)
    second = await blue.says("hoi")
    await blue.says("ik heb een vraag")
    await house.ann.ends()
    it = await blue.it()
    assert (it.child_messages, it.volunteer_messages) == (2, 1)
    assert (it.volunteer_first_words_at, it.child_first_words_at) == (first.at, second.at)


async def test_wrap_up_has_no_deadline(house: House):
    blue = await talk(house)
    await blue.leaves()
    assert await house.deadlines() == []
    await house.passes(hours=3)
    assert await blue.state() == State.WRAP_UP


async def test_a_registration_without_its_type_cannot_be_finished(house: House):
    await talk(house)
    await house.ann.ends()
    with pytest.raises(Incomplete) as refused:
        await house.ann.finishes()
    assert refused.value.fields == {"missing": ["type"]}


async def test_counselling_asks_for_more(house: House):
    await talk(house)
    assert await house.ann.registers(**COUNSELLING) == ["topics"]
    await house.ann.ends()
    with pytest.raises(Incomplete):
        await house.ann.finishes()


async def test_what_still_runs_cannot_be_finished(house: House):
    await talk(house)
    await house.ann.registers(type="silent")
    with pytest.raises(NotTalking):
        await house.ann.finishes()


async def test_it_is_filled_in_bit_by_bit_while_talking_and_in_wrap_up(house: House):
    blue = await talk(house)
    await house.ann.registers(type="counselling")
    await house.ann.registers(age=12, gender="girl")
    await house.ann.ends()
    await house.ann.registers(age="unknown")
    kept = await house.look(lambda records: records.facts.registration(blue.its))
    assert kept == {"type": "counselling", "age": "unknown", "gender": "girl"}


async def test_null_clears_a_field(house: House):
    blue = await talk(house)
    await house.ann.registers(type="silent", age=12)
    assert await house.ann.registers(type=None) == ["type"]
    assert await house.look(lambda records: records.facts.registration(blue.its)) == {"age": 12}


async def test_of_a_call_with_one_wrong_field_nothing_is_saved(house: House):
    blue = await talk(house)
    with pytest.raises(Invalid) as refused:
        await house.ann.registers(type="silent", age=3)
    assert refused.value.fields == {"fields": {"age": "out_of_range"}}
    assert await house.look(lambda records: records.facts.registration(blue.its)) == {}


async def test_once_closed_nothing_is_filled_in_any_more(house: House):
    blue = await talk(house)
    await house.ann.rounds_off()
    with pytest.raises(Ended):
        await house.ann.registers(conversation=blue.its, age=12)
    await house.ann.finishes(blue.its)


async def test_a_registration_is_only_for_who_holds_the_conversation(house: House):
    blue = await talk(house)
    for deed in (
        house.ben.registers(conversation=blue.its, type="prank"),
        house.zoe.registers(conversation=blue.its, type="prank"),
        house.ben.registers(conversation="unknown", type="prank"),
    ):
        with pytest.raises(NotYours):
            await deed


async def test_the_registration_says_with_which_form_it_was_filled_in(house: House):
    await talk(house)
    await house.ann.registers(type="silent")
    kept = await house.rows("SELECT definitions FROM registration")
    assert kept == [(house.rules.definitions.version,)]


async def test_every_step_of_the_phases_is_kept(house: House):
    blue = await talk(house)
    for phase in (2, 4, 4, 3):
        house.clock.advance(minutes=1)
        await house.ann.goes_to_phase(phase)
    assert await house.rows("SELECT n, phase FROM phase_step ORDER BY n") == [(1, 1), (2, 2), (3, 4), (4, 3)]
    assert (await blue.it()).phase == 3


async def test_an_ended_conversation_can_be_read_for_ten_minutes(house: House):
    blue = await talk(house)
    await blue.leaves()
    await house.passes(minutes=9, seconds=59)
    assert await blue.comes_back_to() == blue.its
    await house.passes(seconds=1)
    assert await blue.comes_back_to() is None


@pytest.mark.parametrize("waiting_seconds", [1, 1800])
async def test_wiping_ends_it_and_leaves_nothing_to_read(house: House, waiting_seconds: int):
    graces = replace(house.rules.graces, waiting=timedelta(seconds=waiting_seconds))
    house.rules = replace(house.rules, graces=graces)
    first = await talk(house)
    await first.leaves()
    await house.ann.is_away()
    house.clock.advance(minutes=9)
    blue = house.child("blue")
    await blue.enters()
    await blue.forgets()
    assert (await blue.it()).ended_by == "child"
    assert await blue.comes_back_to() is None
    assert (await first.it()).child_forgot


async def test_the_next_child_is_offered_when_wrap_up_is_finished(house: House):
    await talk(house)
    red = house.child("red")
    await red.enters()
    await house.ann.rounds_off()
    assert await house.ann.is_asked_for() == red.its
