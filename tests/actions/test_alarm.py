"""A volunteer calls every coordinator, and one of them takes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpline.actions.accounts import disable_staff
from helpline.actions.tick import mourn
from helpline.core.conversation import State
from helpline.core.errors import Ended, NotYours, Taken
from helpline.core.opening_hours import OpeningHours
from helpline.ports import ShownAlarm, Sought
from tests.actions.talking import talk
from tests.child import Child
from tests.house import House


async def shown(house: House) -> list[tuple[str, str | None]]:
    """Whose alarms stand, and who took each."""
    alarms: list[ShownAlarm] = await house.look(lambda records: records.alarms.shown())
    return [(it.volunteer, it.taken_by) for it in alarms]


async def registered(house: House, conversation: str) -> dict[str, object]:
    return await house.look(lambda records: records.facts.registration(conversation))


async def in_danger(house: House) -> Child:
    """A child whose volunteer called the coordinators, who are both there."""
    blue = await talk(house)
    await house.cora.comes()
    await house.dirk.comes()
    await house.ann.raises_alarm()
    return blue


async def test_an_alarm_stands_and_says_that_there_is_danger(house: House):
    blue = await in_danger(house)
    assert await shown(house) == [("Nora", None)]
    assert await registered(house, blue.its) == {"danger": "acute"}
    assert {"alarms", f"conversation:{blue.its}"} <= house.told[-1]


async def test_raised_again_it_is_the_same_alarm_taken_or_not(house: House):
    blue = await in_danger(house)
    await house.ann.raises_alarm()
    await house.cora.takes_alarm(blue.its)
    house.clock.advance(seconds=20)
    await house.ann.raises_alarm()
    assert await shown(house) == [("Nora", "Lou")]
    assert len(await house.rows("SELECT n FROM alarm")) == 1


async def test_what_the_volunteer_says_about_danger_stays(house: House):
    blue = await talk(house)
    await house.ann.registers(danger="possible")
    await house.ann.raises_alarm()
    assert await registered(house, blue.its) == {"danger": "possible"}


async def test_it_may_be_raised_in_wrap_up_and_not_when_it_is_closed(house: House):
    blue = await talk(house)
    await house.ann.ends()
    await house.ann.raises_alarm(blue.its)
    assert await shown(house) == [("Nora", None)]
    await house.ann.registers(conversation=blue.its, type="silent")
    await house.ann.finishes(blue.its)
    with pytest.raises(Ended):
        await house.ann.raises_alarm(blue.its)


async def test_only_whoever_holds_it_can_raise_it(house: House):
    blue = await talk(house)
    for other in (house.ben, house.cora):
        with pytest.raises(NotYours):
            await other.raises_alarm(blue.its)
    await house.ann.hands_over()
    with pytest.raises(NotYours):
        await house.ann.raises_alarm(blue.its)


async def test_the_first_coordinator_has_it_and_the_next_one_hears_who(house: House):
    blue = await in_danger(house)
    await house.cora.takes_alarm(blue.its)
    await house.cora.takes_alarm(blue.its)
    with pytest.raises(Taken) as taken:
        await house.dirk.takes_alarm(blue.its)
    assert taken.value.fields == {"by": "Lou"}
    assert await shown(house) == [("Nora", "Lou")]
    with pytest.raises(NotYours):
        await house.cora.takes_alarm("nothing")


async def test_without_an_alarm_there_is_nothing_to_take(house: House):
    blue = await talk(house)
    with pytest.raises(NotYours):
        await house.cora.takes_alarm(blue.its)


async def test_it_stands_until_the_conversation_is_closed(house: House):
    blue = await in_danger(house)
    await house.cora.takes_alarm(blue.its)
    await house.ann.ends()
    assert await shown(house) == [("Nora", "Lou")]
    await house.ann.registers(conversation=blue.its, type="silent")
    await house.ann.finishes(blue.its)
    assert await shown(house) == []
    assert "alarms" in house.told[-1]
    with pytest.raises(NotYours):
        await house.dirk.takes_alarm(blue.its)


async def test_it_goes_with_the_child_to_the_next_volunteer(house: House):
    blue = await in_danger(house)
    await house.ann.hands_over()
    await house.ann.is_away()
    await house.ben.is_available()
    await house.ben.accepts()
    assert await shown(house) == [("Nora", None)]
    await blue.leaves()
    await house.ben.registers(conversation=blue.its, type="silent")
    await house.ben.finishes(blue.its)
    assert await shown(house) == []


async def test_a_child_that_leaves_the_queue_takes_its_alarm_along(house: House):
    blue = await in_danger(house)
    await house.ann.hands_over()
    await blue.leaves()
    assert await shown(house) == []


# ---- whoever took it goes ----


async def taken(house: House) -> Child:
    blue = await in_danger(house)
    await house.cora.takes_alarm(blue.its)
    house.clock.advance(seconds=5)
    return blue


async def sounds_again(house: House, blue: Child) -> None:
    assert await shown(house) == [("Nora", None)]
    kept = await house.rows("SELECT n, raised_by, taken_by, over_at IS NULL FROM alarm ORDER BY n")
    assert [tuple(row) for row in kept] == [(1, "ann", "cora", 0), (2, "ann", None, 1)]
    await house.dirk.takes_alarm(blue.its)
    assert await shown(house) == [("Nora", "Kim")]


async def test_it_sounds_again_when_whoever_took_it_logs_out(house: House):
    token = await house.cora.logs_in()
    blue = await taken(house)
    await house.cora.logs_out(token)
    assert {"alarms", f"conversation:{blue.its}"} <= house.told[-1]
    await sounds_again(house, blue)


async def test_it_sounds_again_when_the_account_of_whoever_took_it_is_closed(house: House):
    blue = await taken(house)
    await house.do(lambda work: disable_staff("cora", work=work, now=house.now()))
    await sounds_again(house, blue)


async def test_it_sounds_again_when_whoever_took_it_stays_away(house: House):
    blue = await taken(house)
    await house.cora.goes()
    await house.passes(seconds=89)
    assert await shown(house) == [("Nora", "Lou")]
    await house.passes(seconds=1)
    await sounds_again(house, blue)


async def test_whoever_is_back_in_time_still_has_it(house: House):
    await taken(house)
    await house.cora.goes()
    await house.passes(seconds=80)
    await house.cora.comes()
    await house.passes(minutes=10)
    assert await shown(house) == [("Nora", "Lou")]


async def test_another_coordinator_who_goes_changes_nothing(house: House):
    await taken(house)
    await house.dirk.goes()
    await house.passes(minutes=10)
    assert await shown(house) == [("Nora", "Lou")]


# ---- nothing ends by itself ----


async def everything_passes(house: House) -> None:
    """The line closes, every process is replaced, and hours go by."""
    hours = OpeningHours(zone=house.rules.hours.zone)
    house.rules = replace(house.rules, hours=hours)
    await mourn(house.store, house.node, house.rules, house.now())
    await house.passes(hours=9)


async def test_no_deadline_no_deploy_and_no_closing_hour_ends_it_while_it_sounds(house: House):
    blue = await in_danger(house)
    await blue.goes()
    await everything_passes(house)
    it = await blue.it()
    assert (it.state, it.ended_at) == (State.WAITING, None)
    assert await shown(house) == [("Nora", None)]
    await blue.comes()
    await house.ann.is_available()
    assert await house.ann.holds() == [blue.its]


async def test_a_child_that_was_handed_over_in_danger_keeps_its_place_while_it_sounds(house: House):
    blue = await in_danger(house)
    await house.ann.hands_over()
    await blue.goes()
    await everything_passes(house)
    assert (await blue.it()).ended_at is None


async def test_once_a_coordinator_knows_a_place_lapses_as_ever(house: House):
    blue = await in_danger(house)
    await house.ann.hands_over()
    await blue.goes()
    await house.passes(minutes=45)
    await house.cora.takes_alarm(blue.its)
    await house.passes(minutes=30)
    assert (await blue.it()).ended_by == "lost"


# ---- what is kept ----


async def test_what_was_asked_and_done_is_kept_sealed_for_whoever_holds_it(house: House):
    blue = await in_danger(house)
    await house.ann.notes_danger(blue.its, asked="Ben je veilig?", answer="nee", action=None)
    house.clock.advance(seconds=30)
    await house.cora.takes_alarm(blue.its)
    await house.cora.notes_danger(blue.its, asked="", answer=None, action="112 gebeld")
    said = [(it.asked, it.answer, it.action) for it in await house.ann.reads_dangers(blue.its)]
    assert said == [("Ben je veilig?", "nee", None), (None, None, "112 gebeld")]
    kept = await house.rows("SELECT n, decided_by, asked, answer, action FROM danger ORDER BY n")
    assert [row[:2] for row in kept] == [(1, "ann"), (2, "cora")]
    assert all(b"112" not in bytes(text) and b"veilig" not in bytes(text) for row in kept for text in row[2:] if text)


async def test_only_whoever_holds_it_or_took_its_alarm_may_write_about_it(house: House):
    blue = await in_danger(house)
    for other in (house.ben, house.cora):
        with pytest.raises(NotYours):
            await other.notes_danger(blue.its, asked="x")
    await house.dirk.takes_alarm(blue.its)
    with pytest.raises(NotYours):
        await house.cora.notes_danger(blue.its, asked="x")
    await house.ann.ends()
    await house.ann.notes_danger(blue.its, action="Verteld aan Lou.")
    await house.ann.registers(conversation=blue.its, type="silent")
    await house.ann.finishes(blue.its)
    with pytest.raises(Ended):
        await house.ann.notes_danger(blue.its, asked="x")
    with pytest.raises(NotYours):
        await house.dirk.notes_danger(blue.its, asked="x")


async def test_without_an_alarm_the_volunteer_may_write_as_well(house: House):
    blue = await talk(house)
    await house.ann.notes_danger(blue.its, asked="Ben je nu veilig?", answer="ja", action=None)
    assert [it.answer for it in await house.ann.reads_dangers(blue.its)] == ["ja"]


# ---- even bijkomen ----


async def stands(house: House) -> tuple[str, str | None]:
    duty = await house.ann.duty()
    assert duty is not None
    return duty.status.value, duty.why


async def test_after_an_alarm_comes_a_rest(house: House):
    blue = await in_danger(house)
    await house.ann.ends()
    assert await stands(house) == ("break", "recover")
    await house.child("red").enters()
    await house.ann.registers(conversation=blue.its, type="silent")
    await house.ann.finishes(blue.its)
    await house.tick()
    assert await house.ann.offer() is None
    await house.ann.is_available()
    assert await house.ann.offer() is not None
    assert await stands(house) == ("available", None)


async def test_it_comes_as_well_when_the_child_goes(house: House):
    blue = await in_danger(house)
    await blue.leaves()
    assert await stands(house) == ("break", "recover")


async def test_an_open_offer_is_withdrawn_for_the_rest(house: House):
    await house.ann.is_available(chats=2)
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await house.ann.accepts()
    await red.enters()
    assert await house.ann.is_asked_for() == red.its
    await house.ann.raises_alarm(blue.its)
    await house.ann.ends(blue.its)
    assert await house.ann.offer() is None
    assert await house.queue() == [red.its]


@pytest.mark.parametrize("fields", [{"type": "abusive"}, {"type": "thanks", "topics": ["running-away"]}])
@pytest.mark.parametrize("last", [False, True])
async def test_a_hard_conversation_is_followed_by_a_rest(house: House, fields: dict[str, object], last: bool):
    blue = await talk(house)
    if last:
        await house.ann.says_it_is_the_last()
    await house.ann.ends()
    assert await stands(house) == ("last" if last else "available", None)
    await house.ann.registers(conversation=blue.its, **fields)
    await house.ann.finishes(blue.its)
    assert await stands(house) == ("break", "recover")


async def test_whoever_is_away_stays_away(house: House):
    blue = await in_danger(house)
    await house.ann.is_away()
    await house.ann.ends()
    await house.ann.registers(conversation=blue.its, type="silent")
    await house.ann.finishes(blue.its)
    assert await stands(house) == ("away", None)


async def test_an_ordinary_conversation_is_followed_by_the_next_one(house: House):
    await talk(house)
    await house.ann.rounds_off()
    assert await stands(house) == ("available", None)


async def test_the_audit_says_once_who_took_it_and_whose_it_was(house: House):
    blue = await in_danger(house)
    await house.cora.takes_alarm(blue.its)
    await house.cora.takes_alarm(blue.its)
    (one,) = await house.look(lambda records: records.audit.find(Sought(what="alarm_taken"), 10))
    assert (one.deed.by, one.deed.whom, one.deed.conversation) == (house.cora.id, house.ann.id, blue.its)
