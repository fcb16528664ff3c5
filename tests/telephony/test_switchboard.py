"""The way of a call, from the first ring to the last word, on a line without a PBX."""

from __future__ import annotations

import pytest

from helpline.actions.take_over import take_over
from helpline.core.along import Reason
from helpline.core.call import Part
from helpline.core.consent import Answer
from helpline.core.conversation import EndedBy, Returned, State
from helpline.core.errors import NoConsent, NoPseudonym
from helpline.core.line import Failure
from helpline.core.sanctions import Reason as Why
from helpline.core.staff import Status
from helpline.ports import Credentials
from tests.house import House
from tests.telephony.evening import Evening


@pytest.fixture
async def evening(house: House) -> Evening:
    it = Evening(house)
    await it.begins()
    return it


async def test_a_child_who_rings_waits_with_music_and_hears_its_place(evening: Evening):
    await evening.rings("0611111111")
    call = await evening.rings("0622222222")
    there = evening.on_line()[call]
    assert there.is_answered
    assert there.recordings[0] == "welcome"
    assert "place_1" in there.recordings
    assert there.music
    (first, second) = await evening.house.queue()
    assert (await evening.house.get(second)).channel == "phone"
    assert first != second


async def test_two_calls_from_one_number_are_two_children(evening: Evening):
    await evening.rings("0612345678")
    await evening.rings("0612345678")
    assert len(await evening.house.queue()) == 2


async def test_the_longest_waiting_is_helped_first_by_chat_or_by_phone(evening: Evening):
    house = evening.house
    blue = house.child("blue")
    await blue.enters()
    house.clock.advance(seconds=1)
    await evening.rings()
    house.clock.advance(seconds=1)
    green = house.child("green")
    await green.enters()
    (_, call, _) = await house.queue()
    await evening.has_phone(house.ann)
    assert await house.ann.is_asked_for() == blue.its
    await evening.has_phone(house.ben)
    assert await house.ben.is_asked_for() == call
    await evening.has_phone(house.cora)
    assert await house.cora.is_asked_for() == green.its


async def test_who_cannot_be_rung_is_not_offered_a_call(evening: Evening):
    house = evening.house
    await evening.rings()
    await house.ann.is_available(channels=["chat", "phone"])
    assert await house.ann.offer() is None
    phone = await evening.has_phone(house.ben)
    assert await house.ben.is_asked_for() is not None
    evening.line.unregister(phone.name)
    await evening.step()
    assert await house.ben.offer() is None
    assert await house.ben.status() == "available"


async def test_the_volunteer_answers_and_they_hear_each_other(evening: Evening):
    it = await evening.talks(evening.house.ann)
    assert it.state is State.ACTIVE
    assert await evening.heard_by(it.id, "child") == {"ann"}
    assert await evening.heard_by(it.id, "ann") == {"child"}
    assert not evening.at(it.id).music


async def test_a_telephone_that_is_picked_up_accepts_the_offer(evening: Evening):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    (leg,) = evening.on_line()[call].legs
    evening.line.pick_up(call, leg)
    await evening.step()
    it = await house.get(await house.ann.its())
    assert it.state is State.ACTIVE
    assert await evening.heard_by(it.id, "ann") == {"child"}


async def test_who_is_in_a_call_is_asked_for_nothing_else(evening: Evening):
    house = evening.house
    await evening.talks(house.ann)
    await house.child("blue").enters()
    await evening.rings("0687654321")
    assert await house.ann.offer() is None


@pytest.mark.parametrize(
    ("why", "status"), [(Failure.REJECTED, "available"), (Failure.NO_ANSWER, "away"), (Failure.OFFLINE, "available")]
)
async def test_who_does_not_answer_leaves_the_child_its_place(evening: Evening, why: Failure, status: str):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    await evening.has_phone(house.ben)
    (leg,) = evening.on_line()[call].legs
    evening.line.let_go(call, leg, why)
    await evening.step()
    assert await house.ann.offer() is None
    assert await house.ann.status() == status
    assert await house.ben.is_asked_for() == (await house.queue())[0]


async def test_an_offer_that_lapses_rings_no_longer(evening: Evening):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    await evening.passes(31)
    assert evening.on_line()[call].legs == {}
    assert await house.ann.status() == "away"


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


async def test_a_lost_volunteer_leaves_the_child_first_in_the_queue_with_a_word_at_once(evening: Evening):
    house = evening.house
    phone = await evening.has_phone(house.ann)
    call = await evening.rings("0611111111")
    it = await evening.picks_up(house.ann)
    await evening.rings("0622222222")
    evening.line.unregister(phone.name)
    await evening.step()
    there = evening.on_line()[call]
    assert there.recordings == ("interrupted",)
    assert there.music
    assert (await house.queue())[0] == it.id
    assert (await house.get(it.id)).returned is Returned.LOST_VOLUNTEER
    await evening.has_phone(house.ben)
    assert await house.ben.is_asked_for() == it.id
    await evening.picks_up(house.ben)
    assert await evening.heard_by(it.id, "child") == {"ben"}


