"""Fifty volunteers of two nodes against five hundred who wait: nobody twice, in order, and late writers are fenced."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from helpline.core.errors import NotYours, OfferGone, TryAgain
from helpline.core.staff import Staff
from helpline.ports import UnitOfWork
from tests.contract.words import beside
from tests.fakes.clock import FakeClock
from tests.faults.conftest import IS_LONG, Enter
from tests.faults.ledger import Account
from tests.house import House
from tests.houses import on_postgresql
from tests.person import Person

VOLUNTEERS, WAITING, ROUNDS = (50, 500, 100) if IS_LONG else (4, 10, 2)
Result = TypeVar("Result")

pytestmark = pytest.mark.slow


@pytest.fixture
async def house(postgresql_url: str, template: Path, clock: FakeClock) -> AsyncIterator[House]:
    async with on_postgresql(postgresql_url, clock) as house:
        yield house


async def again(deed: Callable[[], Awaitable[Result]]) -> Result:
    """As a page does it that is told to try again: others were first too often."""
    while True:
        try:
            return await deed()
        except TryAgain:
            await asyncio.sleep(0)


async def hire(house: House, other: House) -> list[Person]:
    """Volunteers, at the nodes in turn."""
    people = [replace(house.ann.staff, id=name, name=name, alias=name) for name in map("v{}".format, range(VOLUNTEERS))]

    async def add(work: UnitOfWork) -> None:
        for person in people:
            await work.people.add(person)

    await house.do(add)
    return [_at(node, person) for node, person in zip((house, other) * VOLUNTEERS, people, strict=False)]


def _at(node: House, staff: Staff) -> Person:
    return Person(node, staff)


async def take_one(person: Person) -> str:
    """Be there until somebody is given, and then for nobody else; the conversation."""
    await again(person.is_available)
    while True:
        try:
            if (asked := await again(person.offer)) is not None:
                await again(lambda: person.accepts(asked))
                await again(person.is_away)
                return await person.its()
        except OfferGone:
            pass
        await again(person.house.tick)


async def round_off(person: Person, conversation: str) -> None:
    await again(lambda: person.ends(conversation))
    await again(lambda: person.registers(conversation=conversation, type="silent"))
    await again(lambda: person.finishes(conversation))


async def fill(house: House, other: House, turn: int, count: int) -> None:
    """So many more come in, at both doors; one after the other, so that everybody knows who was first."""
    for number in range(count):
        node = (house, other)[number % 2]
        await again(node.child(f"child {turn} {number}").enters)


async def is_fenced(person: Person, conversation: str, coordinator: Person) -> None:
    """Somebody else has it now: what the one before still sends reaches nobody, at whichever node."""
    await again(lambda: coordinator.takes_over(conversation))
    for late in (person, _at(coordinator.house, person.staff)):
        with pytest.raises(NotYours):
            await again(lambda late=late: late.says("ben je er nog?", conversation=conversation))
        with pytest.raises(NotYours):
            await again(lambda late=late: late.ends(conversation))


async def test_nobody_is_given_twice_and_nobody_is_passed_over(house: House, enter: Enter):
    given: Counter[str] = Counter()
    passed_over = 0
    async with beside(house) as other:
        people = await hire(house, other)
        await again(other.cora.comes)
        await fill(house, other, 0, WAITING)
        for turn in range(1, ROUNDS + 1):
            first = (await house.queue())[:VOLUNTEERS]
            taken = await asyncio.gather(*(take_one(person) for person in people))
            given.update(taken)
            passed_over += len(set(first) - set(taken))
            late = turn % VOLUNTEERS
            await is_fenced(people[late], taken[late], other.cora)
            holders = [other.cora if place == late else person for place, person in enumerate(people)]
            await asyncio.gather(*map(round_off, holders, taken))
            await fill(house, other, turn, VOLUNTEERS)
    rows = await house.rows("SELECT conversation, staff FROM assignment WHERE staff != 'cora'")
    kept = Counter(str(conversation) for conversation, _ in rows)
    account = Account(
        acked=given.total(),
        missing=len(given - kept),
        doubled=sum(times - 1 for times in kept.values()),
        reordered=passed_over,
        undecryptable=0,
    )
    seen = f"{VOLUNTEERS} volunteers, {WAITING} waiting, two nodes; {ROUNDS} late writers fenced"
    enter("all take somebody at once", ROUNDS, account, seen)
    assert account.adds_up, account
    assert given == kept
