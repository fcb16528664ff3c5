"""From a child's entering to the offer at a desk: what is asked of the database until then, and who is told first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from helpline.realtime import desk_view
from helpline.realtime.adviser import Adviser
from helpline.realtime.board import Board
from helpline.realtime.sessions import SessionWatch
from helpline.realtime.transport.connection import Connection
from helpline.ticker import Ticker
from tests.counting import counting
from tests.fakes.clock import FakeClock
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.site import Site, evening_at
from tests.realtime.faces.test_return import EVERYTHING, engines, rests

READ = ("sanction", "queue", "duty", "queue")
"""What keeps it out, its place, who is on duty, and who waits besides."""
WRITTEN = ("attempt", "attempt_pseudonym", "conversation", "offer", "deadline")


@pytest.fixture
async def evening(site: Site, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Evening]:
    """Nothing is asked by itself meanwhile."""
    for job in (Board, Ticker, SessionWatch, Adviser):
        monkeypatch.setattr(job, "run", rests)
    async with evening_at(site, clock) as evening:
        yield evening


async def test_a_child_that_enters_is_offered_before_anybody_looks(evening: Evening, monkeypatch: pytest.MonkeyPatch):
    emit, until_the_offer = Connection.emit, list[list[str]]()
    ann, blue = await evening.desk("ann"), await evening.child()
    await ann.be("available")
    await evening.settle()
    reads, writes = await engines(evening)
    with counting(reads, *EVERYTHING) as looked, counting(writes, *EVERYTHING) as done:

        def heard(self: Connection, event: str, data: Any) -> None:
            if event == "offer":
                until_the_offer.append([*looked, *done])
            emit(self, event, data)

        monkeypatch.setattr(Connection, "emit", heard)
        await blue.enter()
        await ann.hears("offer")
    (asked,) = until_the_offer
    assert len(asked) == len(READ) + len(WRITTEN), "\n".join(asked)
    assert [it.split()[0] for it in asked[: len(READ)]] == ["SELECT"] * len(READ)
    assert [it.split()[2] for it in asked[len(READ) :]] == list(WRITTEN)


async def test_every_window_of_a_volunteer_hears_of_an_offer_once(evening: Evening):
    ann = await evening.desk("ann")
    again = await evening.desk("ann", cookie=ann.headers["Cookie"])
    await ann.be("available")
    await evening.settle()
    blue = await evening.child()
    await blue.enter()
    await evening.settle()
    for window in (ann, again):
        assert [event for event, _ in window.heard if event.startswith("offer")] == ["offer"]
    await evening.agrees()


async def test_a_look_from_before_the_offer_takes_nothing_away(evening: Evening, monkeypatch: pytest.MonkeyPatch):
    ann, blue = await evening.desk("ann"), await evening.child()
    await ann.be("available")
    await evening.settle()
    look, has_read, may_tell = desk_view.look, asyncio.Event(), asyncio.Event()

    async def slow(*args: Any, **more: Any) -> Any:
        seen = await look(*args, **more)
        has_read.set()
        await may_tell.wait()
        return seen

    monkeypatch.setattr(desk_view, "look", slow)
    evening.node.house.hub.heed([f"staff:{await staff_of(evening, 'ann')}"])
    await has_read.wait()
    await blue.enter()
    may_tell.set()
    await ann.hears("offer")
    await evening.settle()
    assert not [event for event, _ in ann.heard if event.startswith("offer")]
    await evening.agrees()


async def staff_of(evening: Evening, name: str) -> str:
    async with evening.node.house.store.look() as records:
        person = await records.people.named(name)
    assert person is not None
    return person.id
