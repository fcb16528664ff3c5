"""What is advised is kept for its volunteer, put away, counted without a name, and changes nothing for a child."""

from __future__ import annotations

import pytest

from helpline.actions import advise
from helpline.core.advice import Advice, Reason, Suggestion
from helpline.core.advised import Advised
from helpline.core.errors import NotYours
from helpline.core.sameness import Marked
from tests.house import House
from tests.person import Person

PRANK = Advice(
    Suggestion.LOOKS_LIKE_PRANK, (Reason("marked_today", 2), Reason("like_marked")), (Reason("may_be_testing"),)
)
LOOK = Advice(Suggestion.LOOK, (Reason("repeated", 4),), (Reason("haste"),))
NOTHING = Advice(Suggestion.NOTHING)
PIZZA = "twee pizza margherita met extra kaas"


async def talks(house: House, colour: str = "blue", person: Person | None = None) -> str:
    await (person or house.ann).is_available()
    await house.child(colour).enters()
    return (await (person or house.ann).accepts()).id


async def is_advised(house: House, conversation: str, advice: Advice = PRANK) -> None:
    await house.do(lambda work: advise.keep_advice(conversation, advice, work=work))


async def stands(house: House, conversation: str) -> Advised | None:
    return await house.look(lambda records: records.advice.of(conversation))


async def counted(house: House) -> list[tuple[object, ...]]:
    return await house.rows("SELECT suggestion, became, count FROM advice_count ORDER BY suggestion, became")


async def test_an_advice_is_kept_whole_and_its_volunteer_looks_again(any_house: House):
    it = await talks(any_house)
    any_house.told.clear()
    await is_advised(any_house, it)
    assert await stands(any_house, it) == Advised(PRANK)
    assert any_house.told == [{f"conversation:{it}"}]
    await is_advised(any_house, it)
    assert len(any_house.told) == 1


async def test_that_nothing_is_advised_leaves_no_row(any_house: House):
    it = await talks(any_house)
    await is_advised(any_house, it, NOTHING)
    assert await any_house.rows("SELECT conversation FROM advice") == []


async def test_who_put_it_away_keeps_it_away_until_more_is_suggested(any_house: House):
    house = any_house
    it = await talks(house)
    await is_advised(house, it, LOOK)
    with pytest.raises(NotYours):
        await house.do(lambda work: advise.put_away(it, house.ben.id, work=work))
    await house.do(lambda work: advise.put_away(it, house.ann.id, work=work))
    await is_advised(house, it, PRANK)
    assert await stands(house, it) == Advised(PRANK, Suggestion.LOOK)


async def test_nothing_is_kept_of_a_conversation_that_is_over(any_house: House):
    it = await talks(any_house)
    await any_house.ann.ends(it)
    await is_advised(any_house, it)
    assert await stands(any_house, it) is None


@pytest.mark.parametrize(("type_", "became"), [("prank", "mark"), ("testing", "neither")])
async def test_whether_it_was_followed_is_counted_by_the_week_and_the_advice_is_gone(
    any_house: House, type_: str, became: str
):
    house = any_house
    for colour in ("blue", "green"):
        it = await talks(house, colour)
        await is_advised(house, it)
        await house.ann.ends(it)
        await house.ann.registers(conversation=it, type=type_)
        await house.ann.finishes(it)
    assert await counted(house) == [("looks_like_prank", became, 2)]
    assert await house.rows("SELECT week FROM advice_count") == [("2026-W47",)]
    assert await house.rows("SELECT conversation FROM advice") == []


async def test_a_time_out_says_what_was_advised_then(any_house: House):
    house = any_house
    it = await talks(house)
    await is_advised(house, it)
    given = await house.ann.gives_time_out()
    assert given.advised == "looks_like_prank"
    await house.ann.rounds_off(it)
    assert await counted(house) == [("looks_like_prank", "time_out", 1)]
    green = await talks(house, "green")
    assert (await house.ann.gives_time_out(conversation=green)).advised is None


async def test_of_a_marked_prank_keyed_digests_are_kept_and_no_word(any_house: House):
    house = any_house
    blue = house.child("blue")
    it = blue.conversation = await talks(house)
    for line in (PIZZA, "ok", "en een grote cola erbij graag"):
        await blue.says(line)
    await house.ann.says("ik vind dat heel vervelend voor je")
    key, *_ = house.vault.mark_keys(house.now())

    async def sketch(person: Person) -> advise.Sketched | None:
        async with house.store.look() as records:
            return await advise.sketch(it, person.id, key, records=records, vault=house.vault)

    assert await sketch(house.ann) is None
    await house.ann.registers(type="prank")
    assert await sketch(house.ben) is None
    kept = await sketch(house.ann)
    assert kept is not None
    await house.do(lambda work: work.advice.mark(kept.week, kept.sketches))
    found = await house.look(lambda records: records.advice.marked([kept.week], 10))
    known = Marked(key.secret, tuple(one for _, one in found))
    assert known.knows("2 pizza margherita, met extra kaas")
    assert not known.knows("ik vind dat heel vervelend voor je")
    digests = b"".join(bytes(row[0]) for row in await house.rows("SELECT digests FROM marked_line"))  # type: ignore[call-overload]
    assert b"pizza" not in digests
    await house.ann.raises_alarm(it)
    assert await sketch(house.ann) is None


async def test_an_advice_neither_refuses_nor_delays_nor_ranks_a_child(any_house: House):
    """Of two children who wait, the one whose last three conversations were pranks came first and goes first."""
    house = any_house
    blue, green = house.child("blue"), house.child("green")
    for _ in range(3):
        it = await talks(house, "blue")
        await is_advised(house, it)
        await house.ann.ends(it)
        await house.ann.registers(conversation=it, type="prank")
        await house.ann.finishes(it)
        await house.ann.is_away()
        await house.passes(hours=2)
    await blue.enters()
    await green.enters()
    assert await house.queue() == [blue.its, green.its]
    await house.ben.is_available()
    offer = await house.ben.offer()
    assert offer is not None
    assert (offer.conversation, offer.returned) == (blue.its, None)
