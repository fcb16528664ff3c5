"""What a second costs while children wait and talk, in questions to the database."""

from __future__ import annotations

import pytest

from helpline.core.conversation import State
from helpline.core.wishes import Offer, Wish
from helpline.db.one_hop import OneHopConnection
from tests.counting import counting, listener, writer
from tests.telephony.evening import Evening

A_SECOND, ALL_KINDS = 1, 4
"""Questions: what changed; and the queue, who is on duty and the notice."""
TO_THE_OFFER = 13
"""Statements: five that read and eight that write."""


async def asked_in(evening: Evening, seconds: float) -> list[str]:
    """What is asked when so much time has passed, and nothing else happened."""
    async with listener(evening.house) as engine:
        evening.house.clock.advance(seconds=seconds)
        with counting(engine) as asked:
            await evening.step()
    return asked


async def all_heard_out(evening: Evening) -> None:
    for call in evening.on_line().values():
        evening.line.hear_out(call.call)
    await evening.step()


@pytest.mark.parametrize("children", [1, 12])
async def test_a_second_costs_the_same_however_many_wait(evening: Evening, children: int):
    for number in range(children):
        await evening.rings(f"06{number:08}")
    await all_heard_out(evening)
    assert len(await asked_in(evening, 1)) == A_SECOND
    assert len(await asked_in(evening, 50)) == ALL_KINDS
    assert len(await asked_in(evening, 0.3)) == 0


async def test_who_talks_is_not_looked_at_every_second(evening: Evening):
    await evening.talks(evening.house.ann)
    await asked_in(evening, 1)
    assert len(await asked_in(evening, 1)) == A_SECOND
    await asked_in(evening, 60)
    assert len(await asked_in(evening, 1)) == A_SECOND


async def test_nobody_on_the_line_costs_nothing(evening: Evening):
    assert await asked_in(evening, 60) == []


async def test_a_child_hears_that_it_came_nearer_once_it_may_hear_something_again(evening: Evening):
    first = await evening.rings("0611111111")
    call = await evening.rings("0622222222")
    await all_heard_out(evening)
    await evening.hangs_up(first)
    await evening.passes(44)
    assert evening.on_line()[call].recordings == ()
    await evening.passes(1)
    assert evening.on_line()[call].recordings[0] == "next"
    evening.line.hear_out(call)
    await evening.passes(50)
    assert evening.on_line()[call].recordings == ()


async def test_what_another_node_changed_without_telling_is_seen_a_second_later(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann)
    call = evening.at(it.id).call
    await house.change("UPDATE conversation SET version = version + 1, state = 'waiting', place_rank = 0")
    assert (await house.get(it.id)).state is State.WAITING
    await evening.passes(1)
    assert evening.on_line()[call].music


async def test_a_call_is_few_statements_up_to_its_offer(evening: Evening):
    await evening.has_phone(evening.house.ann)
    with counting(await writer(evening.house), "SELECT", "INSERT", "UPDATE", "DELETE") as said:
        await evening.rings()
    assert await evening.house.ann.is_asked_for()
    assert len(said) <= TO_THE_OFFER, "\n".join(said)


async def test_on_a_quick_disk_a_call_waits_for_a_thread_only_to_be_committed(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
):
    await evening.has_phone(evening.house.ann)
    execute, hops = OneHopConnection._execute, []

    async def counted(self, fn, *args, **kwargs):
        hops.append(fn)
        return await execute(self, fn, *args, **kwargs)

    monkeypatch.setattr(OneHopConnection, "_execute", counted)
    await evening.rings()
    assert await evening.house.ann.is_asked_for()
    assert len(hops) == 1


async def test_whoever_is_rung_does_not_wait_until_it_is_known_what_the_child_hears(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
):
    await evening.has_phone(evening.house.ann)
    wish, before = evening.line.wish, []
    async with listener(evening.house) as engine:
        with counting(engine) as asked:

            def wished(it: Wish) -> None:
                if isinstance(it, Offer):
                    before.extend(asked)
                wish(it)

            monkeypatch.setattr(evening.line, "wish", wished)
            await evening.rings()
    assert any("FROM notice" in it for it in asked)
    assert before
    assert not any("FROM notice" in it for it in before)
