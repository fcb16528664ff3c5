"""More than two in a call: hold, a worker of another organisation, a coordinator."""

from __future__ import annotations

import pytest

from helpline.actions.take_over import take_over
from helpline.core.along import Reason
from helpline.core.call import Part
from helpline.core.consent import Answer
from helpline.core.conversation import State
from helpline.core.errors import NoConsent, NoPhone
from tests.telephony.evening import Evening


async def test_a_child_on_hold_hears_music_and_a_word_within_every_twenty_seconds(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.holds(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == set()
    assert evening.at(it.id).music
    words = []
    for _ in range(4):
        words.append(evening.at(it.id).recordings)
        evening.line.hear_out(evening.at(it.id).call)
        await evening.passes(15)
    assert words == [("hold_1",), ("hold_2",), ("hold_1",), ("hold_2",)]
    await evening.resumes(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}


async def test_a_worker_is_asked_without_the_child_and_then_added(evening: Evening):
    house = evening.house
    it = await evening.talks_to_a_worker(house.ann)
    assert await evening.heard_by(it.id, "ann") == {"veilig_thuis"}
    assert await evening.heard_by(it.id, "child") == set()
    with pytest.raises(NoConsent):
        await evening.adds(house.ann, it.id)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann", "veilig_thuis"}
    assert await evening.heard_by(it.id, "veilig_thuis") == {"ann", "child"}


async def test_who_was_asked_is_gone_before_the_child_comes_back(evening: Evening):
    house = evening.house
    it = await evening.talks_to_a_worker(house.ann)
    await evening.resumes(house.ann, it.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    assert len(evening.at(it.id).legs) == 1


async def test_a_child_that_does_not_agree_any_more_is_alone_with_the_volunteer(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    await evening.worker_answers(it.id)
    await evening.asks(house.ann, it.id, Answer.WITHDRAWN)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    with pytest.raises(NoConsent):
        await evening.adds(house.ann, it.id)


async def test_the_volunteer_may_leave_the_child_with_the_worker(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    worker = await evening.worker_answers(it.id)
    await evening.leaves(house.ann, it.id)
    assert (await house.get(it.id)).state is State.WRAP_UP
    call = evening.at(it.id)
    assert call.heard_by("child") == {worker.id}
    await evening.hangs_up(call.call, worker.id)
    await evening.nothing_is_left()


async def test_a_worker_who_leaves_takes_nobody_along(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.asks(house.ann, it.id, Answer.YES)
    await evening.adds(house.ann, it.id)
    worker = await evening.worker_answers(it.id)
    await evening.hangs_up(evening.at(it.id).call, worker.id)
    assert await evening.heard_by(it.id, "child") == {"ann"}


async def test_a_coordinator_listens_whispers_and_joins(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.has_phone(house.cora)
    await house.cora.watches(it.id)
    await evening.comes_along(house.cora, it.id, Part.LISTEN)
    assert await evening.heard_by(it.id, "cora") == {"ann", "child"}
    assert await evening.heard_by(it.id, "ann") == {"child"}
    await evening.comes_along(house.cora, it.id, Part.WHISPER)
    assert await evening.heard_by(it.id, "ann") == {"child", "cora"}
    assert await evening.heard_by(it.id, "child") == {"ann"}
    await evening.comes_along(house.cora, it.id, Part.JOIN)
    assert await evening.heard_by(it.id, "child") == {"ann", "cora"}
    now = house.now()
    await house.do(lambda work: take_over(it.id, Reason.SAFETY, "cora", work=work, rules=house.rules, now=now))
    await evening.step()
    assert await evening.heard_by(it.id, "child") == {"cora"}


async def test_a_coordinator_who_cannot_be_rung_takes_no_call_over(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    now = house.now()
    with pytest.raises(NoPhone):
        await house.do(lambda work: take_over(it.id, Reason.SAFETY, "cora", work=work, rules=house.rules, now=now))
    assert await evening.heard_by(it.id, "child") == {"ann"}
    await evening.has_phone(house.cora)
    await house.do(lambda work: take_over(it.id, Reason.SAFETY, "cora", work=work, rules=house.rules, now=now))
    await evening.step()
    evening.line.pick_up(evening.at(it.id).call, await evening.leg_of(it.id, "cora"))
    await evening.step()
    assert await evening.heard_by(it.id, "child") == {"cora"}
