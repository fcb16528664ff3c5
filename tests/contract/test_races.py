"""Two who do something at the same moment, in one process or in two: one after the other, and nobody twice."""

from __future__ import annotations

import asyncio

from helpline.core.conversation import State
from helpline.core.errors import OfferGone
from helpline.core.offers import Answer
from helpline.core.staff import Status
from tests.actions.talking import talk
from tests.contract.words import beside
from tests.house import House


async def test_fifty_volunteers_who_accept_at_once_have_it_once(any_house: House):
    house, blue = any_house, any_house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    people = [house.ann, *house.staff[1:] * 7]
    answers = await asyncio.gather(*(person.accepts(offer) for person in people), return_exceptions=True)
    assert len(people) == 50
    assert [answer.volunteer for answer in answers if not isinstance(answer, BaseException)] == ["ann"]
    assert {type(answer) for answer in answers[1:]} == {OfferGone}


async def test_two_windows_that_accept_the_same_offer_get_the_same_answer(any_house: House):
    house, blue = any_house, any_house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    offer = await house.ann.offer()
    answers = await asyncio.gather(*(house.ann.accepts(offer) for _ in range(6)))
    assert len({answer.version for answer in answers}) == 1
    assert await house.rows("SELECT number, staff FROM assignment") == [(1, "ann")]


async def test_accepting_and_lapsing_at_once_is_one_of_the_two(any_house: House):
    house = any_house
    for colour in ("blue", "red", "green", "white"):
        child = house.child(colour)
        await child.enters()
        await house.ann.is_available()
        offer = await house.ann.offer()
        house.clock.advance(seconds=29.9)
        accepting = asyncio.create_task(house.ann.accepts(offer))
        house.clock.advance(seconds=0.1)
        accepted, _ = await asyncio.gather(accepting, house.tick(), return_exceptions=True)
        it, kept = await child.it(), await house.look(lambda records, name=offer.id: records.offers.get(name))
        if isinstance(accepted, OfferGone):
            assert (it.state, kept.outcome, await house.ann.status()) == (State.WAITING, Answer.LAPSED, "away")
        else:
            assert (it.state, kept.outcome, await house.ann.status()) == (State.ACTIVE, Answer.ACCEPTED, "available")
        await child.leaves()
        await house.ann.be(Status.AWAY)
        for held in await house.ann.holds():
            await house.ann.registers(conversation=held, type="silent")
            await house.ann.finishes(held)


async def test_accepting_while_the_child_leaves_is_one_after_the_other(any_house: House):
    house = any_house
    for colour in ("blue", "red", "green", "white"):
        child = house.child(colour)
        await child.enters()
        await house.ann.is_available()
        offer = await house.ann.offer()
        accepted, _ = await asyncio.gather(house.ann.accepts(offer), child.leaves(), return_exceptions=True)
        it, attempt = await child.it(), await child.attempt()
        if isinstance(accepted, OfferGone):
            assert (it.state, attempt.outcome) == (State.CLOSED, "abandoned")
        else:
            assert (it.state, attempt.outcome) == (State.WRAP_UP, "answered")
            await house.ann.registers(conversation=it.id, type="silent")
            await house.ann.finishes(it.id)


async def test_two_nodes_that_route_at_once_ask_nobody_twice(any_house: House):
    house = any_house
    async with beside(house) as other:
        for person in (other.ann, other.ben, other.cora, other.dirk, other.zoe):
            await person.comes()
        await asyncio.gather(
            *(
                node.child(f"{side} {number}").enters()
                for node, side in ((house, "a"), (other, "b"))
                for number in range(6)
            )
        )
        # all of them came in one moment, so that their order is known only once everybody is there
        await asyncio.gather(
            *(person.is_available() for person in (house.ann, other.ben, house.cora, other.dirk, other.zoe)),
            house.tick(),
            other.tick(),
        )
        offers = await house.open_offers()
    assert len(offers) == len({offer.staff for offer in offers}) == len({offer.conversation for offer in offers}) == 5
    queue = await house.queue()
    assert {offer.conversation for offer in offers} == set(queue[:5])


async def test_two_tabs_that_enter_at_once_have_one_place(any_house: House):
    house = any_house
    async with beside(house) as other:
        entered = await asyncio.gather(*(node.child("blue").enters() for node in (house, other) for _ in range(4)))
    assert len({it.conversation.id for it in entered}) == 1
    assert len(await house.queue()) == 1


async def test_two_windows_that_fill_in_at_once_lose_nothing(any_house: House):
    house, blue = any_house, await talk(any_house)
    async with beside(house) as other:
        await asyncio.gather(
            house.ann.registers(conversation=blue.its, type="counselling"),
            other.ann.registers(conversation=blue.its, age=12),
            house.ann.registers(conversation=blue.its, gender="girl"),
            other.ann.registers(conversation=blue.its, about="self"),
        )
    kept = await house.look(lambda records: records.facts.registration(blue.its))
    assert kept == {"type": "counselling", "age": 12, "gender": "girl", "about": "self"}


async def test_two_nodes_that_tick_at_once_do_everything_once(any_house: House):
    house = any_house
    blue = await talk(house)
    red = house.child("red")
    await red.enters()
    await house.ben.is_available()
    await house.ann.goes()
    async with beside(house) as other:
        for _ in range(4):
            house.clock.advance(seconds=30)
            other.clock.advance(seconds=30)
            await asyncio.gather(house.tick(), other.tick())
    assert (await blue.it()).interruptions == 1
    assert (await red.attempt()).offers_lapsed == 1
    assert await house.ben.status() == "away"
