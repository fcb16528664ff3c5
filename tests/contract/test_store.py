"""What a database promises to the deeds: all or nothing, nobody twice, and word of it only afterwards."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from helpline.actions.carry_out import TRIES
from helpline.core.conversation import State
from helpline.core.deadlines import Deadline, Kind
from helpline.core.errors import Changed, TryAgain
from helpline.core.offers import Answer, close
from helpline.core.staff import Status
from helpline.ports import UnitOfWork
from tests.actions.talking import talk
from tests.contract.words import beside
from tests.house import House


async def test_what_is_committed_is_seen_by_everybody(any_house: House):
    blue = any_house.child("blue")
    await blue.enters(nickname="Sterre")
    async with beside(any_house) as other:
        assert await other.get(blue.its) == await blue.it()


async def test_what_is_not_committed_never_happened_and_nobody_hears_of_it(any_house: House):
    house, blue = any_house, any_house.child("blue")
    await blue.enters()
    before = await blue.it()
    house.told.clear()
    async with house.store.begin() as work:
        await work.conversations.save(replace(before, phase=3))
        work.tell("queue")
        assert (await work.conversations.get(blue.its)).phase == 3
    assert (await blue.it(), house.told) == (before, [])


async def test_a_deed_that_fails_in_the_middle_never_happened(any_house: House):
    house = any_house

    async def deed(work: UnitOfWork) -> None:
        await work.nodes.beat("here", house.now())
        work.tell("queue")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await house.do(deed)
    assert await house.rows("SELECT * FROM node") == []
    assert house.told == []


async def test_everybody_is_woken_once_and_only_when_it_can_be_read(any_house: House):
    house, blue = any_house, any_house.child("blue")
    await blue.enters()
    house.told.clear()
    async with house.store.begin() as work:
        work.tell("queue")
        work.tell("queue")
        work.tell("sessions")
        await work.commit()
        assert house.told == []
    assert house.told == [{"queue", "sessions"}]


async def test_nobody_is_woken_for_nothing(any_house: House):
    any_house.told.clear()
    await any_house.do(lambda work: work.nodes.beat("here", any_house.now()))
    assert any_house.told == []


async def test_of_two_who_change_the_same_conversation_one_decides_again(any_house: House):
    house, blue = any_house, any_house.child("blue")
    await blue.enters()
    old = await blue.it()
    await house.do(lambda work: work.conversations.save(replace(old, phase=2)))
    with pytest.raises(Changed):
        async with house.store.begin() as work:
            await work.conversations.save(replace(old, phase=3))
    assert (await blue.it()).phase == 2
    assert (await blue.it()).version == old.version + 1


async def test_of_two_who_change_how_somebody_stands_one_decides_again(any_house: House):
    house = any_house
    old = await house.ann.comes()
    await house.ann.is_available()
    with pytest.raises(Changed):
        async with house.store.begin() as work:
            await work.people.put_duty(replace(old, status=Status.BREAK))
    with pytest.raises(Changed):
        async with house.store.begin() as work:
            await work.people.put_duty(replace(old, version=0))


async def test_an_offer_is_closed_once(any_house: House):
    house = any_house
    await house.child("blue").enters()
    await house.ann.is_available()
    offer = close(await house.ann.offer(), Answer.ACCEPTED, house.now())
    await house.do(lambda work: work.offers.save(offer))
    with pytest.raises(Changed):
        async with house.store.begin() as work:
            await work.offers.save(replace(offer, outcome=Answer.DECLINED))


@pytest.mark.parametrize("same", ["conversation", "volunteer"])
async def test_one_offer_is_open_for_a_conversation_and_for_a_volunteer(any_house: House, same: str):
    house = any_house
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await house.ann.is_available()
    await red.enters()
    offer = await house.ann.offer()
    other = {"staff": "ben"} if same == "conversation" else {"conversation": red.its}
    second = replace(offer, id="second", **other)
    with pytest.raises(Changed):
        async with house.store.begin() as work:
            await work.offers.add(second)
    assert await house.open_offers() == [offer]


async def test_one_person_holds_a_conversation(any_house: House):
    house, blue = any_house, await talk(any_house)
    with pytest.raises(Changed):
        async with house.store.begin() as work:
            await work.facts.assign(blue.its, 2, "ben", "Sam", house.now())


async def test_a_rule_of_the_tables_that_is_broken_is_a_fault_and_no_race(any_house: House):
    house, blue = any_house, any_house.child("blue")
    await blue.enters()
    it = await blue.it()
    with pytest.raises(IntegrityError):
        await house.do(lambda work: work.conversations.save(replace(it, phase=6)))
    with pytest.raises(IntegrityError):
        await house.do(lambda work: work.conversations.save(replace(it, state=State.ACTIVE)))
    assert await blue.it() == it


async def test_a_deadline_is_claimed_once(any_house: House):
    house = any_house
    at = house.now()
    await house.do(lambda work: work.deadlines.set(Kind.REQUEUE, "blue", at))
    it = Deadline(Kind.REQUEUE, "blue", at)
    claims = await asyncio.gather(*(house.do(lambda work: work.deadlines.claim(it)) for _ in range(8)))
    assert sorted(claims) == [False] * 7 + [True]


async def test_a_deadline_that_was_moved_is_not_claimed_for_its_old_moment(any_house: House):
    house = any_house
    at = house.now()
    await house.do(lambda work: work.deadlines.set(Kind.REQUEUE, "blue", at))
    await house.do(lambda work: work.deadlines.set(Kind.REQUEUE, "blue", at + timedelta(seconds=5)))
    assert not await house.do(lambda work: work.deadlines.claim(Deadline(Kind.REQUEUE, "blue", at)))
    assert await house.look(lambda records: records.deadlines.due(at)) == []
    assert await house.look(lambda records: records.deadlines.next_at()) == at + timedelta(seconds=5)


async def test_what_is_due_comes_oldest_first_and_at_its_very_moment(any_house: House):
    house = any_house
    at = house.now()

    async def sets(work: UnitOfWork) -> None:
        for seconds, subject in ((0, "blue"), (-5, "red"), (0.000001, "green")):
            await work.deadlines.set(Kind.OFFER, subject, at + timedelta(seconds=seconds))

    await house.do(sets)
    due = await house.look(lambda records: records.deadlines.due(at))
    assert [deadline.subject for deadline in due] == ["red", "blue"]


async def test_moments_are_kept_to_the_microsecond(any_house: House):
    house, blue = any_house, any_house.child("blue")
    house.clock.advance(seconds=0.000001)
    now = house.now()
    await blue.enters()
    assert (await blue.it()).entered_at == now


async def test_a_quarter_hour_is_kept_once(any_house: House):
    house = any_house
    await asyncio.gather(*(house.keeps_quarter() for _ in range(4)))
    assert len(await house.rows("SELECT * FROM quarter_hour")) == 1


async def test_who_is_always_second_is_asked_to_try_again(any_house: House):
    tries: list[int] = []

    async def deed(work: UnitOfWork) -> None:
        tries.append(1)
        raise Changed

    with pytest.raises(TryAgain):
        await any_house.do(deed)
    assert len(tries) == TRIES


async def test_what_became_of_who_came_is_counted_by_when_they_came(any_house: House):
    await any_house.child("grey").enters()
    any_house.clock.advance(minutes=30)
    await any_house.child("blue").enters()
    red, since = any_house.child("red"), any_house.clock.now()
    await red.enters()
    async with any_house.store.look() as records:
        assert await records.attempts.outcomes(since) == {}
    await red.leaves()
    async with any_house.store.look() as records:
        assert await records.attempts.outcomes(since) == {"abandoned": 1}
        assert await records.attempts.outcomes(since + timedelta(seconds=1)) == {}
