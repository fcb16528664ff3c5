"""A coordinator puts a notice on the child's page, and takes it away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpline.actions.notice import lift_notice, put_notice
from helpline.core.errors import Invalid
from helpline.core.notice import Notice
from helpline.ports import Sought
from tests.house import House
from tests.person import Person

BELLEN = {"nl": "Bellen werkt niet.", "en": "The phone is down."}
DRUK = {"nl": "Het is druk.", "en": "It is busy."}


async def puts(person: Person, texts: dict[str, str], minutes: float = 60) -> None:
    house, until = person.house, person.house.now() + timedelta(minutes=minutes)
    await house.do(lambda work: put_notice(texts, until, person.id, work=work, rules=house.rules, now=house.now()))


async def lifts(person: Person) -> None:
    house = person.house
    await house.do(lambda work: lift_notice(person.id, work=work, rules=house.rules, now=house.now()))


async def newest(house: House) -> Notice:
    it = await house.look(lambda records: records.notices.newest("main"))
    assert it is not None
    return it


async def is_up(house: House) -> bool:
    return (await newest(house)).is_up(house.now())


async def test_a_notice_is_kept_with_who_put_it_and_goes_by_itself(any_house: House):
    house = any_house
    await puts(house.cora, BELLEN)
    it = await newest(house)
    assert (dict(it.texts), it.put_by, it.put_at, it.until - it.put_at) == (
        BELLEN, "cora", house.now(), timedelta(hours=1)
    )  # fmt: skip
    await house.passes(minutes=59)
    assert await is_up(house)
    await house.passes(minutes=1)
    assert not await is_up(house)


async def test_the_one_before_does_not_come_back_when_the_new_one_ends(any_house: House):
    house = any_house
    await puts(house.cora, BELLEN, minutes=60)
    await house.passes(seconds=1)
    await puts(house.dirk, DRUK, minutes=5)
    assert (await newest(house)).texts == DRUK
    await house.passes(minutes=6)
    assert not await is_up(house)
    await puts(house.cora, BELLEN)
    await house.passes(seconds=1)
    await lifts(house.dirk)
    assert not await is_up(house)


async def test_lifting_says_who_did_it_and_happens_once(any_house: House):
    house = any_house
    await lifts(house.cora)
    await puts(house.cora, BELLEN)
    await house.passes(seconds=1)
    await lifts(house.dirk)
    house.told.clear()
    await lifts(house.cora)
    assert (await newest(house)).lifted_by == "dirk"
    assert house.told == []


async def test_what_may_not_be_put_changes_nothing(house: House):
    for texts, minutes in (({"nl": "Alleen dit."}, 60), (BELLEN, 0), (BELLEN, 8 * 24 * 60)):
        with pytest.raises(Invalid):
            await puts(house.cora, texts, minutes)
    assert await house.rows("SELECT * FROM notice") == []


async def test_neither_queue_nor_opening_changes(house: House):
    blue = house.child("blue")
    await blue.enters()
    await puts(house.cora, BELLEN)
    await house.child("green").enters()
    assert await blue.place() == 1
    assert len(await house.queue()) == 2


async def test_the_audit_says_who_put_it_and_who_lifted_it_once(house: House):
    await puts(house.cora, BELLEN)
    await lifts(house.dirk)
    await lifts(house.dirk)
    found = await house.look(lambda records: records.audit.find(Sought(), 10))
    assert [(it.deed.what, it.deed.by) for it in found] == [
        ("notice_lifted", house.dirk.id),
        ("notice_put", house.cora.id),
    ]
