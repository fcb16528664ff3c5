"""What a journal promises where several write: what another one kept is found, and what another one changed holds."""

from __future__ import annotations

import asyncio

import pytest

from helpline.core.conversation import Message
from helpline.core.errors import Ended, NotTalking, NotYours
from tests.actions.talking import talk
from tests.child import Child
from tests.contract.words import answers_of, beside, by_child, numbers
from tests.house import House


def at(node: House, talking: Child, colour: str = "blue") -> Child:
    """The same child, at another node."""
    child = node.child(colour)
    child.conversation = talking.its
    return child


async def test_what_was_said_after_a_number_is_found_in_order(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    red = await talk(house, house.ben, "red")
    first = await blue.says("hoi")
    async with beside(house) as other:
        later = [await at(other, blue).says("ben je er?"), await at(other, blue).says("hallo?")]
        of_red = await at(other, red, "red").says("dag")
    found = await house.journal.newer({blue.its: first.seq, red.its: 0, "unknown": 0})
    assert [it for it in found if it.conversation == blue.its] == later
    assert [it for it in found if it.conversation != blue.its] == [of_red]
    assert await house.journal.newer({blue.its: later[-1].seq}) == []


async def test_nothing_is_found_of_what_is_over_or_forgotten(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    await blue.says("hoi")
    house.clock.advance(days=1)
    red = await talk(house, house.ben, "red")
    await red.says("dag")
    await red.leaves()
    house.vault.forget_days(house.now().date().isoformat())
    assert await house.journal.newer({blue.its: 0, red.its: 0}) == []


async def test_who_answers_what_was_said_elsewhere_gets_the_next_number(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    async with beside(house) as other:
        for number in range(1, 9, 2):
            assert (await house.ann.says(f"vraag {number}")).seq == number
            there = await at(other, blue).says(f"antwoord {number}")
            assert there.seq == number + 1
            if number > 3:  # it heard of it in time, or did not
                assert await house.journal.newer({blue.its: number}) == [there]
    assert await numbers(house, blue.its) == list(range(1, 9))


async def test_a_client_id_that_was_used_elsewhere_answers_as_there(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    await blue.says("hoi", "a")
    async with beside(house) as other:
        there = await at(other, blue).says("ben je er?", "b")
    assert await blue.says("ben je er?", "b") == there
    assert await numbers(house, blue.its) == [1, 2]


@pytest.mark.parametrize("change", ["ends", "is queued again", "is handed over"])
async def test_what_changed_elsewhere_since_the_last_words_holds(any_journal: House, change: str):
    house, blue = any_journal, await talk(any_journal)
    await blue.says("hoi", "a")
    await house.ann.says("hoi", "b")
    async with beside(house) as other:
        ann = other.ann
        ann.conversation = blue.its
        if change == "ends":
            await ann.ends()
        elif change == "is queued again":
            await house.change("UPDATE conversation SET state = 'waiting', volunteer = NULL")
        else:
            await house.change("UPDATE conversation SET volunteer = 'ben'")
    refusals = {"ends": Ended, "is queued again": NotYours, "is handed over": NotYours}
    with pytest.raises(refusals[change]):
        await house.ann.says("ben je er nog?", "c", conversation=blue.its)
    if change != "is handed over":
        with pytest.raises(Ended if change == "ends" else NotTalking):
            await blue.says("ben je er nog?", "d")


async def test_single_words_and_the_end_of_their_conversation_are_one_after_the_other(any_journal: House):
    house = any_journal
    for colour in ("blue", "red", "green", "white"):
        child = await talk(house, colour=colour)
        await child.says("hoi", "before")
        answers = answers_of(house, [by_child(child.its, "at once", "hoi")])
        (answer,), _ = await asyncio.gather(asyncio.gather(*answers), house.ann.ends(child.its))
        assert isinstance(answer, Message | Ended)
        kept = 1 + isinstance(answer, Message)
        assert (await child.it()).child_messages == kept == len(await numbers(house, child.its))
        await house.ann.registers(type="silent")
        await house.ann.finishes()
