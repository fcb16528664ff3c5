"""Whoever the volunteer asks says no, or does not answer: the desk says so, and the child is not alone meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from helpline.core.call import Missed
from helpline.core.consent import Answer
from helpline.core.conversation import Conversation
from helpline.core.line import Failure
from helpline.realtime.desk_view import call_form
from tests.telephony.evening import Evening

SILENCE_SECONDS = 20
"""A child on hold is never longer without a word."""
Deed = Callable[[Evening, Conversation], Awaitable[None]]


async def said_at_the_desk(evening: Evening, it: Conversation) -> object:
    form = await evening.house.look(lambda records: call_form(it, records))
    return form["call"].get("missed")


async def fails(evening: Evening, it: Conversation, who: str, why: Failure) -> None:
    evening.line.let_go(evening.at(it.id).call, await evening.leg_of(it.id, who), why)
    await evening.step()


async def says_no(evening: Evening, it: Conversation) -> None:
    await evening.goes_out(evening.house.ben, it.id)


async def says_nothing(evening: Evening, it: Conversation) -> None:
    await evening.passes(31)


async def comes_and_does_not_pick_up(evening: Evening, it: Conversation) -> None:
    await evening.says_yes(evening.house.ben, it.id)
    await fails(evening, it, "ben", Failure.NO_ANSWER)


async def comes_and_refuses_at_the_phone(evening: Evening, it: Conversation) -> None:
    await evening.says_yes(evening.house.ben, it.id)
    await fails(evening, it, "ben", Failure.REJECTED)


async def comes_and_hangs_up(evening: Evening, it: Conversation) -> None:
    await evening.comes_in(evening.house.ben, it.id)
    await evening.hangs_up(evening.at(it.id).call, await evening.leg_of(it.id, "ben"))


COLLEAGUE = [
    (says_no, Missed.NO),
    (says_nothing, Missed.NO_ANSWER),
    (comes_and_does_not_pick_up, Missed.NO_ANSWER),
    (comes_and_refuses_at_the_phone, Missed.NO),
    (comes_and_hangs_up, Missed.LEFT),
]


@pytest.mark.parametrize(("deed", "why"), COLLEAGUE)
async def test_a_colleague_who_does_not_come_is_named_at_the_desk_until_the_child_is_back(
    evening: Evening, deed: Deed, why: Missed
):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.has_phone(house.ben)
    await evening.asks_in(house.ann, it.id, house.ben)
    assert await said_at_the_desk(evening, it) is None
    await deed(evening, it)
    assert await said_at_the_desk(evening, it) == {"who": "Sam", "why": why, "colleague": True}
    await hears_a_word_in_time(evening, it)
    await evening.resumes(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    assert await said_at_the_desk(evening, it) is None


async def hears_a_word_in_time(evening: Evening, it: Conversation) -> None:
    """Whenever it was that the last one was said."""
    assert await evening.heard_by(it.id, "child") == set()
    if evening.at(it.id).prompt is not None:
        evening.line.hear_out(evening.at(it.id).call)
        await evening.step()
    assert evening.at(it.id).music
    for _ in range(SILENCE_SECONDS):
        await evening.passes(1)
        if evening.at(it.id).recordings:
            return
    raise AssertionError("nothing was said")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (Failure.BUSY, Missed.BUSY),
        (Failure.NO_ANSWER, Missed.NO_ANSWER),
        (Failure.OFFLINE, Missed.NO_ANSWER),
        (Failure.REJECTED, Missed.NO),
    ],
)
async def test_a_worker_who_does_not_answer_is_named_and_another_one_may_be_asked(
    evening: Evening, how: Failure, why: Missed
):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.consults(house.ann, it.id)
    await fails(evening, it, "veilig_thuis", how)
    assert await said_at_the_desk(evening, it) == {"who": "veilig_thuis", "why": why, "colleague": False}
    await hears_a_word_in_time(evening, it)
    await evening.consults(house.ann, it.id)
    assert await said_at_the_desk(evening, it) is None
    await evening.worker_answers(it.id)
    assert await evening.heard_by(it.id, "ann") == {"veilig_thuis"}


async def test_a_worker_who_is_added_and_does_not_answer_keeps_nobody_from_talking(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    await fails(evening, it, "veilig_thuis", Failure.NO_ANSWER)
    assert await said_at_the_desk(evening, it) == {"who": "veilig_thuis", "why": "no_answer", "colleague": False}
    assert await evening.heard_by(it.id, "child") == {"ann"}


async def test_who_is_let_go_by_the_volunteer_is_not_said_to_have_left(evening: Evening):
    house = evening.house
    it = await evening.talks_to_a_worker(house.ann)
    await evening.resumes(house.ann, it.id)
    assert await said_at_the_desk(evening, it) is None
