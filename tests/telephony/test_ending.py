"""How a call ends, by whomever and at whatever moment; and who is let in again."""

from __future__ import annotations

import pytest

from helpline.actions import converse
from helpline.core.consent import Answer
from helpline.core.conversation import Conversation, EndedBy, Returned, State
from helpline.core.errors import NoPseudonym, NotFree, NotYours
from helpline.core.sanctions import Reason as Why
from helpline.core.staff import Status
from tests.telephony.evening import Evening


@pytest.mark.parametrize("moment", ["waiting", "ringing", "accepted", "talking", "held", "consulting", "three"])
async def test_the_child_hangs_up_at_any_moment_and_nothing_is_left(evening: Evening, moment: str):
    house = evening.house
    if moment != "waiting":
        await evening.has_phone(house.ann)
    call = await evening.rings()
    (conversation,) = await house.queue()
    if moment == "accepted":
        await house.ann.accepts()
    elif moment not in ("waiting", "ringing"):
        await evening.picks_up(house.ann)
    if moment in ("held", "consulting"):
        await evening.holds(house.ann, conversation)
    if moment == "consulting":
        await evening.consults(house.ann, conversation)
    if moment == "three":
        await evening.asks(house.ann, conversation, Answer.YES)
        await evening.adds(house.ann, conversation)
        await evening.worker_answers(conversation)
    await evening.hangs_up(call)
    await evening.nothing_is_left()
    it = await house.get(conversation)
    assert it.ended_by is EndedBy.CHILD
    assert it.state is (State.CLOSED if moment in ("waiting", "ringing") else State.WRAP_UP)
    assert await house.ann.offer() is None


async def test_the_volunteer_ends_the_call(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.leaves(house.ann, it.id)
    await evening.nothing_is_left()
    assert (await house.get(it.id)).ended_by is EndedBy.VOLUNTEER


async def test_a_call_ends_with_a_recording_and_is_not_offered_to_who_ended_it_again_today(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.ends_with_recording(house.ann, it.id)
    call = evening.at(it.id)
    assert call.recordings[0] == "ended_by_volunteer"
    assert len(call.legs) == 0
    assert await house.ann.status() == "break"
    evening.line.hear_out(call.call)
    await evening.step()
    await evening.nothing_is_left()
    await house.ann.registers(conversation=it.id, type="silent")
    await house.ann.finishes(it.id)
    await house.ann.be(Status.AVAILABLE)
    await evening.rings()
    await evening.step()
    assert await house.ann.offer() is None
    other = await evening.rings("0687654321")
    await evening.step()
    assert (await house.ann.offer()) is not None
    assert evening.board.call_of(await house.ann.is_asked_for() or "") == other


async def is_spared(evening: Evening) -> Conversation:
    """Ben ended a call of this child with the recording; it rang again, and Ann has it. Ben is there for others."""
    house = evening.house
    stopped = await evening.talks(house.ben)
    call = evening.at(stopped.id).call
    await evening.ends_with_recording(house.ben, stopped.id)
    evening.line.hear_out(call)
    await evening.step()
    await house.ben.registers(conversation=stopped.id, type="silent")
    await house.ben.finishes(stopped.id)
    await house.ben.be(Status.AVAILABLE)
    return await evening.talks(house.ann)


async def test_who_ended_a_call_with_the_recording_is_not_asked_for_that_child_either(evening: Evening):
    house = evening.house
    it = await is_spared(evening)
    with pytest.raises(NotFree):
        await evening.asks_in(house.ann, it.id, house.ben)
    assert len(await evening.legs(it.id)) == 1
    assert not evening.at(it.id).music
    with pytest.raises(NotFree):
        await house.ann.hands_over(to=house.ben, conversation=it.id)
    assert (await house.get(it.id)).volunteer == "ann"


async def test_who_is_spared_a_child_is_no_choice_for_it_and_one_for_others(evening: Evening):
    house = evening.house
    it = await is_spared(evening)
    for conversation, there in ((it.id, set()), (None, {"ben"})):
        found = await house.do(lambda work, it=conversation: converse.colleagues("ann", it, work=work))
        assert {person.staff.id for person in found} == there
    with pytest.raises(NotYours):
        await house.do(lambda work: converse.colleagues("ben", it.id, work=work))


async def test_who_ends_one_of_two_calls_of_a_number_is_spared_the_other_one(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ben)
    await evening.rings()
    await evening.ends_with_recording(house.ben, it.id)
    await house.ben.registers(conversation=it.id, type="silent")
    await house.ben.finishes(it.id)
    await house.ben.be(Status.AVAILABLE)
    await evening.step()
    assert await house.ben.offer() is None
    await evening.rings("0687654321")
    assert await house.ben.offer() is not None


async def test_a_key_is_told_and_kept_nowhere(evening: Evening):
    it = await evening.talks(evening.house.ann)
    evening.line.press(evening.at(it.id).call, "1")
    await evening.step()
    assert evening.keys == [(it.id, "1")]


async def test_a_time_out_is_spoken_now_and_when_the_child_rings_again_and_key_1_lets_it_in_once(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    call = evening.at(it.id)
    await house.ann.gives_time_out(15, Why.PRANK, conversation=it.id)
    await evening.step()
    assert call.recordings[0] == "stopped"
    evening.line.hear_out(call.call)
    await evening.step()
    await evening.nothing_is_left()
    again = await evening.rings()
    assert evening.on_line()[again].recordings[0] == "not_now"
    assert "way_back_playful" in evening.on_line()[again].recordings
    assert await house.queue() == []
    evening.line.press(again, "1")
    await evening.step()
    (conversation,) = await house.queue()
    assert (await house.get(conversation)).returned is Returned.WAY_BACK
    assert evening.board.call_of(conversation) == again


@pytest.mark.parametrize("is_sent_away", [True, False])
async def test_key_1_leads_back_while_the_words_are_spoken_and_ends_them(evening: Evening, is_sent_away: bool):
    house = evening.house
    it = await evening.talks(house.ann)
    call = evening.at(it.id).call
    await house.ann.gives_time_out(15, Why.PRANK, conversation=it.id)
    await evening.step()
    if not is_sent_away:
        await evening.hangs_up(call)
        call = await evening.rings()
    there = evening.on_line()[call]
    assert "way_back_playful" in there.recordings
    evening.line.press(call, "1")
    await evening.step()
    (conversation,) = await house.queue()
    assert (await house.get(conversation)).returned is Returned.WAY_BACK
    assert evening.board.call_of(conversation) == call
    assert "way_back_playful" not in there.recordings
    assert there.recordings[0] == "welcome"
    await evening.hangs_up(call)
    await evening.nothing_is_left()


async def test_another_key_lets_nobody_in(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await house.ann.gives_time_out(15, Why.PRANK, conversation=it.id)
    await evening.hangs_up(evening.at(it.id).call)
    again = await evening.rings()
    for key in "02*#":
        evening.line.press(again, key)
    await evening.step()
    assert await house.queue() == []
    evening.line.hear_out(again)
    await evening.step()
    await evening.nothing_is_left()


async def test_a_withheld_number_is_never_kept_out(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann, number=None)
    with pytest.raises(NoPseudonym):
        await house.ann.gives_time_out(15, Why.PRANK, conversation=it.id)
