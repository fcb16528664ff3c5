"""What a journal promises, on either database: what is acknowledged is kept, once, in order, and nobody else writes."""

from __future__ import annotations

import pytest

from helpline.core.errors import Ended, IdConflict, NotTalking, NotYours
from tests.actions.talking import talk
from tests.contract.words import numbers, seen_by_another
from tests.house import House


async def test_what_is_acknowledged_is_read_by_everybody_else(any_journal: House):
    blue = await talk(any_journal)
    kept = [await blue.says("hoi"), await any_journal.ann.says("Hoi, met Nora"), await blue.says("mag ik iets vragen?")]
    assert await seen_by_another(any_journal, blue.its) == kept
    assert [(it.seq, it.sender, it.text) for it in kept] == [
        (1, "child", "hoi"),
        (2, "volunteer", "Hoi, met Nora"),
        (3, "child", "mag ik iets vragen?"),
    ]


async def test_the_same_client_id_again_gives_the_same_answer(any_journal: House):
    blue = await talk(any_journal)
    first = await blue.says("hoi", "a")
    any_journal.clock.advance(minutes=1)
    assert await blue.says("hoi", "a") == first
    assert await numbers(any_journal, blue.its) == [1]


async def test_another_text_under_the_same_client_id_is_a_conflict(any_journal: House):
    blue = await talk(any_journal)
    await blue.says("hoi", "a")
    with pytest.raises(IdConflict):
        await blue.says("dag", "a")
    assert await numbers(any_journal, blue.its) == [1]


async def test_both_sides_may_use_the_same_client_id(any_journal: House):
    blue = await talk(any_journal)
    await blue.says("hoi", "a")
    assert (await any_journal.ann.says("Dag", "a")).seq == 2


@pytest.mark.parametrize("state", ["interrupted", "queued again", "offered again", "wrap-up", "closed", "handed over"])
async def test_in_every_state_a_known_client_id_answers_as_before(any_journal: House, state: str):
    house, blue = any_journal, await talk(any_journal)
    first = await blue.says("hoi", "a")
    if state in ("interrupted", "queued again", "offered again"):
        await house.ann.goes(silent=True)
        await house.passes(seconds=1 if state == "interrupted" else 90)
    if state == "offered again":
        await house.ben.is_available()
    if state in ("wrap-up", "closed"):
        await house.ann.ends()
    if state == "closed":
        await house.ann.registers(type="silent")
        await house.ann.finishes()
    if state == "handed over":
        await house.ann.hands_over()
    assert await blue.says("hoi", "a") == first
    with pytest.raises(IdConflict):
        await blue.says("dag", "a")


async def test_while_nobody_has_accepted_there_is_nobody_to_talk_to(any_journal: House):
    blue = any_journal.child("blue")
    await blue.enters()
    with pytest.raises(NotTalking):
        await blue.says("hoi")
    await any_journal.ann.is_available()
    with pytest.raises(NotTalking):
        await blue.says("hoi")


async def test_after_the_end_nothing_more_is_said(any_journal: House):
    blue = await talk(any_journal)
    await blue.leaves()
    with pytest.raises(Ended):
        await blue.says("toch nog iets")
    with pytest.raises(Ended):
        await any_journal.ann.says("Wacht even")
    assert await numbers(any_journal, blue.its) == []


@pytest.mark.parametrize("conversation", ["unknown", "x" * 64])
async def test_an_unknown_conversation_is_nobodys(any_journal: House, conversation: str):
    blue = any_journal.child("blue")
    blue.conversation = conversation
    with pytest.raises(NotYours):
        await blue.says("hoi")
    with pytest.raises(NotYours):
        await any_journal.ann.says("hoi", conversation=conversation)


async def test_a_volunteer_says_nothing_in_somebody_elses_conversation(any_journal: House):
    blue = await talk(any_journal)
    for person in (any_journal.ben, any_journal.zoe, any_journal.cora):
        with pytest.raises(NotYours):
            await person.says("hoi", conversation=blue.its)


async def test_who_lost_it_to_somebody_else_is_fenced_out(any_journal: House):
    house, blue = any_journal, await talk(any_journal)
    await house.ann.says("Hoi", "a")
    await house.ann.hands_over()
    await house.ben.is_available()
    await house.ben.accepts()
    for client_id in ("a", "b"):
        with pytest.raises(NotYours):
            await house.ann.says("Hoi", client_id, conversation=blue.its)
    assert (await house.ben.says("Hoi, met Sam", "c")).seq == 2
