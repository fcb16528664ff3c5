"""A child answers before and after; ten minutes after the end nothing leads from the answers to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpline.actions.survey import answer_survey, is_asked
from helpline.core.deadlines import Kind
from helpline.core.errors import Ended, NotAsked, NotTalking
from helpline.core.survey import Moment
from tests.actions.talking import talk
from tests.child import Child
from tests.house import House

COUNSELLING = {"type": "counselling", "age": 12, "gender": "girl", "about": "self", "topics": ["physical-abuse"]}


async def answers(child: Child, moment: Moment, feeling: int | None, size: int | None) -> None:
    house = child.house
    await house.do(
        lambda work: answer_survey(
            child.its, moment, feeling, size, work=work, rules=house.rules, now=house.now()
        )
    )  # fmt: skip


async def rows(house: House) -> list[tuple[object, ...]]:
    """Everything that is kept of the answers, but for their random names."""
    faces = "before_feeling, before_size, after_feeling, after_size"
    return await house.rows(f"SELECT channel, topic, week, {faces} FROM survey ORDER BY {faces}")


async def links(house: House) -> list[tuple[object, ...]]:
    return await house.rows("SELECT conversation FROM survey_of")


async def is_asked_of(child: Child) -> bool:
    house, it = child.house, await child.it()
    return await house.look(lambda records: is_asked(it, records=records, now=house.now()))


async def test_before_and_after_make_one_pair_and_then_nobody_knows_whose(any_house: House):
    house, blue = any_house, any_house.child("blue")
    await blue.enters()
    await answers(blue, Moment.BEFORE, 2, 5)
    await house.ann.is_available()
    await house.ann.accepts()
    await house.ann.registers(**COUNSELLING)
    await house.ann.ends(blue.its)
    assert await is_asked_of(blue)
    await answers(blue, Moment.AFTER, 4, None)
    assert not await is_asked_of(blue)
    await house.passes(minutes=9, seconds=59)
    assert await links(house) == [(blue.its,)]
    await house.passes(seconds=2)
    assert await links(house) == []
    assert await rows(house) == [("chat", "abuse-and-violence", "2026-W47", 2, 5, 4, None)]
    assert not await is_asked_of(blue)


async def test_a_second_answer_changes_nothing(house: House):
    blue = house.child("blue")
    await blue.enters()
    await answers(blue, Moment.BEFORE, 2, None)
    await answers(blue, Moment.BEFORE, 5, 5)
    assert await rows(house) == [("chat", None, "2026-W47", 2, None, None, None)]


async def test_who_skips_leaves_nothing(house: House):
    blue = house.child("blue")
    await blue.enters()
    await answers(blue, Moment.BEFORE, None, None)
    await blue.leaves()
    assert await rows(house) == []
    assert Kind.SURVEY_OVER not in {deadline.kind for deadline in await house.deadlines()}


async def test_who_leaves_the_queue_is_unlinked_too(house: House):
    blue = house.child("blue")
    await blue.enters()
    await answers(blue, Moment.BEFORE, 3, 3)
    await blue.leaves()
    with pytest.raises(NotAsked):
        await answers(blue, Moment.AFTER, 3, 3)
    await house.passes(minutes=10, seconds=1)
    assert (await links(house), len(await rows(house))) == ([], 1)


async def test_who_wipes_its_conversation_is_unlinked_at_once(house: House):
    blue = await talk(house)
    await answers(blue, Moment.BEFORE, 3, 3)
    await blue.forgets()
    assert (await links(house), len(await rows(house))) == ([], 1)
    assert await house.deadlines() == []
    with pytest.raises(NotTalking):
        await answers(blue, Moment.AFTER, 1, 1)


async def test_after_acute_danger_nobody_asks(house: House):
    blue = await talk(house)
    await house.ann.registers(type="counselling", danger="acute")
    await house.ann.ends(blue.its)
    assert not await is_asked_of(blue)
    with pytest.raises(NotAsked):
        await answers(blue, Moment.AFTER, 1, 1)
    await house.ann.registers(danger="possible")
    assert await is_asked_of(blue)


async def test_the_wrong_moment_keeps_nothing(house: House):
    blue = await talk(house)
    with pytest.raises(NotAsked):
        await answers(blue, Moment.AFTER, 1, 1)
    await house.ann.ends(blue.its)
    with pytest.raises(Ended):
        await answers(blue, Moment.BEFORE, 1, 1)
    await house.passes(minutes=10)
    with pytest.raises(NotTalking):
        await answers(blue, Moment.AFTER, 1, 1)
    assert await rows(house) == []


async def test_where_it_is_switched_off_nobody_is_asked(house: House):
    house.rules = replace(house.rules, survey=False)
    blue = house.child("blue")
    await blue.enters()
    with pytest.raises(NotAsked):
        await answers(blue, Moment.BEFORE, 1, 1)
    assert await rows(house) == []
