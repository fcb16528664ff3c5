"""Who is there: bad wifi at the desk, dark screens at the child's."""

from __future__ import annotations

import pytest

from helpline.actions.accounts import disable_staff
from helpline.actions.tick import beat, mourn
from helpline.core.conversation import OWN_FAULT, State
from helpline.core.deadlines import Kind
from helpline.core.errors import Ended, NotTalking, NotYours, OfferGone
from tests.actions.talking import talk
from tests.house import House


async def is_told(house: House, conversation: str) -> bool:
    return (await house.get(conversation)).interrupted


async def kinds(house: House) -> list[str]:
    return sorted(deadline.kind.value for deadline in await house.deadlines())


async def test_a_volunteer_comes_in_away(house: House):
    duty = await house.ann.comes()
    assert (duty.status, duty.is_connected, duty.channels, duty.chats) == ("away", True, ("chat",), 1)


async def test_a_reconnect_keeps_how_one_stood(house: House):
    await house.ann.is_available(chats=2)
    await house.ann.goes()
    await house.ann.comes()
    duty = await house.ann.duty()
    assert (duty.status, duty.chats) == ("available", 2)


async def test_who_is_back_and_available_is_asked_at_once(house: House):
    await house.ann.is_available()
    await house.ann.goes()
    blue = house.child("blue")
    await blue.enters()
    assert await house.ann.offer() is None
    await house.ann.comes()
    assert await house.ann.is_asked_for() == blue.its


async def test_a_closed_socket_is_told_to_the_child_after_a_second(house: House):
    blue = await talk(house)
    await house.ann.goes()
    await house.passes(seconds=0.9)
    assert not await is_told(house, blue.its)
    await house.passes(seconds=0.1)
    assert await is_told(house, blue.its)
    assert await blue.state() == State.ACTIVE


async def test_a_silent_socket_is_told_at_once(house: House):
    blue = await talk(house)
    await house.ann.goes(silent=True)
    await house.tick()
    assert await is_told(house, blue.its)


async def test_a_reload_is_not_told_to_anybody(house: House):
    blue = await talk(house)
    await house.ann.goes()
    house.clock.advance(seconds=0.8)
    await house.ann.comes()
    await house.passes(minutes=5)
    it = await blue.it()
    assert (it.state, it.interrupted, it.interruptions) == (State.ACTIVE, False, 0)
    assert await kinds(house) == []


async def test_after_ninety_seconds_the_child_is_first_in_the_queue_at_its_original_place(house: House):
    blue = await talk(house)
    red = house.child("red")
    await red.enters()
    entered = (await blue.it()).place_at
    await house.ann.goes()
    await house.passes(seconds=89)
    assert await blue.state() == State.ACTIVE
    await house.passes(seconds=1)
    it = await blue.it()
    assert (it.state, it.place_rank, it.place_at, it.returned) == (State.WAITING, OWN_FAULT, entered, "lost_volunteer")
    assert await house.queue() == [blue.its, red.its]


async def test_whoever_comes_next_is_told_why_it_is_back_and_can_read_back(house: House):
    blue = await talk(house)
    await blue.says("hoi")
    await house.ann.goes()
    await house.passes(seconds=90)
    await house.ben.is_available()
    assert (await house.ben.offer()).returned == "lost_volunteer"
    taken = await house.ben.accepts()
    assert (taken.reads_back, taken.interrupted, taken.returned, taken.assignment) == (True, False, None, 2)
    assert taken.interruptions == 1


async def test_two_children_that_were_lost_keep_their_order(house: House):
    blue = await talk(house)
    red = await talk(house, house.ben, "red")
    await house.ben.goes()
    house.clock.advance(seconds=1)
    await house.ann.goes()
    await house.passes(seconds=91)
    assert await house.queue() == [blue.its, red.its]


async def test_the_late_one_has_it_back_while_nobody_else_accepted(house: House):
    blue = await talk(house)
    await house.ann.goes()
    await house.passes(seconds=100)
    await house.ben.is_available()
    offer = await house.ben.offer()
    await house.ann.comes()
    it = await blue.it()
    assert (it.state, it.volunteer, it.interrupted, it.assignment) == (State.ACTIVE, "ann", False, 1)
    with pytest.raises(OfferGone):
        await house.ben.accepts(offer)
    assert await house.ben.status() == "available"
    await house.ann.says("Ik ben er weer")
    assert await kinds(house) == []


async def test_the_late_one_is_fenced_out_once_somebody_else_accepted(house: House):
    blue = await talk(house)
    await house.ann.goes()
    await house.passes(seconds=90)
    await house.ben.is_available()
    await house.ben.accepts()
    await house.ann.comes()
    assert (await house.ann.holds(), await house.ben.holds()) == ([], [blue.its])
    with pytest.raises(NotYours):
        await house.ann.says("Ik ben er weer", conversation=blue.its)
    with pytest.raises(NotYours):
        await house.ann.ends(blue.its)
    with pytest.raises(NotYours):
        await house.ann.registers(conversation=blue.its, type="company")
    with pytest.raises(NotYours):
        await house.ann.goes_to_phase(2, conversation=blue.its)
    with pytest.raises(NotYours):
        await house.ann.finishes(blue.its)
    with pytest.raises(NotYours):
        await house.ann.hands_over(conversation=blue.its)


