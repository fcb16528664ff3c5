"""An offer asks one volunteer, and lapses."""

from __future__ import annotations

import pytest

from helpline.core.conversation import State
from helpline.core.errors import OfferGone
from tests.house import House


async def test_a_waiting_child_is_offered_to_who_becomes_available(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    assert await house.ann.is_asked_for() == blue.its
    assert await blue.state() == State.OFFERED


async def test_a_child_that_enters_is_offered_to_who_has_been_idle_longest(house: House):
    await house.ben.is_available()
    house.clock.advance(seconds=1)
    await house.ann.is_available()
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await red.enters()
    assert (await house.ben.is_asked_for(), await house.ann.is_asked_for()) == (blue.its, red.its)


async def test_an_offer_says_channel_language_waiting_time_and_why_the_child_is_back(house: House):
    await house.child("blue").enters(language="en", topic="bullying")
    house.clock.advance(seconds=75)
    await house.ann.is_available()
    offer = await house.ann.offer()
    assert (offer.channel, offer.language, offer.waiting_seconds, offer.returned) == ("chat", "en", 75, None)
    assert (offer.expires_at - house.now()).total_seconds() == 30


async def test_nobody_is_asked_who_is_away_on_a_break_or_not_there(house: House):
    await house.ann.comes()
    await house.ben.is_available()
    await house.ben.takes_a_break()
    await house.eva.is_available()
    await house.eva.goes()
    await house.child("blue").enters()
    await house.tick()
    assert await house.open_offers() == []


async def test_a_coordinator_is_asked_only_after_saying_available(house: House):
    await house.cora.comes()
    blue = house.child("blue")
    await blue.enters()
    assert await house.cora.offer() is None
    await house.cora.is_available()
    assert await house.cora.is_asked_for() == blue.its


async def test_who_accepts_has_the_conversation(house: House):
    blue = house.child("blue")
    await house.ann.is_available()
    await blue.enters()
    taken = await house.ann.accepts()
    assert (taken.id, taken.state, taken.volunteer, taken.phase) == (blue.its, State.ACTIVE, "ann", 1)
    assert await house.ann.offer() is None
    assert await house.queue() == []
    assert [deadline.subject for deadline in await house.deadlines()] == []


async def test_accepting_twice_gives_the_same_answer(house: House):
    await house.child("blue").enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    assert await house.ann.accepts(offer) == await house.ann.accepts(offer)


async def test_accepting_again_gives_the_same_answer_in_wrap_up_too(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    await house.ann.accepts(offer)
    await blue.leaves()
    house.clock.advance(minutes=5)
    assert (await house.ann.accepts(offer)).id == blue.its


async def test_an_offer_that_expired_cannot_be_accepted_even_before_the_tick(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    house.clock.advance(seconds=30)
    with pytest.raises(OfferGone):
        await house.ann.accepts()
    assert await blue.state() == State.OFFERED


async def test_until_its_last_moment_it_can_be_accepted(house: House):
    await house.child("blue").enters()
    await house.ann.is_available()
    house.clock.advance(seconds=29.999)
    assert (await house.ann.accepts()).volunteer == "ann"


async def test_an_offer_is_nobody_elses(house: House):
    await house.child("blue").enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    with pytest.raises(OfferGone):
        await house.ben.accepts(offer)
    with pytest.raises(OfferGone):
        await house.ben.declines(offer)
    assert await house.ann.offer() == offer


async def test_an_unanswered_offer_returns_the_child_to_its_place_and_sets_the_volunteer_to_away(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    house.clock.advance(seconds=10)
    await red.enters()
    await house.passes(seconds=20)
    assert await house.queue() == [blue.its, red.its]
    assert await blue.state() == State.WAITING
    duty = await house.ann.duty()
    assert (duty.status, duty.why) == ("away", "lapsed")
    with pytest.raises(OfferGone):
        await house.ann.accepts(offer)


async def test_a_lapsed_offer_goes_to_the_next_volunteer_at_once(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    house.clock.advance(seconds=1)
    await house.ben.is_available()
    await house.passes(seconds=29)
    assert await house.ben.is_asked_for() == blue.its


async def test_an_offer_stays_open_while_the_volunteers_network_is_lost(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await house.ann.goes()
    house.clock.advance(seconds=5)
    await house.ann.comes()
    assert (await house.ann.accepts()).id == blue.its


async def test_who_declines_stays_available_and_the_child_keeps_its_place(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    house.clock.advance(seconds=1)
    await red.enters()
    await house.ann.is_available()
    await house.ann.declines()
    assert await house.ann.status() == "available"
    assert await house.queue() == [blue.its, red.its]
    assert await house.ann.is_asked_for() == red.its


async def test_declining_twice_changes_nothing(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    await house.ann.declines(offer)
    await house.ann.declines(offer)
    assert (await blue.attempt()).offers_declined == 1


async def test_what_was_accepted_cannot_be_declined(house: House):
    await house.child("blue").enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    await house.ann.accepts(offer)
    with pytest.raises(OfferGone):
        await house.ann.declines(offer)


async def test_who_declined_is_not_asked_again_within_a_minute(house: House):
    await house.child("blue").enters()
    await house.ann.is_available()
    await house.ann.declines()
    await house.passes(seconds=59)
    assert await house.ann.offer() is None


async def test_after_a_minute_who_declined_is_asked_again_when_nobody_else_is_free(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await house.ann.declines()
    await house.passes(seconds=60)
    assert await house.ann.is_asked_for() == blue.its


async def test_after_a_minute_somebody_else_who_is_free_goes_first(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ben.comes()
    await house.ann.is_available()
    await house.ann.declines()
    house.clock.advance(seconds=60)
    await house.ben.is_available()
    assert await house.ben.is_asked_for() == blue.its
    assert await house.ann.offer() is None


async def test_however_many_were_declined_the_next_child_is_offered(house: House):
    children = [house.child(colour) for colour in ("blue", "red", "green", "white")]
    for child in children:
        await child.enters()
        house.clock.advance(seconds=1)
    await house.ann.is_available()
    for child in children:
        assert await house.ann.is_asked_for() == child.its
        await house.ann.declines()


async def test_when_the_child_leaves_the_offer_is_gone(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    await blue.leaves()
    with pytest.raises(OfferGone):
        await house.ann.accepts(offer)
    assert await house.ann.status() == "available"
    assert (await house.look(lambda records: records.offers.get(offer.id))).outcome == "left"


async def test_every_offer_is_counted_with_what_became_of_it(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await house.ann.declines()
    await house.ben.is_available()
    await house.passes(seconds=30)
    await house.cora.is_available()
    await house.cora.accepts()
    attempt = await blue.attempt()
    assert (attempt.offers_made, attempt.offers_declined, attempt.offers_lapsed) == (3, 1, 1)
    assert attempt.outcome == "answered"


async def test_a_coached_volunteer_has_one_conversation_at_a_time(house: House):
    await house.child("blue").enters()
    await house.child("red").enters()
    await house.eva.is_available()
    await house.eva.accepts()
    await house.tick()
    assert await house.eva.offer() is None


async def test_who_opted_in_to_two_chats_is_asked_for_a_second_and_not_a_third(house: House):
    for colour in ("blue", "red", "green"):
        await house.child(colour).enters()
    await house.ann.is_available(chats=2)
    await house.ann.accepts()
    await house.tick()
    await house.ann.accepts()
    await house.tick()
    assert await house.ann.offer() is None
    assert len(await house.ann.holds()) == 2


async def test_a_conversation_in_wrap_up_takes_its_room_until_it_is_finished(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    house.clock.advance(seconds=1)
    await red.enters()
    await house.ann.is_available()
    await house.ann.accepts()
    await house.ann.ends()
    await house.tick()
    assert await house.ann.offer() is None
    await house.ann.registers(type="silent")
    await house.ann.finishes()
    assert await house.ann.is_asked_for() == red.its


@pytest.mark.parametrize("topic", ["sex_body", "hurt"])
async def test_a_youth_volunteer_is_never_asked_for_what_adults_must_carry(house: House, topic: str):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters(topic=topic)
    house.clock.advance(seconds=1)
    await red.enters(topic="school")
    await house.finn.is_available()
    assert await house.finn.is_asked_for() == red.its
    await house.finn.declines()
    await house.passes(minutes=10)
    assert await house.finn.is_asked_for() == red.its


async def test_who_is_in_training_is_never_asked_for_a_real_child(house: House):
    await house.child("blue").enters()
    await house.gijs.is_available()
    await house.passes(minutes=10)
    assert await house.gijs.offer() is None


async def test_a_language_is_asked_for_at_first_and_relaxes_as_the_wait_grows(house: House):
    blue = house.child("blue")
    await blue.enters(language="en")
    await house.ben.is_available()
    await house.passes(seconds=119)
    assert await house.ben.offer() is None
    await house.passes(seconds=1)
    assert await house.ben.is_asked_for() == blue.its


async def test_who_speaks_the_language_is_asked_before_who_has_been_idle_longer(house: House):
    await house.ben.is_available()
    house.clock.advance(minutes=1)
    await house.ann.is_available()
    blue = house.child("blue")
    await blue.enters(language="en")
    assert await house.ann.is_asked_for() == blue.its


async def test_nobody_is_told_of_an_offer_before_it_is_committed(house: House):
    await house.child("blue").enters()
    house.told.clear()
    await house.ann.is_available()
    offer = await house.ann.offer()
    assert any({"staff:ann", "deadlines"} <= topics for topics in house.told)
    with pytest.raises(OfferGone):
        await house.ben.accepts(offer)
    house.told.clear()
    with pytest.raises(OfferGone):
        await house.ben.accepts(offer)
    assert house.told == []
