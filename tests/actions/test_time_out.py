"""A time-out ends the conversation kindly, holds one device until its second, and leaves a door open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpline.actions.read import read_sanction_note
from helpline.core.conversation import EndedBy
from helpline.core.errors import Ended, Forbidden, Invalid, NoPseudonym, NotYours
from helpline.core.sanctions import Reason, Sanction
from tests.child import Child
from tests.house import House
from tests.person import Person

SCHOOL = "84.241.200.17"


async def talks(child: Child, person: Person, **wish: object) -> str:
    await person.is_available()
    await child.enters(**wish)
    return (await person.accepts()).id


async def sent_away(house: House, minutes: int = 15, colour: str = "blue") -> tuple[Child, Sanction]:
    """Ann has talked with this child, given a time-out, and is away."""
    child = house.child(colour)
    await talks(child, house.ann)
    given = await house.ann.gives_time_out(minutes)
    await house.ann.rounds_off(given.conversation)
    await house.ann.is_away()
    return child, given


async def test_it_ends_the_conversation_and_holds_to_the_second(any_house: House):
    house = any_house
    blue, given = await sent_away(house)
    it = await blue.it()
    assert (it.ended_by, given.until) == (EndedBy.TIME_OUT, house.now() + timedelta(minutes=15))
    await house.passes(minutes=15, seconds=-0.001)
    assert await blue.is_refused() == {"code": "timed_out", "until": given.until, "reason": "prank", "way_back": True}
    await house.passes(seconds=0.001)
    await blue.enters()
    rows = await house.rows("SELECT outcome, detail FROM attempt WHERE outcome = 'turned_away'")
    assert rows == [("turned_away", "timed_out")]
    assert await house.rows("SELECT refused FROM sanction") == [(1,)]


async def test_in_a_school_behind_one_address_only_the_pranksters_are_refused(any_house: House):
    house = any_house
    pranksters = [house.child("prank one"), house.child("prank two")]
    for child in pranksters:
        await talks(child, house.ann, network=SCHOOL)
        await house.ann.rounds_off((await house.ann.gives_time_out()).conversation)
    await house.ann.is_away()
    places = [(await house.child(f"innocent {number}").enters(network=SCHOOL)).place for number in range(30)]
    assert places == list(range(1, 31))
    for child in pranksters:
        assert (await child.is_refused(network=SCHOOL))["code"] == "timed_out"
    assert len(await house.queue()) == 30


async def test_the_way_back_is_used_up_when_somebody_accepts_and_not_before(any_house: House):
    house = any_house
    blue, _ = await sent_away(house)
    await blue.enters(way_back=True)
    assert (await blue.attempt()).way_back
    await blue.leaves()
    await blue.enters(way_back=True)
    await house.ben.is_available()
    offer = await house.ben.offer()
    assert offer is not None
    assert offer.returned == "way_back"
    await house.ben.accepts()
    await house.ben.rounds_off()
    assert (await blue.is_refused(way_back=True))["way_back"] is False


async def test_who_gave_it_and_coached_and_young_volunteers_are_never_asked(any_house: House):
    house = any_house
    blue, _ = await sent_away(house)
    await blue.enters(way_back=True)
    for person in (house.ann, house.eva, house.finn):
        await person.is_available()
    await house.passes(minutes=30)
    assert (await blue.attempt()).offers_made == 0
    await house.ben.is_available()
    assert await house.ben.is_asked_for() == blue.its
    await house.ben.accepts()
    with pytest.raises(Exception, match="not_free"):
        await house.ben.hands_over(to=house.ann)
    await house.ben.hands_over()
    await house.ben.is_away()
    await house.passes(minutes=5)
    assert (await blue.attempt()).offers_made == 1


async def test_a_child_that_came_back_is_not_passed_over_for_one_that_only_its_volunteer_could_take(any_house: House):
    """Both came back; the first was sent away by the only one who is free."""
    house = any_house
    blue, _ = await sent_away(house)
    green = house.child("green")
    await talks(green, house.ben)
    await house.ben.gives_time_out()
    await house.ben.rounds_off(green.its)
    await house.ben.is_away()
    await blue.enters(way_back=True)
    await green.enters(way_back=True)
    await house.ann.is_available()
    assert await house.ann.is_asked_for() == green.its


async def test_it_can_be_given_in_wrap_up_and_not_after(house: House):
    blue = house.child("blue")
    it = await talks(blue, house.ann)
    await blue.leaves()
    given = await house.ann.gives_time_out(conversation=it)
    assert await house.ann.gives_time_out(60, conversation=it) == given
    assert (await blue.it()).ended_by is EndedBy.CHILD
    await house.ann.rounds_off(it)
    with pytest.raises(Ended):
        await house.ann.gives_time_out(conversation=it)
    assert (await blue.is_refused())["code"] == "timed_out"


async def test_what_may_not_be_given_changes_nothing(house: House):
    blue = house.child("blue")
    it = await talks(blue, house.eva)
    with pytest.raises(Forbidden):
        await house.eva.gives_time_out(16)
    with pytest.raises(Invalid):
        await house.eva.gives_time_out(reason=Reason.OTHER)
    with pytest.raises(NotYours):
        await house.zoe.gives_time_out(conversation=it)
    assert await blue.state() == "active"
    assert await house.rows("SELECT id FROM sanction") == []
    assert await house.rows("SELECT month FROM audit") == []


async def test_a_child_without_a_pseudonym_cannot_be_sent_away(house: House):
    blue = house.child("blue")
    await talks(blue, house.ann)
    await house.change("DELETE FROM attempt_pseudonym")
    with pytest.raises(NoPseudonym):
        await house.ann.gives_time_out()
    assert await blue.state() == "active"


async def test_more_than_an_hour_needs_a_coordinator_or_falls_back_to_an_hour(any_house: House):
    house = any_house
    began = house.now()
    blue, given = await sent_away(house, 240)
    green, agreed = await sent_away(house, 240, "green")
    with pytest.raises(Forbidden):
        await house.ann.agrees_with(agreed)
    await house.cora.agrees_with(agreed)
    await house.passes(minutes=61)
    await blue.enters()
    assert (await green.is_refused())["until"] == agreed.until
    with pytest.raises(Invalid):
        await house.cora.agrees_with(given)
    assert given.until - began >= timedelta(hours=4)


async def test_undone_is_undone_at_once(any_house: House):
    house = any_house
    blue, given = await sent_away(house)
    with pytest.raises(NotYours):
        await house.ben.lifts(given)
    assert (await blue.is_refused())["code"] == "timed_out"
    await house.ann.lifts(given)
    await house.cora.lifts(given)
    await blue.enters()
    assert await house.rows("SELECT what, by, whom, reason, about FROM audit ORDER BY number") == [
        ("time_out", "ann", None, "prank", "15 minutes"), ("lift", "ann", "ann", "vergissing", "time_out device"),
    ]  # fmt: skip


async def test_what_was_noted_is_sealed_and_can_be_read(any_house: House):
    house = any_house
    blue = house.child("blue")
    await talks(blue, house.ann)
    given = await house.ann.gives_time_out(5, Reason.OTHER, "bestelt pizza")
    (kept,) = (await house.rows("SELECT note FROM sanction"))[0]
    assert b"pizza" not in bytes(kept)  # type: ignore[call-overload]
    assert await house.look(lambda records: read_sanction_note(given, records, house.vault)) == "bestelt pizza"


async def test_it_holds_over_the_turn_of_an_epoch(any_house: House):
    house = any_house
    blue, _ = await sent_away(house, 60)
    before = house.pseudonyms.of_device(blue.token, house.now())[0].epoch
    later = "UPDATE sanction SET until = until + :week, holds_until = holds_until + :week"
    await house.change(later, week=timedelta(days=7) // timedelta(microseconds=1))
    await house.passes(hours=7 * 24)
    assert house.pseudonyms.of_device(blue.token, house.now())[0].epoch != before
    assert (await blue.is_refused())["code"] == "timed_out"
