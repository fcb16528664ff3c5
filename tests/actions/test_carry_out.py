"""A deed happens whole or not at all, whatever becomes of who asked for it."""

from __future__ import annotations

import asyncio

import pytest

from helpline.actions.carry_out import carry_out
from helpline.core.errors import Changed
from helpline.ports import UnitOfWork
from tests.house import House


async def test_a_deed_that_has_begun_comes_to_its_end_when_nobody_waits_for_it(any_house: House):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def deed(work: UnitOfWork) -> None:
        await work.nodes.beat("kept", any_house.now())
        begun.set()
        await go_on.wait()

    asked = asyncio.create_task(any_house.do(deed))
    await begun.wait()
    asked.cancel()
    await asyncio.sleep(0)
    assert not asked.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert await any_house.rows("SELECT id FROM node") == [("kept",)]
    await any_house.do(lambda work: work.nodes.remove("kept"))


async def test_who_is_told_first_is_told_once_after_the_commit_and_before_others_are_woken(any_house: House):
    works, told = list[UnitOfWork](), list[tuple[str, bool, int]]()

    async def deed(work: UnitOfWork) -> str:
        works.append(work)
        if len(works) == 1:
            raise Changed
        await work.nodes.beat("kept", any_house.now())
        work.tell("queue")
        return "done"

    def first(result: str) -> None:
        told.append((result, works[-1].is_committed, any_house.told.count({"queue"})))

    assert await carry_out(any_house.store, deed, first) == "done"
    assert told == [("done", True, 0)]
    assert any_house.told.count({"queue"}) == 1
    await any_house.do(lambda work: work.nodes.remove("kept"))