async def test_who_is_away_with_a_lost_conversation_holds_nothing(house: House):
    blue = await talk(house)
    await house.ann.goes()
    await house.passes(seconds=90)
    assert await house.ann.holds() == []
    with pytest.raises(NotYours):
        await house.ann.ends(blue.its)


async def test_a_child_that_prefers_somebody_else_is_first_in_the_queue_at_once(house: House):
    blue = await talk(house)
    await house.ben.is_available()
    await house.ann.goes()
    await house.passes(seconds=2)
    await blue.prefers("other")
    assert await house.ben.is_asked_for() == blue.its
    assert Kind.REQUEUE not in {deadline.kind for deadline in await house.deadlines()}


async def test_a_child_that_prefers_to_wait_is_left_until_the_ninety_seconds_are_over(house: House):
    blue = await talk(house)
    await house.ben.is_available()
    await house.ann.goes()
    await house.passes(seconds=2)
    await blue.prefers("wait")
    await house.passes(seconds=87)
    assert await house.ben.offer() is None
    await house.passes(seconds=1)
    assert await house.ben.is_asked_for() == blue.its


async def test_there_is_nothing_to_prefer_while_the_volunteer_is_there(house: House):
    blue = await talk(house)
    with pytest.raises(NotTalking):
        await blue.prefers("other")
    await blue.leaves()
    with pytest.raises(Ended):
        await blue.prefers("other")


async def test_preferring_twice_changes_nothing(house: House):
    blue = await talk(house)
    await house.ann.goes(silent=True)
    await house.tick()
    await blue.prefers("other")
    before = await blue.it()
    await blue.prefers("other")
    assert await blue.it() == before


async def test_while_the_volunteer_is_lost_the_child_may_go_on_writing(house: House):
    blue = await talk(house)
    await house.ann.goes()
    await house.passes(seconds=100)
    await blue.says("ben je er nog?")
    await house.ben.is_available()
    await blue.says("hallo?")
    await house.ben.accepts()
    assert [message.text for message in await blue.reads()] == ["ben je er nog?", "hallo?"]


