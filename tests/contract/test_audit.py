"""What the audit promises, on both databases."""

from __future__ import annotations

import asyncio
import random

import pytest
from sqlalchemy import text

from helpline.actions.keep_audit import forget_months, newest_head, verify_audit
from helpline.core.audit import Broken, Deed, Entry, Head
from helpline.db.audit import AuditRows
from helpline.ports import Sought
from tests.contract.words import beside
from tests.house import House

LIFTED = Deed(what="lifted", by="cora", whom="ann", conversation="c1", reason="vergissing")


async def record(house: House, *deeds: Deed) -> None:
    for deed in deeds:
        await house.do(lambda work, deed=deed: work.audit.record(deed, house.now()))


async def broken(house: House, exported: Head | None = None) -> list[Broken]:
    async with house.store.look() as records:
        return await verify_audit(records, exported)


async def head(house: House) -> Head | None:
    async with house.store.look() as records:
        return await newest_head(records)


async def test_deeds_are_found_newest_first_by_what_is_sought(any_house: House):
    await record(any_house, LIFTED, Deed(what="watched", by="cora", whom="ben"), Deed(what="lifted", by="dirk"))
    async with any_house.store.look() as records:
        found = await records.audit.find(Sought(what="lifted"), 10)
        assert [(it.number, it.deed.by) for it in found] == [(3, "dirk"), (1, "cora")]
        assert [it.deed for it in await records.audit.find(Sought(whom="ann"), 10)] == [LIFTED]
        before = (found[0].month, found[0].number)
        assert [it.number for it in await records.audit.find(Sought(before=before), 1)] == [2]


async def test_many_writers_at_once_make_one_chain(any_house: House):
    await asyncio.gather(*(record(any_house, Deed(what="watched", by=str(n))) for n in range(10)))
    assert (await head(any_house)).number == 10
    assert await broken(any_house) == []


async def test_a_deed_that_is_done_while_somebody_looks_is_no_damage(any_house: House, monkeypatch: pytest.MonkeyPatch):
    await record(any_house, LIFTED)
    entries = AuditRows.entries
    meanwhile = [LIFTED, LIFTED]

    async def slowly(self: AuditRows, month: str) -> list[Entry]:
        found = await entries(self, month)
        if meanwhile:
            await record(any_house, meanwhile.pop())
        return found

    monkeypatch.setattr(AuditRows, "entries", slowly)
    assert await broken(any_house) == []


async def test_what_is_not_committed_is_not_in_the_chain(any_house: House):
    await record(any_house, LIFTED)
    async with any_house.store.begin() as work:
        await work.audit.record(LIFTED, any_house.now())
    await record(any_house, LIFTED)
    assert (await head(any_house)).number == 2
    assert await broken(any_house) == []


async def test_a_month_goes_after_thirteen_and_its_head_stays(any_house: House):
    for _ in range(15):
        await record(any_house, LIFTED, LIFTED)
        any_house.clock.advance(days=31)
    exported = await head(any_house)
    await any_house.do(lambda work: forget_months(work, any_house.now()))
    async with beside(any_house) as other, other.store.look() as records:
        assert len(await records.audit.months()) == 13
        assert len(await records.audit.heads()) == 15
    assert await broken(any_house, exported) == []


TAMPERINGS = (
    "UPDATE audit SET reason = 'anders' WHERE number = {n}",
    "UPDATE audit SET whom = 'zoe' WHERE number = {n}",
    "UPDATE audit SET at = at + 1 WHERE number = {n}",
    "DELETE FROM audit WHERE number = {n}",
    "DELETE FROM audit WHERE number >= {n}",
    "UPDATE audit SET digest = (SELECT digest FROM audit WHERE number = 1) WHERE number = {n}",
    "UPDATE audit_head SET number = {n}",
)


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_every_change_made_behind_our_back_is_found(any_house: House, tampering: str):
    for n in range(12):
        await record(any_house, Deed(what="lifted", by="cora", conversation=f"c{n}", reason="vergissing"))
        any_house.clock.advance(minutes=1)
    exported = await head(any_house)
    async with any_house.store.begin() as work:
        statement = tampering.format(n=random.Random(3).randrange(2, 11))
        await work.connection.execute(text(statement))
        await work.commit()
    assert await broken(any_house, exported) != []