async def test_a_lost_window_of_the_desk_does_not_end_a_talk(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await house.ann.goes()
    await evening.passes(200)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    await house.ann.comes()
    assert await house.ann.its() == it.id


async def test_a_child_on_hold_hears_music_and_a_word_within_every_twenty_seconds(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.holds(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == set()
    assert evening.at(it.id).music
    words = []
    for _ in range(4):
        words.append(evening.at(it.id).recordings)
        evening.line.hear_out(evening.at(it.id).call)
        await evening.passes(15)
    assert words == [("hold_1",), ("hold_2",), ("hold_1",), ("hold_2",)]
    await evening.resumes(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}


async def test_a_worker_is_asked_without_the_child_and_then_added(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.consults(house.ann, it.id)
    await evening.worker_answers(it.id)
    assert await evening.heard_by(it.id, "ann") == {"veilig_thuis"}
    assert await evening.heard_by(it.id, "child") == set()
    with pytest.raises(NoConsent):
        await evening.adds(house.ann, it.id)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann", "veilig_thuis"}
    assert await evening.heard_by(it.id, "veilig_thuis") == {"ann", "child"}


async def test_who_was_asked_is_gone_before_the_child_comes_back(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.consults(house.ann, it.id)
    await evening.worker_answers(it.id)
    await evening.resumes(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    assert len(evening.at(it.id).legs) == 1


async def test_a_child_that_does_not_agree_any_more_is_alone_with_the_volunteer(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    await evening.worker_answers(it.id)
    await evening.asks(house.ann, it.id, Answer.WITHDRAWN)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    with pytest.raises(NoConsent):
        await evening.adds(house.ann, it.id)


async def test_the_volunteer_may_leave_the_child_with_the_worker(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    worker = await evening.worker_answers(it.id)
    await evening.leaves(house.ann, it.id)
    assert (await house.get(it.id)).state is State.WRAP_UP
    call = evening.at(it.id)
    assert call.heard_by("child") == {worker.id}
    await evening.hangs_up(call.call, worker.id)
    await evening.nothing_is_left()


async def test_a_worker_who_leaves_takes_nobody_along(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    worker = await evening.worker_answers(it.id)
    await evening.hangs_up(evening.at(it.id).call, worker.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}


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


async def test_a_coordinator_listens_whispers_and_joins(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.has_phone(house.cora)
    await house.cora.watches(it.id)
    await evening.comes_along(house.cora, it.id, Part.LISTEN)
    assert await evening.heard_by(it.id, "cora") == {"ann", "child"}
    assert await evening.heard_by(it.id, "ann") == {"child"}
    await evening.comes_along(house.cora, it.id, Part.WHISPER)
    assert await evening.heard_by(it.id, "ann") == {"child", "cora"}
    assert await evening.heard_by(it.id, "child") == {"ann"}
    await evening.comes_along(house.cora, it.id, Part.JOIN)
    assert await evening.heard_by(it.id, "child") == {"ann", "cora"}
    now = house.now()
    await house.do(lambda work: take_over(it.id, Reason.SAFETY, "cora", work=work, rules=house.rules, now=now))
    await evening.step()
    assert await evening.heard_by(it.id, "child") == {"cora"}


async def test_a_key_is_told_and_kept_nowhere(evening: Evening):
    it = await evening.talks(evening.house.ann)
    evening.line.press(evening.at(it.id).call, "1")
    await evening.step()
    assert evening.keys == [(it.id, "1")]


async def test_a_restart_of_ours_leaves_a_talk_running(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    evening.line.go_down()
    evening.restarts()
    await evening.begins()
    assert await evening.heard_by(it.id, "child") == {"ann"}
    await evening.leaves(house.ann, it.id)
    await evening.nothing_is_left()


async def test_what_was_missed_while_the_line_was_away_is_put_right(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    waits = await evening.rings("0622222222")
    call, leg = evening.at(it.id).call, await evening.leg_of(it.id, "ann")
    evening.line.go_down()
    await evening.step()
    evening.line.hang_up(call, leg)
    evening.line.hang_up(waits)
    fresh = evening.line.ring_up("0800", None)
    evening.restarts()
    await evening.begins()
    assert (await house.get(it.id)).state is not State.ACTIVE
    assert evening.on_line()[call].music
    assert [evening.board.call_of(one) for one in await house.queue()] == [call, fresh]


async def test_nobody_waits_for_ever(evening: Evening):
    house = evening.house
    call = await evening.rings()
    (conversation,) = await house.queue()
    await evening.passes(house.rules.graces.call.total_seconds() + 1)
    assert (await house.get(conversation)).ended_by is EndedBy.LINE
    assert evening.on_line()[call].recordings[0] == "too_long"
    evening.line.hear_out(call)
    await evening.step()
    await evening.nothing_is_left()


async def test_who_logs_out_has_no_phone(evening: Evening):
    house = evening.house
    phone = await evening.has_phone(house.ann)
    await house.do(lambda work: work.people.end_sessions(staff="ann"))
    evening.board.heed({"sessions"})
    await evening.step()
    await evening.rings()
    assert await house.ann.offer() is None
    assert not evening.line.register(Credentials(phone.name, "whatever it was"))


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