async def test_both_chats_of_a_lost_volunteer_are_helped_on(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await red.enters()
    await house.ann.is_available(chats=2)
    await house.ann.accepts()
    await house.tick()
    await house.ann.accepts()
    await house.ann.goes()
    await house.passes(seconds=90)
    assert await house.queue() == [blue.its, red.its]


async def test_a_wrap_up_is_not_interrupted_by_bad_wifi(house: House):
    blue = await talk(house)
    await blue.leaves()
    await house.ann.goes()
    await house.passes(minutes=10)
    assert await blue.state() == State.WRAP_UP
    await house.ann.comes()
    assert await house.ann.holds() == [blue.its]


async def test_a_window_that_closes_on_another_node_is_not_the_last_one(house: House):
    blue = await talk(house)
    await house.ann.comes(node="there")
    await house.ann.goes(node="here")
    assert (await house.ann.duty()).is_connected
    await blue.comes(node="there")
    await blue.goes(node="here")
    assert (await blue.it()).child_gone_at is None
    await blue.goes(node="there")
    assert (await blue.it()).child_gone_at is not None


async def test_the_older_of_two_windows_keeps_a_volunteer_here_when_the_newer_one_closes(house: House):
    blue = await talk(house)
    for node in ("here", "there", "yonder"):
        await beat(house.store, node, house.now())
        await house.ann.comes(node=node)
    for node in ("there", "yonder"):
        await house.ann.goes(node=node)
        assert (await house.ann.duty()).is_connected
    await house.ann.goes(node="there")
    assert not (await blue.it()).interrupted
    await house.ann.goes(node="here")
    assert (await house.ann.duty()).gone_at == house.now()
    await house.passes(seconds=2)
    assert (await blue.it()).interrupted


async def test_a_window_on_a_node_that_died_keeps_nobody_here(house: House):
    await talk(house)
    await beat(house.store, "here", house.now())
    await beat(house.store, "there", house.now())
    await house.ann.comes(node="there")
    await mourn(house.store, "here", house.rules, house.now())
    assert (await house.ann.duty()).open_on == ("there",)
    await house.ann.goes(node="there")
    assert not (await house.ann.duty()).is_connected


async def test_a_node_that_the_previous_release_buried_keeps_nobody_here(house: House):
    await talk(house)
    await house.ann.comes(node="there")
    assert (await house.ann.duty()).open_on == ("here", "there")
    await house.ann.goes(node="there")
    assert not (await house.ann.duty()).is_connected


async def test_a_dark_screen_keeps_its_place_and_is_not_offered_meanwhile(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await red.enters()
    await blue.goes()
    await house.ann.is_available()
    assert await house.ann.is_asked_for() == red.its
    await house.passes(minutes=29, seconds=59)
    assert await house.queue() == [blue.its, red.its]
    await blue.comes()
    assert await blue.place() == 1


async def test_when_the_screen_lights_up_again_it_is_its_turn(house: House):
    blue = house.child("blue")
    await blue.enters()
    await blue.goes()
    await house.ann.is_available()
    assert await house.ann.offer() is None
    await blue.comes()
    assert await house.ann.is_asked_for() == blue.its


async def test_after_half_an_hour_in_the_dark_the_place_is_given_up(house: House):
    blue = house.child("blue")
    await blue.enters()
    await blue.goes()
    await house.passes(minutes=30)
    it, attempt = await blue.it(), await blue.attempt()
    assert (it.state, it.ended_by) == (State.CLOSED, "lost")
    assert (attempt.outcome, attempt.detail, attempt.left_at) == ("abandoned", "lost", house.now())


async def test_who_goes_while_being_offered_may_still_be_accepted(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await blue.goes()
    await house.ann.accepts()
    await house.passes(seconds=120)
    assert (await blue.it()).child_away


async def test_a_place_given_up_while_being_offered_takes_the_offer_along(house: House):
    blue = house.child("blue")
    await blue.enters()
    await blue.goes()
    await house.passes(minutes=29, seconds=50)
    await house.change("UPDATE conversation SET child_gone_at = NULL")
    await house.ann.is_available()
    await house.change("UPDATE conversation SET child_gone_at = 1")
    await house.passes(seconds=10)
    assert await house.ann.offer() is None
    assert await blue.state() == State.CLOSED


async def test_the_volunteer_hears_after_two_minutes_that_the_child_is_away(house: House):
    blue = await talk(house)
    await blue.goes()
    await house.passes(seconds=119)
    assert not (await blue.it()).child_away
    await house.passes(seconds=1)
    assert (await blue.it()).child_away
    await blue.comes()
    assert not (await blue.it()).child_away


async def test_nothing_ends_by_itself_while_talking(house: House):
    blue = await talk(house)
    await blue.goes()
    await house.passes(hours=24)
    assert await blue.state() == State.ACTIVE
    await blue.comes()
    await blue.says("ik ben er weer")


async def test_the_volunteer_who_returns_to_a_child_that_went_meanwhile_hears_it(house: House):
    blue = await talk(house)
    await house.ann.goes()
    await house.passes(seconds=100)
    await blue.goes()
    await house.ann.comes()
    await house.passes(seconds=120)
    assert (await blue.it()).child_away


async def test_a_child_in_the_dark_whose_volunteer_is_lost_keeps_its_turn_for_half_an_hour(house: House):
    blue = await talk(house)
    await blue.goes()
    await house.ann.goes()
    await house.passes(minutes=30)
    assert await blue.state() == State.WAITING
    await house.passes(minutes=2)
    assert (await blue.it()).ended_by == "lost"


async def test_coming_twice_changes_nothing(house: House):
    blue = house.child("blue")
    await blue.enters()
    before = await blue.it()
    await blue.comes()
    assert await blue.it() == before


async def test_nobody_waits_for_a_volunteer_whose_account_was_closed(house: House):
    blue = await talk(house)
    await house.ben.is_available()
    await house.do(lambda work: disable_staff("ann", work=work, now=house.now()))
    await house.ann.goes()
    await house.passes(seconds=1)
    assert await house.ben.is_asked_for() == blue.its


async def test_who_comes_from_a_node_that_died_tells_nobody_of_what_nobody_noticed(house: House):
    blue = await talk(house)
    house.told.clear()
    await blue.comes(node="there")
    assert not any(house.told)
    assert (await blue.it()).child_node == "there"


async def test_who_comes_with_room_for_one_more_is_asked_at_once(house: House):
    await house.ann.is_available(chats=2)
    await house.child("blue").enters()
    await house.ann.accepts()
    await house.ann.goes()
    await house.child("red").enters()
    assert not await house.ann.is_asked_for()
    await house.ann.comes()
    assert await house.ann.is_asked_for()


async def test_a_volunteer_who_is_back_frees_the_one_who_was_asked_for_the_same_child(house: House):
    blue = await talk(house)
    await house.ann.is_away()
    await house.ann.goes()
    await house.passes(seconds=91)
    await house.ben.is_available()
    assert await house.ben.is_asked_for() == blue.its
    red = house.child("red")
    await red.enters()
    await house.ann.comes()
    offer = await house.ben.offer()
    assert offer is not None
    assert offer.conversation == (await red.it()).id
