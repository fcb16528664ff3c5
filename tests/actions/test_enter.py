"""A child comes in, and is told where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpline.actions.enter import Service
from helpline.core.conversation import State
from helpline.core.errors import Closed, Full
from tests.counting import counting, writer
from tests.house import House

BUSY = Service(free=0, busy=1, durations=(600.0,) * 5)
TWICE_AS_BUSY = Service(free=0, busy=1, durations=(6000.0,) * 5)
TO_THE_OFFER = 10
"""Statements: five that read and five that write; one of them asks when this device came last."""


def limited(house: House, *, full_minutes: int = 0, always: bool = True) -> None:
    """Other rules for this house."""
    house.rules = replace(house.rules, full_minutes=full_minutes, hours=replace(house.rules.hours, always=always))


async def attempts(house: House) -> list[tuple[object, ...]]:
    return await house.rows("SELECT outcome, detail, nth, left_at FROM attempt ORDER BY arrived_at, nth")


async def test_a_child_that_enters_waits_at_the_end(house: House):
    first = await house.child("blue").enters()
    second = await house.child("red").enters()
    assert (first.place, second.place) == (1, 2)
    assert await house.queue() == [first.conversation.id, second.conversation.id]


async def test_with_nothing_to_estimate_from_no_wait_is_told(house: House):
    assert (await house.child("blue").enters()).estimate is None


async def test_place_and_range_that_were_told_are_kept(house: House):
    house.service = BUSY
    blue = house.child("blue")
    entered = await blue.enters()
    attempt = await blue.attempt()
    assert entered.estimate is not None
    assert (attempt.place_told, attempt.estimate_low, attempt.estimate_high) == (1, *entered.estimate)


async def test_outside_the_hours_it_is_closed_and_says_when_it_opens(house: House):
    limited(house, always=False)
    house.clock.advance(hours=3)
    with pytest.raises(Closed) as refused:
        await house.child("blue").enters()
    assert refused.value.fields["opens_at"].isoformat() == "2026-11-22T10:00:00+00:00"
    assert [row[:3] for row in await attempts(house)] == [("turned_away", "closed", 1)]


async def test_when_the_wait_does_not_fit_before_closing_it_is_closed(house: House):
    limited(house, always=False)
    house.clock.advance(minutes=50)
    house.service = TWICE_AS_BUSY
    with pytest.raises(Closed):
        await house.child("blue").enters()


async def test_when_the_wait_is_too_long_it_is_full_and_says_when_to_try(house: House):
    limited(house, full_minutes=9)
    house.service = BUSY
    for colour in ("blue", "red"):
        await house.child(colour).enters()
    with pytest.raises(Full) as refused:
        await house.child("white").enters()
    assert refused.value.fields["try_at"] > house.now()
    assert [row[:2] for row in await attempts(house)][-1] == ("turned_away", "full")


async def test_with_no_estimate_nobody_is_full(house: House):
    limited(house, full_minutes=1)
    for number in range(20):
        assert (await house.child(f"colour {number}").enters()).place == number + 1


async def test_who_left_the_queue_and_is_back_within_ten_minutes_takes_its_own_place(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    house.clock.advance(minutes=1)
    await red.enters()
    await blue.leaves()
    house.clock.advance(minutes=10)
    again = await blue.enters()
    assert again.place == 1
    assert await house.queue() == [blue.its, red.its]
    assert again.conversation.waiting_since == again.conversation.entered_at


async def test_after_ten_minutes_it_stands_at_the_end(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    house.clock.advance(minutes=1)
    await red.enters()
    await blue.leaves()
    house.clock.advance(minutes=10, seconds=1)
    assert (await blue.enters()).place == 2


async def test_redials_within_ten_minutes_are_one_contact(house: House):
    blue = house.child("blue")
    await blue.enters()
    first = await blue.attempt()
    await blue.leaves()
    house.clock.advance(minutes=9)
    await blue.enters()
    second = await blue.attempt()
    await blue.leaves()
    house.clock.advance(minutes=11)
    await blue.enters()
    third = await blue.attempt()
    assert (first.contact, first.nth) == (second.contact, second.nth - 1)
    assert (third.contact != second.contact, third.nth) == (True, 1)


async def test_an_attempt_that_was_turned_away_does_not_cost_the_place(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    house.clock.advance(minutes=1)
    await red.enters()
    await blue.leaves()
    limited(house, always=False)
    house.rules = replace(house.rules, hours=replace(house.rules.hours, weekly={}))
    with pytest.raises(Closed):
        await blue.enters()
    limited(house)
    house.clock.advance(minutes=2)
    assert (await blue.enters()).place == 1
    assert (await blue.attempt()).nth == 3


async def test_a_redial_loses_nothing_when_it_has_become_full_or_too_late_meanwhile(house: House):
    limited(house, full_minutes=5, always=False)
    blue, red = house.child("blue"), house.child("red")
    house.service = BUSY
    await blue.enters()
    await blue.leaves()
    house.service = TWICE_AS_BUSY
    with pytest.raises((Full, Closed)):
        await red.enters()
    assert (await blue.enters()).place == 1


async def test_after_the_hours_a_redial_finds_it_closed_like_everybody(house: House):
    limited(house, always=False)
    blue = house.child("blue")
    house.clock.advance(minutes=58)
    await blue.enters()
    await blue.leaves()
    house.clock.advance(minutes=3)
    with pytest.raises(Closed):
        await blue.enters()


async def had_a_conversation(house: House, colour: str) -> None:
    child = house.child(colour)
    await child.enters()
    await house.ann.is_available()
    await house.ann.accepts()
    await child.says("hoi")
    await child.leaves()
    await house.ann.registers(type="company")
    await house.ann.finishes()
    await house.ann.is_away()


async def test_after_a_conversation_a_new_attempt_yields_to_first_contacts_for_ten_minutes(house: House):
    await had_a_conversation(house, "blue")
    blue, red, green = house.child("blue"), house.child("red"), house.child("green")
    house.clock.advance(minutes=30)
    await blue.enters()
    house.clock.advance(minutes=9)
    await red.enters()
    house.clock.advance(minutes=2)
    await green.enters()
    assert await house.queue() == [red.its, blue.its, green.its]


async def test_who_yields_is_still_offered_at_once_when_nobody_else_waits(house: House):
    await had_a_conversation(house, "blue")
    house.clock.advance(minutes=1)
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    assert await house.ann.is_asked_for() == blue.its


async def test_an_hour_after_a_conversation_it_is_a_first_contact_again(house: House):
    await had_a_conversation(house, "blue")
    blue, red = house.child("blue"), house.child("red")
    house.clock.advance(minutes=60, seconds=1)
    await blue.enters()
    house.clock.advance(seconds=1)
    await red.enters()
    assert await house.queue() == [blue.its, red.its]


async def test_leaving_and_returning_does_not_shorten_the_yielding(house: House):
    await had_a_conversation(house, "blue")
    blue, red = house.child("blue"), house.child("red")
    house.clock.advance(minutes=15)
    for _ in range(25):
        await blue.enters()
        await blue.leaves()
    house.clock.advance(minutes=11)
    await blue.enters()
    house.clock.advance(minutes=1)
    await red.enters()
    assert await house.queue() == [red.its, blue.its]


async def test_a_conversation_in_which_the_child_said_nothing_costs_nothing(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await house.ann.is_available()
    await house.ann.accepts()
    await blue.leaves()
    await house.ann.is_away()
    house.clock.advance(minutes=1)
    await blue.enters()
    house.clock.advance(seconds=1)
    await red.enters()
    assert await house.queue() == [blue.its, red.its]


async def test_a_device_has_one_place(house: House):
    blue, other_tab = house.child("blue"), house.child("blue")
    entered = await blue.enters()
    house.clock.advance(minutes=1)
    again = await other_tab.enters()
    assert (again.conversation.id, again.place) == (entered.conversation.id, 1)
    assert len(await house.queue()) == 1
    assert len(await attempts(house)) == 1


async def test_a_shared_network_is_no_shared_place(house: House):
    for colour in ("blue", "red", "green"):
        await house.child(colour).enters(network="193.0.14.129")
    assert len(await house.queue()) == 3


async def test_the_first_attempt_of_a_day_is_marked(house: House):
    blue = house.child("blue")
    await blue.enters()
    first = await blue.attempt()
    await blue.leaves()
    house.clock.advance(minutes=30)
    await blue.enters()
    second = await blue.attempt()
    await blue.leaves()
    house.clock.advance(hours=4)
    await blue.enters()
    assert [first.first_of_day, second.first_of_day, (await blue.attempt()).first_of_day] == [True, False, True]


async def test_an_attempt_keeps_pseudonyms_of_the_current_epoch_only(house: House):
    house.clock.advance(days=7)
    blue = house.child("blue")
    assert len(blue.device) == 2
    await blue.enters(network="193.0.14.129")
    kept = await house.rows("SELECT kind, epoch FROM attempt_pseudonym ORDER BY kind")
    assert kept == [("device", blue.device[0].epoch), ("ip4", blue.device[0].epoch)]


async def test_across_a_new_epoch_a_redial_still_takes_its_own_place(house: House):
    house.clock.advance(days=1, hours=4, minutes=58)
    blue, red = house.child("blue"), house.child("red")
    epoch = blue.device[0].epoch
    await blue.enters()
    await blue.leaves()
    await red.enters()
    house.clock.advance(minutes=4)
    assert (await blue.enters()).place == 1
    assert blue.device[0].epoch != epoch


async def test_what_a_child_says_of_itself_is_sealed(house: House):
    entered = await house.child("blue").enters(nickname="Sterre", topic="hurt")
    it = entered.conversation
    assert (it.state, it.topic_chosen, it.adults_only) == (State.WAITING, "hurt", True)
    assert b"Sterre" not in (it.nickname or b"")


async def test_a_chat_is_few_statements_up_to_its_offer(house: House):
    await house.ann.is_available()
    with counting(await writer(house), "SELECT", "INSERT", "UPDATE", "DELETE") as said:
        await house.child("blue").enters()
    assert await house.ann.is_asked_for()
    assert len(said) <= TO_THE_OFFER, "\n".join(said)
