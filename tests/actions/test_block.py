"""A block is shown before it is given, holds to its second, needs a second coordinator, and cuts nobody off unasked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpline.core.conversation import EndedBy
from helpline.core.errors import Forbidden, Invalid, NoPseudonym, NotYours, Spared
from helpline.core.sanctions import Reason, Sanction, Scope
from tests.child import Child
from tests.house import House
from tests.person import Person

SCHOOL = "84.241.200.17"
PROXY = "10.0.0.5"


async def talks(child: Child, person: Person, **wish: object) -> str:
    await person.is_available()
    await child.enters(**wish)
    return (await person.accepts()).id


async def blocked(house: House, hours: int = 24, scope: Scope = Scope.DEVICE) -> tuple[Child, Sanction]:
    """Blue has talked with Ann from a school, and Cora has blocked it; nobody is there any more."""
    blue = house.child("blue")
    it = await talks(blue, house.ann, network=SCHOOL)
    await house.ann.rounds_off()
    await house.ann.is_away()
    return blue, await house.cora.blocks(it, hours, scope)


async def test_it_holds_to_the_second_and_counts_whom_it_refused(any_house: House):
    house = any_house
    blue, given = await blocked(house)
    await house.passes(hours=24, seconds=-0.001)
    assert await blue.is_refused() == {"code": "blocked", "until": given.until, "way_back": True}
    assert await house.rows("SELECT refused FROM sanction") == [(1,)]
    assert await house.rows("SELECT detail FROM attempt WHERE outcome = 'turned_away'") == [("blocked",)]
    await house.passes(seconds=0.001)
    await blue.enters()


async def test_what_is_longer_than_a_day_holds_a_day_until_a_second_coordinator_agrees(any_house: House):
    house = any_house
    blue, given = await blocked(house, 48)
    with pytest.raises(Forbidden):
        await house.cora.agrees_with(given)
    await house.passes(hours=23)
    await house.dirk.agrees_with(given)
    await house.passes(hours=24)
    assert (await blue.is_refused())["until"] == given.until
    await house.passes(hours=1)
    await blue.enters()


async def test_without_the_second_one_it_is_over_after_a_day(any_house: House):
    house = any_house
    blue, given = await blocked(house, 2160)
    await house.passes(hours=24)
    with pytest.raises(Invalid):
        await house.dirk.agrees_with(given)
    await blue.enters()


async def test_a_network_keeps_nobody_out_until_a_second_coordinator_agrees(any_house: House):
    house = any_house
    blue, given = await blocked(house, 24, Scope.NETWORK)
    await house.child("red").enters(network=SCHOOL)
    await house.dirk.agrees_with(given)
    assert (await house.child("green").is_refused(network=SCHOOL))["code"] == "blocked"
    await house.child("green").enters(network="84.241.200.18")
    await house.cora.lifts(given)
    with pytest.raises(Invalid):
        await house.cora.blocks(blue.its, 25, Scope.NETWORK)


async def test_it_is_renewed_and_what_held_goes_on_while_the_second_one_is_asked(any_house: House):
    house = any_house
    blue, given = await blocked(house)
    await house.passes(hours=12)
    renewed = await house.dirk.renews(given, 72)
    await house.passes(hours=23)
    assert (await blue.is_refused())["code"] == "blocked"
    await house.cora.agrees_with(renewed)
    await house.passes(hours=48)
    assert (await blue.is_refused())["until"] == renewed.until
    with pytest.raises(NotYours):
        await house.dirk.renews(Sanction(**{name: getattr(given, name) for name in given.__slots__} | {"id": "x"}))
    await house.passes(hours=1)
    with pytest.raises(Invalid):
        await house.dirk.renews(given)


async def test_another_reason_is_renewed_only_where_a_note_says_what(house: House):
    _, given = await blocked(house)
    with pytest.raises(Invalid):
        await house.cora.renews(given, 24, Reason.OTHER)


async def test_nothing_that_runs_is_cut_off_unless_it_is_asked_for(any_house: House):
    house = any_house
    blue, green = house.child("blue"), house.child("green")
    it = await talks(blue, house.ann, network=SCHOOL)
    await talks(green, house.ben, network=SCHOOL)
    await house.cora.blocks(it)
    assert [await child.state() for child in (blue, green)] == ["active", "active"]
    await house.ann.ends()
    assert (await blue.is_refused())["code"] == "blocked"
    assert await green.state() == "active"


async def test_with_a_network_its_conversations_end_when_the_second_one_agrees_and_not_before(any_house: House):
    house = any_house
    blue, green, red = house.child("blue"), house.child("green"), house.child("red")
    it = await talks(blue, house.ann, network=SCHOOL)
    await talks(green, house.ben, network=SCHOOL)
    await red.enters(network="84.241.200.18")
    waiting = house.child("grey")
    await waiting.enters(network=SCHOOL)
    given = await house.cora.blocks(it, 12, Scope.NETWORK, ends_running=True)
    assert [await child.state() for child in (blue, green, waiting)] == ["active", "active", "waiting"]
    await house.dirk.agrees_with(given)
    assert [(await child.it()).ended_by for child in (blue, green, waiting)] == [EndedBy.BLOCK] * 3
    assert await red.state() == "waiting"


async def test_a_child_in_danger_is_never_ended_with_its_network(any_house: House):
    house = any_house
    blue, green = house.child("blue"), house.child("green")
    it = await talks(blue, house.ann, network=SCHOOL)
    await talks(green, house.ben, network=SCHOOL)
    await house.ben.raises_alarm()
    await house.dirk.agrees_with(await house.cora.blocks(it, 12, Scope.NETWORK, ends_running=True))
    assert [await child.state() for child in (blue, green)] == ["wrap_up", "active"]


async def test_who_is_nobody_cannot_be_blocked(house: House):
    blue = house.child("blue")
    it = await talks(blue, house.ann, network=PROXY)
    assert (await house.cora.previews_block(it)).scopes == {
        Scope.DEVICE: "ok", Scope.NETWORK: "no_pseudonym", Scope.NUMBER: "no_pseudonym",
    }  # fmt: skip
    for scope in (Scope.NETWORK, Scope.NUMBER):
        with pytest.raises(NoPseudonym):
            await house.cora.blocks(it, 1, scope)
    assert await house.rows("SELECT id FROM sanction") == []


async def test_a_network_that_asked_to_be_spared_is_spared_and_its_devices_are_not(any_house: House):
    house = any_house
    house.pseudonyms.spared = frozenset({SCHOOL})
    blue = house.child("blue")
    it = await talks(blue, house.ann, network=SCHOOL)
    with pytest.raises(Spared):
        await house.cora.blocks(it, 1, Scope.NETWORK)
    assert (await house.cora.previews_block(it)).scopes[Scope.NETWORK] == "spared"
    assert await house.rows("SELECT id FROM sanction") == []
    await house.cora.blocks(it)
    await house.ann.ends()
    assert (await blue.is_refused(network=SCHOOL))["code"] == "blocked"


async def test_a_network_that_asks_to_be_spared_later_is_spared_from_then_on(any_house: House):
    house = any_house
    _, given = await blocked(house, 12, Scope.NETWORK)
    await house.dirk.agrees_with(given)
    house.pseudonyms.spared = frozenset({SCHOOL})
    await house.child("green").enters(network=SCHOOL)


async def test_a_number_that_asked_to_be_spared_is_spared(any_house: House):
    house = any_house
    it = await talks(house.child("blue"), house.ann)
    await house.change("UPDATE conversation SET channel = 'phone'")
    for spared, expected in ((True, Spared), (False, None)):
        await house.change("DELETE FROM attempt_pseudonym WHERE kind = 'tel'")
        await house.change(
            "INSERT INTO attempt_pseudonym (attempt, kind, epoch, digest, spared)"
            " SELECT attempt, 'tel', 1, :digest, :spared FROM conversation",
            digest=b"x" * 32, spared=spared,
        )  # fmt: skip
        if expected is not None:
            with pytest.raises(expected):
                await house.cora.blocks(it, 1, Scope.NUMBER)
            with pytest.raises(expected):
                await house.ann.gives_time_out()
    await house.cora.blocks(it, 1, Scope.NUMBER)
    await house.ann.gives_time_out()
    assert await house.rows("SELECT DISTINCT scope FROM sanction") == [("number",)]


async def test_the_preview_says_whom_it_would_hit(any_house: House):
    house = any_house
    blue = house.child("blue")
    it = await talks(blue, house.ann, network=SCHOOL)
    await house.ann.registers(type="counselling")
    for number in range(6):
        await house.child(f"pupil {number}").enters(network=SCHOOL)
    await house.ben.is_available()
    await house.ben.accepts()
    await house.child("elsewhere").enters(network="84.241.200.18")
    reach = (await house.cora.previews_block(it)).reach
    assert (reach.device_contacts, reach.device_counselling) == (1, 1)
    assert (reach.other_devices, reach.live, reach.waiting) == (6, 1, 5)
    await house.passes(hours=14 * 24)
    assert (await house.cora.previews_block(it)).reach.other_devices == 0
    with pytest.raises(NotYours):
        await house.cora.previews_block("x")


async def test_the_preview_says_what_it_could_end_now(any_house: House):
    house = any_house
    it = await talks(house.child("blue"), house.ann, network=SCHOOL)
    assert (await house.cora.previews_block(it)).reach.runs == {Scope.DEVICE, Scope.NETWORK}
    await house.ann.ends()
    assert (await house.cora.previews_block(it)).reach.runs == frozenset()
    await house.child("pupil").enters(network=SCHOOL)
    assert (await house.cora.previews_block(it)).reach.runs == {Scope.NETWORK}


async def test_it_is_given_once(any_house: House):
    house = any_house
    blue = house.child("blue")
    it = await talks(blue, house.ann, network=SCHOOL)
    once = await house.cora.blocks(it)
    assert await house.dirk.blocks(it, 48) == once
    other = await house.dirk.blocks(it, 2, Scope.NETWORK)
    assert other.id != once.id
    with pytest.raises(Invalid):
        await house.cora.blocks(it, 2, Scope.NUMBER, Reason.OTHER)
    with pytest.raises(NotYours):
        await house.cora.blocks("x")


async def test_undone_is_undone_at_once_and_recorded(any_house: House):
    house = any_house
    blue, given = await blocked(house)
    with pytest.raises(NotYours):
        await house.ann.lifts(given)
    assert (await blue.is_refused())["code"] == "blocked"
    await house.dirk.renews(given, 12)
    await house.dirk.lifts(given)
    await blue.enters()
    assert await house.rows("SELECT what, by, whom, reason, about FROM audit ORDER BY number") == [
        ("block", "cora", "ann", "abusive", "device 24 hours"),
        ("renew", "dirk", "cora", "abusive", "block device 12 hours"),
        ("lift", "dirk", "dirk", "vergissing", "block device"),
    ]


async def test_its_way_back_leads_to_a_coordinator_alone_and_opens_once_a_day(any_house: House):
    house = any_house
    blue, given = await blocked(house, 48)
    await house.dirk.agrees_with(given)
    await blue.enters(way_back=True)
    for person in (house.ann, house.ben, house.eva, house.finn):
        await person.is_available()
    await house.passes(minutes=20)
    assert (await blue.attempt()).offers_made == 0
    await house.cora.is_available()
    offer = await house.cora.offer()
    assert offer is not None
    assert offer.returned == "way_back"
    await house.cora.accepts()
    opened = house.now()
    await house.cora.rounds_off()
    assert (await blue.is_refused(way_back=True))["way_back"] is False
    house.clock.advance(seconds=(opened + timedelta(hours=24) - house.now()).total_seconds() - 1)
    assert (await blue.is_refused(way_back=True))["way_back"] is False
    house.clock.advance(seconds=1)
    await blue.enters(way_back=True)


async def test_who_gave_a_time_out_never_welcomes_back_also_when_a_block_came_after_it(any_house: House):
    """Cora, who coordinates, gave the time-out; Dirk made it a block."""
    house = any_house
    blue = house.child("blue")
    it = await talks(blue, house.cora)
    await house.cora.gives_time_out(60)
    await house.dirk.blocks(it, 2)
    await house.cora.rounds_off(it)
    await blue.enters(way_back=True)
    await house.cora.is_available()
    await house.passes(minutes=5)
    assert (await blue.attempt()).offers_made == 0
    await house.dirk.is_available()
    assert await house.dirk.is_asked_for() == blue.its
