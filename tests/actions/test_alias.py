"""Another alias for this shift: until log-out, and never somebody else's."""

from __future__ import annotations

import asyncio

import pytest

from helpline.actions.accounts import NewStaff, add_staff, log_out
from helpline.actions.stand import go_by
from helpline.core.errors import AliasTaken
from helpline.core.staff import Role
from tests.actions.talking import talk
from tests.actions.test_accounts import disabling, logged_in
from tests.house import House
from tests.person import Person


async def goes_by(person: Person, alias: str | None) -> None:
    house = person.house
    await house.do(lambda work: go_by(person.staff, alias, work=work, now=house.now()))


async def seen(house: House, conversation: str) -> str | None:
    """What the child reads."""
    return await house.look(lambda records: records.facts.last_alias(conversation))


async def chosen(person: Person) -> str | None:
    duty = await person.duty()
    return duty.alias if duty else None


async def test_the_child_sees_the_alias_of_this_shift(house: House):
    await house.ann.comes()
    await goes_by(house.ann, "Roos")
    assert await seen(house, (await talk(house)).its) == "Roos"


async def test_what_a_child_was_told_does_not_change_afterwards(house: House):
    blue = await talk(house)
    await goes_by(house.ann, "Roos")
    assert await seen(house, blue.its) == "Nora"
    await house.change("UPDATE staff SET alias = 'Fien' WHERE id = 'ann'")
    assert await seen(house, blue.its) == "Nora"


async def test_an_assignment_of_the_previous_release_shows_the_alias_of_the_account(house: House):
    blue = await talk(house)
    await house.change("UPDATE assignment SET alias = NULL")
    assert await seen(house, blue.its) == "Nora"


async def test_colleagues_and_coordinators_see_the_alias_in_use(house: House):
    await talk(house)
    await goes_by(house.ann, "Roos")
    people = await house.look(lambda records: records.people.on_duty())
    overview = await house.look(lambda records: records.conversations.overview(house.now()))
    assert [person.alias for person in people if person.staff.id == "ann"] == ["Roos"]
    assert [it.volunteer for it in overview.running] == ["Roos"]


async def test_null_goes_back_to_the_alias_of_the_account(house: House):
    await house.ann.comes()
    await goes_by(house.ann, "Roos")
    await goes_by(house.ann, None)
    assert await chosen(house.ann) is None


@pytest.mark.parametrize("alias", ["ann", "Ben", "ZOE"])
async def test_an_alias_is_never_a_log_in_name(house: House, alias: str):
    await house.ann.comes()
    with pytest.raises(AliasTaken):
        await goes_by(house.ann, alias)
    assert await chosen(house.ann) is None


@pytest.mark.parametrize("alias", ["Sam", "sam", "SAM"])
async def test_an_alias_is_never_that_of_somebody_elses_account(house: House, alias: str):
    await house.ann.comes()
    with pytest.raises(AliasTaken):
        await goes_by(house.ann, alias)
    assert await chosen(house.ann) is None


async def test_an_alias_is_never_what_somebody_else_goes_by_in_this_shift(house: House):
    await logged_in(house, "ben")
    for person in (house.ann, house.ben):
        await person.comes()
    await goes_by(house.ben, "Roos")
    with pytest.raises(AliasTaken):
        await goes_by(house.ann, "roos")


async def test_ones_own_alias_can_be_chosen_again(house: House):
    await logged_in(house)
    await house.ann.comes()
    for alias in ("Roos", "roos", "nora", "Nora"):
        await goes_by(house.ann, alias)
    assert await chosen(house.ann) is None


async def test_who_logs_out_goes_by_the_account_again_and_the_name_is_free(house: House):
    token = await logged_in(house)
    await house.ann.comes()
    await goes_by(house.ann, "Roos")
    await log_out(token, store=house.store, now=house.now())
    assert await chosen(house.ann) is None
    await house.ben.comes()
    await goes_by(house.ben, "Roos")


async def test_a_session_that_ended_by_itself_keeps_no_name_from_others(house: House):
    await logged_in(house)
    await house.ann.comes()
    await goes_by(house.ann, "Roos")
    await house.ann.goes()
    house.clock.advance(hours=1)
    await house.do(lambda work: work.people.end_stale_sessions(house.now(), house.now()))
    await house.ben.comes()
    await goes_by(house.ben, "Roos")
    await logged_in(house)
    assert await chosen(house.ann) is None


async def test_the_alias_of_a_closed_account_is_free(house: House):
    await house.do(disabling(house, "ben"))
    await house.ann.comes()
    await goes_by(house.ann, "Sam")
    assert await chosen(house.ann) == "Sam"


async def test_of_two_who_want_one_alias_at_once_one_has_it(any_house: House):
    house = any_house
    for name in ("ann", "ben"):
        await logged_in(house, name)
    for person in (house.ann, house.ben):
        await person.comes()
    wanted = await asyncio.gather(
        *(goes_by(person, "Roos") for person in (house.ann, house.ben)), return_exceptions=True
    )
    assert [type(answer) for answer in wanted if answer is not None] == [AliasTaken]


@pytest.mark.parametrize(("name", "alias"), [("fleur", "sam"), ("fleur", "Fleur"), ("fleur", "Cora")])
async def test_a_new_account_gets_an_alias_of_its_own(house: House, name: str, alias: str):
    new = NewStaff(name=name, alias=alias, role=Role.VOLUNTEER)
    with pytest.raises(AliasTaken):
        await house.do(lambda work: add_staff(new, "hash of fleur", work=work, now=house.now()))
    assert await house.rows("SELECT count(*) FROM staff WHERE name = 'fleur'") == [(0,)]
