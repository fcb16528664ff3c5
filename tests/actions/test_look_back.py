"""Earlier contacts of a device: shown after accepting, to who holds the conversation, while the epoch lives."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from helpline.actions.look_back import Past, look_back
from helpline.core.errors import Ended, NotYours
from helpline.core.history import Length
from helpline.core.sanctions import Kind, Reason
from tests.child import Child
from tests.house import House
from tests.person import Person


async def sees(person: Person, conversation: str) -> Past:
    """What this person is shown beside it."""
    house = person.house
    return await house.look(
        lambda records: look_back(conversation, person.id, records=records, rules=house.rules, now=house.now())
    )


async def talks(child: Child, person: Person, *, seconds: float = 30, type_: str = "prank", **wish: object) -> str:
    """A whole conversation, from the queue to the closed registration."""
    it = await begins(child, person, **wish)
    await child.house.passes(seconds=seconds)
    await person.ends(it)
    await person.registers(conversation=it, type=type_)
    await person.finishes(it)
    await person.is_away()
    return it


async def begins(child: Child, person: Person, **wish: object) -> str:
    await person.is_available()
    await child.enters(**wish)
    return (await person.accepts()).id


async def test_an_earlier_contact_is_told_by_day_length_type_and_mark(any_house: House):
    house = any_house
    blue = house.child("blue")
    await talks(blue, house.ann)
    await house.passes(hours=20)
    past = await sees(house.ben, await begins(blue, house.ben))
    (one,) = past.history.contacts
    assert (one.channel, one.length, one.type, one.marks) == ("chat", Length.UNDER_1_M, "prank", ("prank",))
    assert (house.now().date() - one.day).days == 1
    assert past.history.sanctions == ()


async def test_another_device_has_another_history(any_house: House):
    house = any_house
    await talks(house.child("blue"), house.ann, network="84.241.200.17")
    past = await sees(house.ben, await begins(house.child("green"), house.ben, network="84.241.200.17"))
    assert past.history.contacts == ()


async def test_redials_within_ten_minutes_are_one_contact(house: House):
    blue = house.child("blue")
    for _ in range(5):
        await blue.enters()
        await blue.leaves()
        await house.passes(minutes=9)
    await talks(blue, house.ann)
    await house.passes(minutes=2)
    past = await sees(house.ben, await begins(blue, house.ben))
    assert [contact.marks for contact in past.history.contacts] == [("prank",)]


async def test_who_talked_and_comes_again_at_once_is_another_contact(house: House):
    blue = house.child("blue")
    for _ in range(3):
        await talks(blue, house.ann)
        await house.passes(minutes=1)
    past = await sees(house.ben, await begins(blue, house.ben))
    assert [contact.marks for contact in past.history.contacts] == [("prank",)] * 3


async def test_who_was_turned_away_reached_nobody_and_has_no_history_of_it(house: House):
    blue = house.child("blue")
    it = await begins(blue, house.ann)
    given = await house.ann.gives_time_out()
    await house.ann.rounds_off(it)
    await house.ann.is_away()
    for _ in range(30):
        await house.passes(seconds=20)
        await blue.is_refused()
    await house.passes(minutes=20)
    past = await sees(house.ben, await begins(blue, house.ben))
    assert len(past.history.contacts) == 1
    (sanction,) = past.history.sanctions
    assert astuple(sanction)[1:] == (Kind.TIME_OUT, Reason.PRANK)
    assert given.kind is Kind.TIME_OUT


async def test_the_ladder_goes_by_what_was_given_within_a_fortnight_and_not_undone(any_house: House):
    house = any_house
    blue = house.child("blue")
    counted = []
    for _ in range(4):
        it = await begins(blue, house.ann)
        counted.append((await sees(house.ann, it)).time_outs)
        given = await house.ann.gives_time_out()
        assert (await sees(house.ann, it)).time_outs == counted[-1]
        await house.ann.rounds_off(it)
        await house.passes(minutes=20)
    await house.cora.lifts(given)
    it = await begins(blue, house.ann)
    assert [*counted, (await sees(house.ann, it)).time_outs] == [0, 1, 2, 3, 3]


async def test_it_reaches_into_the_epoch_before_and_no_further(any_house: House):
    house = any_house
    blue = house.child("blue")
    await talks(blue, house.ann)
    await house.passes(hours=7 * 24)
    second = await begins(blue, house.ann)
    assert len((await sees(house.ann, second)).history.contacts) == 1
    await house.ann.gives_time_out()
    await house.ann.rounds_off(second)
    await house.passes(hours=7 * 24)
    past = await sees(house.ann, await begins(blue, house.ann))
    assert (len(past.history.contacts), len(past.history.sanctions), past.time_outs) == (1, 1, 1)


async def test_who_was_not_here_in_the_epoch_before_leaves_no_trace_of_it(any_house: House):
    house = any_house
    await house.passes(hours=7 * 24)
    await house.child("blue").enters()
    assert await house.rows("SELECT attempt FROM earlier_pseudonym") == []


async def test_nobody_else_sees_it_and_nobody_once_it_is_closed(house: House):
    blue = house.child("blue")
    await house.cora.comes()
    it = await begins(blue, house.ann)
    await house.cora.watches(it)
    for person in (house.ben, house.cora, house.zoe):
        with pytest.raises(NotYours):
            await sees(person, it)
    await house.ann.rounds_off(it)
    with pytest.raises(Ended):
        await sees(house.ann, it)


async def test_of_who_waits_nobody_sees_anything(house: House):
    blue = house.child("blue")
    await talks(blue, house.ann)
    await house.ben.is_available()
    await blue.enters()
    offer = await house.ben.offer()
    assert offer is not None
    with pytest.raises(NotYours):
        await sees(house.ben, offer.conversation)


async def test_without_a_pseudonym_there_is_no_history(house: House):
    blue = house.child("blue")
    await talks(blue, house.ann)
    it = await begins(blue, house.ann)
    await house.change("DELETE FROM attempt_pseudonym")
    past = await sees(house.ann, it)
    assert (past.history.contacts, past.time_outs) == ((), 0)
