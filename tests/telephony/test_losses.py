"""A volunteer, the line or the helpline is away for a while."""

from __future__ import annotations

from helpline.core.conversation import Returned, State
from tests.telephony.evening import Evening


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


async def test_a_restart_of_ours_leaves_a_talk_running(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    evening.line.go_down()
    evening.restarts()
    await evening.begins()
    assert await evening.heard_by(it.id, "child") == {"ann"}
    await evening.leaves(house.ann, it.id)
    await evening.nothing_is_left()


async def test_a_window_that_is_lost_while_the_telephone_is_answered_ends_no_talk(evening: Evening):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    it = await house.ann.accepts()
    await house.ann.goes()
    await evening.step()
    evening.line.pick_up(call, await evening.leg_of(it.id, "ann"))
    await evening.step()
    await evening.passes(200)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    assert (await house.get(it.id)).interrupted_at is None


async def test_who_picked_up_while_the_line_was_away_talks(evening: Evening):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    (conversation,) = await house.queue()
    leg = await evening.leg_of(conversation, "ann")
    evening.line.go_down()
    evening.line.pick_up(call, leg)
    await evening.begins()
    assert (await house.get(conversation)).state is State.ACTIVE
    assert await evening.heard_by(conversation, "child") == {"ann"}
    assert [one.answered_at is not None for one in await evening.legs(conversation)] == [True]


async def test_phones_that_a_restart_of_ours_took_away_take_no_talk_along(evening: Evening):
    house = evening.house
    phone = await evening.has_phone(house.ann)
    await evening.rings()
    it = await evening.picks_up(house.ann)
    evening.line.go_down()
    evening.line.unregister(phone.name)
    evening.restarts()
    await evening.begins()
    assert await evening.heard_by(it.id, "child") == {"ann"}
    assert (await house.get(it.id)).state is State.ACTIVE
    await evening.hangs_up(evening.at(it.id).call)
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
