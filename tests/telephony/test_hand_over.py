"""A call goes from one volunteer to a colleague, warm, on a line without a PBX."""

from __future__ import annotations

import pytest

from helpline.core.conversation import Conversation, EndedBy, Returned, State
from helpline.core.errors import NotFree
from tests.house import House
from tests.telephony.evening import Evening

MOMENTS = ["asked", "coming", "consulting", "three"]
"""How far a colleague came: asked, their phone rings, talks with the volunteer alone, talks with all."""


@pytest.fixture
async def evening(house: House) -> Evening:
    it = Evening(house)
    await it.begins()
    return it


async def until(evening: Evening, moment: str) -> Conversation:
    """Ann talks with a child, and Ben has come so far."""
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.has_phone(house.ben)
    await evening.asks_in(house.ann, it.id, house.ben)
    if moment == "coming":
        await evening.says_yes(house.ben, it.id)
    elif moment != "asked":
        await evening.comes_in(house.ben, it.id)
    if moment == "three":
        await evening.adds(house.ann, it.id, await evening.leg_of(it.id, "ben"))
    return it


async def test_a_colleague_is_asked_then_all_three_talk_and_then_they_have_the_call(evening: Evening):
    house = evening.house
    it = await until(evening, "consulting")
    assert await evening.heard_by(it.id, "ann") == {"ben"}
    assert await evening.heard_by(it.id, "child") == set()
    assert evening.at(it.id).recordings == ("hold_1",)
    await evening.adds(house.ann, it.id, await evening.leg_of(it.id, "ben"))
    assert await evening.heard_by(it.id, "child") == {"ann", "ben"}
    await house.ann.registers(conversation=it.id, type="silent")
    await evening.passes_on(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ben"}
    assert len(evening.at(it.id).legs) == 1
    now = await house.get(it.id)
    assert (now.state, now.volunteer, now.hand_overs) == (State.ACTIVE, "ben", 1)
    assert await house.look(lambda records: records.facts.why_unassigned(it.id, "ann")) == "handed_over"
    assert [one.staff for one in await house.look(lambda records: records.facts.holders(it.id))] == ["ann", "ben"]
    await evening.leaves(house.ben, it.id)
    await evening.nothing_is_left()


async def test_it_may_be_passed_on_before_all_three_talk_and_back_to_the_child_without_anybody(evening: Evening):
    it = await until(evening, "consulting")
    await evening.passes_on(evening.house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ben"}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_the_volunteer_comes_back_to_the_child(evening: Evening, moment: str):
    house = evening.house
    it = await until(evening, moment)
    if moment == "three":
        await evening.goes_out(house.ben, it.id)
    else:
        await evening.resumes(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    assert len(evening.at(it.id).legs) == 1
    await evening.rings("0687654321")
    assert await house.ben.offer() is not None


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_colleague_who_leaves_takes_nobody_along(evening: Evening, moment: str):
    house = evening.house
    it = await until(evening, moment)
    if moment in ("consulting", "three"):
        await evening.hangs_up(evening.at(it.id).call, await evening.leg_of(it.id, "ben"))
    else:
        await evening.goes_out(house.ben, it.id)
    assert (await house.get(it.id)).volunteer == "ann"
    assert await evening.heard_by(it.id, "child") == ({"ann"} if moment == "three" else set())
    await evening.resumes(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_the_child_hangs_up_and_nothing_is_left(evening: Evening, moment: str):
    house = evening.house
    it = await until(evening, moment)
    await evening.hangs_up(evening.at(it.id).call)
    await evening.nothing_is_left()
    assert (await house.get(it.id)).ended_by is EndedBy.CHILD
    await evening.rings("0687654321")
    assert await house.ben.offer() is not None


@pytest.mark.parametrize("moment", ["asked", "coming", "consulting"])
async def test_a_volunteer_who_is_lost_leaves_the_child_first_in_the_queue(evening: Evening, moment: str):
    house = evening.house
    it = await until(evening, moment)
    await evening.rings("0687654321")
    await evening.hangs_up(evening.at(it.id).call, await evening.leg_of(it.id, "ann"))
    assert (await house.queue())[0] == it.id
    there = evening.at(it.id)
    assert there.is_child_there
    assert there.recordings == ("interrupted",)
    assert (await house.get(it.id)).returned is Returned.LOST_VOLUNTEER
    assert len(there.legs) == 1  # whoever is free is asked for it, and nobody else is in it


async def test_a_volunteer_who_is_lost_while_all_three_talk_leaves_the_child_with_the_colleague(evening: Evening):
    house = evening.house
    it = await until(evening, "three")
    await evening.hangs_up(evening.at(it.id).call, await evening.leg_of(it.id, "ann"))
    assert await evening.heard_by(it.id, "child") == {"ben"}
    now = await house.get(it.id)
    assert (now.state, now.volunteer) == (State.ACTIVE, "ben")
    assert await house.look(lambda records: records.facts.why_unassigned(it.id, "ann")) == "lost"
    await evening.hangs_up(evening.at(it.id).call, await evening.leg_of(it.id, "ben"))
    assert it.id in await house.queue()
    assert evening.at(it.id).is_child_there


async def test_who_hangs_up_while_all_three_talk_passes_it_on(evening: Evening):
    house = evening.house
    it = await until(evening, "three")
    await evening.leaves(house.ann, it.id)
    assert (await house.get(it.id)).volunteer == "ben"
    assert await evening.heard_by(it.id, "child") == {"ben"}


async def test_a_colleague_who_does_not_answer_is_not_asked_for_ever(evening: Evening):
    house = evening.house
    it = await until(evening, "asked")
    await evening.rings("0687654321")
    assert await house.ben.offer() is None
    await evening.passes(31)
    assert len(await evening.legs(it.id)) == 1
    assert await house.ben.offer() is not None


async def test_nobody_is_asked_who_cannot_take_it(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    with pytest.raises(NotFree):
        await evening.asks_in(house.ann, it.id, house.ben)  # is not there
    await house.ben.is_available(channels=["chat"])
    with pytest.raises(NotFree):
        await evening.asks_in(house.ann, it.id, house.ben)  # takes no calls
    with pytest.raises(NotFree):
        await evening.asks_in(house.ann, it.id, house.ann)
    await evening.has_phone(house.ben)
    await evening.has_phone(house.cora)
    await evening.asks_in(house.ann, it.id, house.ben)
    with pytest.raises(NotFree):
        await evening.asks_in(house.ann, it.id, house.cora)  # one at a time
    assert evening.at(it.id).music
    with pytest.raises(NotFree):
        await evening.passes_on(house.ann, it.id)  # nobody is there yet


async def test_a_restart_of_ours_leaves_all_three_talking(evening: Evening):
    it = await until(evening, "three")
    evening.line.go_down()
    evening.restarts()
    await evening.begins()
    assert await evening.heard_by(it.id, "child") == {"ann", "ben"}
