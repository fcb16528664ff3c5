"""A child rings, waits, and is offered; on a line without a PBX."""

from __future__ import annotations

import pytest

from helpline.core.conversation import EndedBy, State
from helpline.core.line import Failure
from helpline.core.wishes import Answer, Wish
from helpline.ports import Credentials
from tests.telephony.evening import Evening


async def test_a_child_who_rings_waits_with_music_and_hears_its_place(evening: Evening):
    await evening.rings("0611111111")
    call = await evening.rings("0622222222")
    there = evening.on_line()[call]
    assert there.is_answered
    assert there.recordings[0] == "welcome"
    assert "place_1" in there.recordings
    assert there.music
    (first, second) = await evening.house.queue()
    assert (await evening.house.get(second)).channel == "phone"
    assert first != second


async def test_two_calls_from_one_number_are_two_children(evening: Evening):
    await evening.rings("0612345678")
    await evening.rings("0612345678")
    assert len(await evening.house.queue()) == 2


async def test_the_longest_waiting_is_helped_first_by_chat_or_by_phone(evening: Evening):
    house = evening.house
    blue = house.child("blue")
    await blue.enters()
    house.clock.advance(seconds=1)
    await evening.rings()
    house.clock.advance(seconds=1)
    green = house.child("green")
    await green.enters()
    (_, call, _) = await house.queue()
    await evening.has_phone(house.ann)
    assert await house.ann.is_asked_for() == blue.its
    await evening.has_phone(house.ben)
    assert await house.ben.is_asked_for() == call
    await evening.has_phone(house.cora)
    assert await house.cora.is_asked_for() == green.its


async def test_who_cannot_be_rung_is_not_offered_a_call(evening: Evening):
    house = evening.house
    await evening.rings()
    await house.ann.is_available(channels=["chat", "phone"])
    assert await house.ann.offer() is None
    phone = await evening.has_phone(house.ben)
    assert await house.ben.is_asked_for() is not None
    evening.line.unregister(phone.name)
    await evening.step()
    assert await house.ben.offer() is None
    assert await house.ben.status() == "available"


async def test_the_volunteer_answers_and_they_hear_each_other(evening: Evening):
    it = await evening.talks(evening.house.ann)
    assert it.state is State.ACTIVE
    assert await evening.heard_by(it.id, "child") == {"ann"}
    assert await evening.heard_by(it.id, "ann") == {"child"}
    assert not evening.at(it.id).music


async def test_a_child_hears_that_somebody_comes_from_the_answer_until_they_are_there(evening: Evening):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    assert evening.on_line()[call].recordings[0] == "welcome"
    it = await house.ann.accepts()
    await evening.step()
    assert evening.on_line()[call].recordings == ("connecting",)
    evening.line.hear_out(call)
    await evening.passes(20)
    assert evening.on_line()[call].recordings == ()
    assert evening.on_line()[call].music
    evening.line.pick_up(call, await evening.leg_of(it.id, "ann"))
    await evening.step()
    assert evening.on_line()[call].recordings == ()
    assert await evening.heard_by(it.id, "child") == {"ann"}


async def test_whoever_comes_next_is_announced_too(evening: Evening):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    it = await house.ann.accepts()
    await evening.step()
    evening.line.let_go(call, await evening.leg_of(it.id, "ann"), Failure.BUSY)
    await evening.step()
    assert evening.on_line()[call].recordings == ("interrupted",)
    await evening.has_phone(house.ben)
    await house.ben.accepts()
    await evening.step()
    assert evening.on_line()[call].recordings == ("connecting",)


async def test_a_telephone_that_is_picked_up_accepts_the_offer(evening: Evening):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    (leg,) = evening.on_line()[call].legs
    evening.line.pick_up(call, leg)
    await evening.step()
    it = await house.get(await house.ann.its())
    assert it.state is State.ACTIVE
    assert await evening.heard_by(it.id, "ann") == {"child"}


async def test_who_is_in_a_call_is_asked_for_nothing_else(evening: Evening):
    house = evening.house
    await evening.talks(house.ann)
    await house.child("blue").enters()
    await evening.rings("0687654321")
    assert await house.ann.offer() is None


@pytest.mark.parametrize(
    ("why", "status"), [(Failure.REJECTED, "available"), (Failure.NO_ANSWER, "away"), (Failure.OFFLINE, "available")]
)
async def test_who_does_not_answer_leaves_the_child_its_place(evening: Evening, why: Failure, status: str):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    await evening.has_phone(house.ben)
    (leg,) = evening.on_line()[call].legs
    evening.line.let_go(call, leg, why)
    await evening.step()
    assert await house.ann.offer() is None
    assert await house.ann.status() == status
    assert await house.ben.is_asked_for() == (await house.queue())[0]


async def test_an_offer_that_lapses_rings_no_longer(evening: Evening):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    await evening.passes(31)
    assert evening.on_line()[call].legs == {}
    assert await house.ann.status() == "away"


async def test_nobody_waits_for_ever(evening: Evening):
    house = evening.house
    call = await evening.rings()
    (conversation,) = await house.queue()
    await evening.passes(house.rules.graces.call.total_seconds() + 1)
    assert (await house.get(conversation)).ended_by is EndedBy.LINE
    assert evening.on_line()[call].recordings[0] == "too_long"
    evening.line.hear_out(call)
    await evening.step()
    await evening.nothing_is_left()


async def test_also_who_lost_its_volunteer_does_not_wait_for_ever(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    await evening.passes(house.rules.graces.call.total_seconds() + 1)
    assert await evening.heard_by(it.id, "child") == {"ann"}
    await evening.hangs_up(evening.at(it.id).call, await evening.leg_of(it.id, "ann"))
    await house.ann.is_away()
    await evening.passes(house.rules.graces.call.total_seconds() - 1)
    assert (await house.get(it.id)).state is State.WAITING
    await evening.passes(2)
    assert (await house.get(it.id)).ended_by is EndedBy.LINE
    assert evening.at(it.id).recordings[0] == "too_long"


async def test_who_logs_out_has_no_phone(evening: Evening):
    house = evening.house
    phone = await evening.has_phone(house.ann)
    await house.do(lambda work: work.people.end_sessions(staff="ann"))
    evening.board.heed({"sessions"})
    await evening.step()
    await evening.rings()
    assert await house.ann.offer() is None
    assert not evening.line.register(Credentials(phone.name, "whatever it was"))


async def test_a_child_is_answered_although_more_and_more_ring(evening: Evening, monkeypatch: pytest.MonkeyPatch):
    """A look at the first one does not wait until nobody rings any more."""
    let_in: list[int] = []
    wish = evening.line.wish

    def wished(it: Wish) -> None:
        if isinstance(it, Answer):
            told = {topic for topics in evening.house.told for topic in topics if topic.startswith("conversation:")}
            let_in.append(len(told))
        wish(it)

    monkeypatch.setattr(evening.line, "wish", wished)
    for number in range(5):
        evening.line.ring_up("0800", f"{number:040x}")
    await evening.step()
    assert let_in == [1, 2, 3, 4, 5]
