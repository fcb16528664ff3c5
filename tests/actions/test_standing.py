"""How a volunteer stands: available, away, on a break, or at the last conversation."""

from __future__ import annotations

import pytest

from helpline.core.conversation import State
from helpline.core.errors import Forbidden, OfferGone
from helpline.core.staff import Status
from tests.house import House


@pytest.mark.parametrize("status", [Status.AWAY, Status.BREAK])
async def test_away_and_a_break_withdraw_an_open_offer(house: House, status: Status):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    await house.ann.be(status)
    assert await blue.state() == State.WAITING
    with pytest.raises(OfferGone):
        await house.ann.accepts(offer)
    assert (await blue.attempt()).offers_declined == 0


async def test_a_withdrawn_offer_goes_to_somebody_else_at_once(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await house.ben.is_available()
    await house.ann.takes_a_break()
    assert await house.ben.is_asked_for() == blue.its


async def test_a_break_leaves_a_running_conversation_alone(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await house.ann.accepts()
    await house.ann.takes_a_break()
    assert await blue.state() == State.ACTIVE
    await house.ann.says("Ik ben er nog")


async def test_after_the_last_conversation_a_volunteer_is_away(house: House):
    await house.child("blue").enters()
    await house.child("red").enters()
    await house.ann.is_available()
    await house.ann.accepts()
    await house.ann.says_it_is_the_last()
    await house.ann.rounds_off()
    assert (await house.ann.status(), await house.ann.offer()) == ("away", None)


async def test_the_last_one_without_a_conversation_is_away_at_once(house: House):
    await house.ann.is_available()
    await house.ann.says_it_is_the_last()
    assert await house.ann.status() == "away"


async def test_saying_last_keeps_the_open_offer_and_brings_no_other(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.child("red").enters()
    await house.ann.is_available(chats=2)
    asked = await house.ann.is_asked_for()
    await house.ann.says_it_is_the_last()
    assert await house.ann.status() == "last"
    assert (await house.ann.accepts()).id == asked
    await house.tick()
    assert await house.ann.offer() is None


async def test_who_declines_the_last_one_is_away(house: House):
    await house.child("blue").enters()
    await house.ann.is_available()
    await house.ann.says_it_is_the_last()
    await house.ann.declines()
    assert await house.ann.status() == "away"


async def test_when_the_child_of_the_last_offer_leaves_the_volunteer_is_away(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await house.ann.says_it_is_the_last()
    await blue.leaves()
    assert await house.ann.status() == "away"


async def test_who_hands_over_the_last_one_is_away(house: House):
    await house.child("blue").enters()
    await house.ann.is_available()
    await house.ann.accepts()
    await house.ann.says_it_is_the_last()
    await house.ann.hands_over()
    assert await house.ann.status() == "away"


async def test_two_chats_at_a_time_are_not_for_who_is_coached(house: House):
    await house.eva.comes()
    with pytest.raises(Forbidden):
        await house.eva.is_available(chats=2)
    assert await house.eva.status() == "away"


async def test_who_goes_back_to_one_chat_is_not_asked_for_a_second_any_more(house: House):
    red = house.child("red")
    await house.child("blue").enters()
    await house.ann.is_available(chats=2)
    await house.ann.accepts()
    await red.enters()
    assert await house.ann.is_asked_for() == red.its
    await house.ann.is_available(chats=1)
    assert await house.ann.offer() is None
    assert await red.state() == State.WAITING


async def test_who_closes_the_channel_is_not_asked_for_it_any_more(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await house.ann.is_available(channels=["phone"])
    await house.tick()
    assert await house.ann.offer() is None
    assert await blue.state() == State.WAITING


async def test_channels_and_chats_stay_as_they_were_when_they_are_not_named(house: House):
    await house.ann.is_available(channels=["chat", "phone"], chats=2, works_from="home")
    await house.ann.takes_a_break()
    duty = await house.ann.duty()
    assert (duty.channels, duty.chats, duty.works_from) == (("chat", "phone"), 2, "home")


async def test_saying_available_again_does_not_lose_the_turn(house: House):
    await house.ann.is_available()
    house.clock.advance(minutes=1)
    await house.ben.is_available()
    await house.ann.is_available()
    blue = house.child("blue")
    await blue.enters()
    assert await house.ann.is_asked_for() == blue.its


async def test_who_just_finished_is_asked_after_who_was_idle_for_longer(house: House):
    await house.ann.is_available()
    await house.child("blue").enters()
    await house.ann.accepts()
    house.clock.advance(minutes=10)
    await house.ben.is_available()
    house.clock.advance(minutes=1)
    await house.ann.rounds_off()
    red = house.child("red")
    await red.enters()
    assert await house.ben.is_asked_for() == red.its


async def test_who_just_handed_over_is_asked_after_who_was_idle_for_longer(house: House):
    await house.ann.is_available()
    await house.child("blue").enters()
    await house.ann.accepts()
    house.clock.advance(minutes=10)
    await house.ben.is_available()
    await house.cora.is_available()
    house.clock.advance(minutes=1)
    await house.ann.hands_over()
    red = house.child("red")
    await red.enters()
    assert await house.ann.offer() is None


async def test_available_again_forgets_why_it_was_away(house: House):
    await house.child("blue").enters()
    await house.ann.is_available()
    await house.passes(seconds=30)
    await house.ann.is_available()
    assert (await house.ann.duty()).why is None


async def test_where_a_volunteer_works_is_kept_with_the_conversation(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available(works_from="home")
    await house.ann.accepts()
    assert (await blue.it()).works_from == "home"
