"""What a journal promises of words that come together, and when something goes wrong."""

from __future__ import annotations

import asyncio

import pytest

from helpline.core.conversation import Message, State
from helpline.core.errors import Ended, IdConflict, Refusal, TryAgain
from helpline.ports import Entry
from tests.actions.talking import talk
from tests.child import Child
from tests.contract.words import answers_of, beside, by_child, numbers, seen_by_another
from tests.house import House


async def test_twice_in_one_group_is_kept_once(any_journal: House):
    blue = await talk(any_journal)
    entries = [by_child(blue.its, "a", "hoi"), by_child(blue.its, "a", "hoi"), by_child(blue.its, "a", "dag")]
    first, again, conflict = await asyncio.gather(*answers_of(any_journal, entries))
    assert first == again
    assert isinstance(conflict, IdConflict)
    assert await numbers(any_journal, blue.its) == [1]


async def test_a_refusal_in_a_group_keeps_nobody_else_from_being_kept(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    red = house.child("red")
    await red.enters()
    await blue.says("hoi", "a")
    entries = [
        by_child("unknown", "x", "hoi"),
        by_child(blue.its, "b", "mag ik iets vragen?"),
        by_child(red.its, "c", "hoi"),
        by_child(blue.its, "a", "hoi"),
        by_child(blue.its, "a", "dag"),
        Entry(blue.its, "volunteer", "ben", "d", "Hoi"),
        Entry(blue.its, "volunteer", "ann", "d", "Ja hoor"),
    ]
    answers = await asyncio.gather(*answers_of(house, entries))
    kinds = [type(it).__name__ if isinstance(it, Refusal) else it.seq for it in answers]
    assert kinds == ["NotYours", 2, "NotTalking", 1, "IdConflict", "NotYours", 3]
    assert await numbers(house, blue.its) == [1, 2, 3]


async def test_new_messages_are_delivered_once_in_order_and_after_they_are_kept(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    delivered: list[Message] = []
    house.journal.deliver_to(delivered.extend)
    entries = [by_child(blue.its, str(number), f"bericht {number}") for number in range(20)]
    answers = await asyncio.gather(*answers_of(house, [*entries, entries[3]]))
    assert delivered == answers[:20]
    await blue.says("bericht 3", "3")
    assert len(delivered) == 20
    assert await seen_by_another(house, blue.its) == delivered


async def test_numbers_have_no_gaps_whatever_happens_at_once(any_journal: House):
    house = any_journal
    children = [await talk(house, person, colour) for person, colour in ((house.ann, "blue"), (house.ben, "red"))]

    async def chats(child: Child, side: int) -> None:
        for number in range(15):
            await child.says(f"bericht {number}", f"{side}-{number}")
            if number % 5 == side % 5:
                await child.says(f"bericht {number}", f"{side}-{number}")

    async def phases() -> None:
        for phase in (2, 3, 4, 5) * 3:
            await house.ann.goes_to_phase(phase)

    await asyncio.gather(*(chats(child, side) for child in children for side in range(4)), phases())
    for child in children:
        assert await numbers(house, child.its) == list(range(1, 61))


async def test_more_than_one_group_can_hold_is_kept_all_the_same(any_journal: House):
    blue = await talk(any_journal)
    entries = [by_child(blue.its, str(number), "hoi") for number in range(1_100)]
    answers = await asyncio.gather(*answers_of(any_journal, entries))
    assert [it.seq for it in answers if isinstance(it, Message)] == list(range(1, 1_101))


async def test_a_message_and_the_end_of_its_conversation_are_one_after_the_other(any_journal: House):
    house = any_journal
    for colour in ("blue", "red", "green", "white"):
        child = await talk(house, colour=colour)
        entries = [by_child(child.its, str(number), "hoi") for number in range(5)]
        answers, _ = await asyncio.gather(asyncio.gather(*answers_of(house, entries)), house.ann.ends(child.its))
        kept = [it for it in answers if isinstance(it, Message)]
        assert all(isinstance(it, Message | Ended) for it in answers)
        assert (await child.it()).child_messages == len(kept) == len(await numbers(house, child.its))
        await house.ann.registers(type="silent")
        await house.ann.finishes()


async def test_closing_keeps_what_is_pending(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    answers = answers_of(house, [by_child(blue.its, str(number), "hoi") for number in range(700)])
    await house.journal.close()
    assert all(answer.done() for answer in answers)
    assert len(await seen_by_another(house, blue.its)) == 700


async def test_after_closing_everybody_is_asked_to_try_again(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    await house.journal.close()
    with pytest.raises(TryAgain):
        await blue.says("hoi")


async def test_a_page_that_cannot_take_its_answer_keeps_nobody_else_waiting(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    house.journal.deliver_to(lambda messages: 1 // 0)
    house.journal.append(by_child(blue.its, "a", "hoi"), lambda answer: 1 // 0)
    assert (await blue.says("dag", "b")).seq == 2
    house.journal.deliver_to(lambda messages: None)
    assert (await blue.says("dag", "c")).seq == 3


async def test_words_whose_key_was_forgotten_are_over_and_harm_nobody(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    await blue.says("hoi", "a")
    house.clock.advance(days=1)
    red = await talk(house, house.ben, "red")
    house.vault.forget_days(house.now().date().isoformat())
    entries = [by_child(blue.its, "b", "ben je er nog?"), by_child(red.its, "c", "hoi"), by_child(blue.its, "a", "hoi")]
    forgotten, kept, old = await asyncio.gather(*answers_of(house, entries))
    assert (type(forgotten), type(old)) == (Ended, Ended)
    assert kept == (await red.reads())[0]


async def test_a_row_that_was_tampered_with_harms_nobody_else(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    await blue.says("hoi", "a")
    await house.change("UPDATE message SET sealed = :sealed", sealed=b"x" * 64)
    broken, kept = await asyncio.gather(
        *answers_of(house, [by_child(blue.its, "a", "hoi"), by_child(blue.its, "b", "dag")])
    )
    assert isinstance(broken, TryAgain)
    assert isinstance(kept, Message)
    assert kept.seq == 2
    assert await blue.state() == State.ACTIVE


async def test_two_nodes_keep_one_order_without_gaps(any_journal: House):
    """Two nodes on PostgreSQL; on SQLite two processes never share a file, but a second writer must do no harm."""
    house, blue = any_journal, await talk(any_journal)
    async with beside(house) as other:

        async def through(node: House, side: str) -> list[int]:
            child = node.child("blue")
            child.conversation = blue.its
            return [(await child.says(f"bericht {number}", f"{side}-{number}")).seq for number in range(25)]

        here, there = await asyncio.gather(through(house, "here"), through(other, "there"))
        again = other.child("blue")
        again.conversation = blue.its
        assert (await again.says("bericht 7", "here-7")).seq == here[7]
    assert sorted(here + there) == list(range(1, 51))
    assert (here, there) == (sorted(here), sorted(there))
