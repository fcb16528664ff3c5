"""A node died, and everybody whom it held comes to this one at once: what each of them asks of the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text

from helpline.realtime.adviser import Adviser
from helpline.realtime.board import Board
from helpline.realtime.sessions import SessionWatch
from helpline.ticker import Ticker
from tests.counting import counting
from tests.fakes.clock import FakeClock
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.site import Site, evening_at

EVERYTHING = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")
OF_A_CHILD = 6
"""Statements: whose page it is; the conversation and that it is here; the conversation, who holds it and the words."""
OF_A_DESK = 19
"""Statements: who is logged in; how they stand, that they are here, what they hold, their alarms and whom they read
along with; and one look."""
ON_ANOTHER_NODE = (
    "UPDATE conversation SET child_node = 'dead', child_gone_at = NULL, interrupted_at = NULL, interrupted = FALSE",
    "UPDATE duty SET node = 'dead', nodes = '[\"dead\"]', gone_at = NULL",
    "DELETE FROM deadline",
)


async def moved(evening: Evening) -> None:
    """As if all that closed here had been open on a node that died, which nobody has noticed."""
    async with evening.node.house.store.begin() as work:
        for statement in ON_ANOTHER_NODE:
            await work.connection.execute(text(statement))
        await work.commit()


async def engines(evening: Evening) -> tuple[Any, Any]:
    """Of what is only read, and of what changes."""
    store = evening.node.house.store
    async with store.look() as records, store.begin() as work:
        return records.connection.sync_connection.engine, work.connection.sync_connection.engine


@asynccontextmanager
async def said_in(evening: Evening) -> AsyncIterator[list[str]]:
    """What is read and written until the block ends, and until all who were woken meanwhile have looked."""
    said = list[str]()
    reads, writes = await engines(evening)
    with counting(reads, *EVERYTHING) as read, counting(writes, *EVERYTHING) as written:
        yield said
        await evening._all_looked()
    said += [*read, *written]


async def rests(_: object) -> None:
    await asyncio.Event().wait()


@pytest.fixture
async def evening(site: Site, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Evening]:
    """Nothing is asked by itself meanwhile."""
    for job in (Board, Ticker, SessionWatch, Adviser):
        monkeypatch.setattr(job, "run", rests)
    async with evening_at(site, clock) as evening:
        yield evening


async def test_a_child_that_comes_from_a_dead_node_reads_once_what_there_is(evening: Evening):
    blue, ann, _ = await evening.talk()
    await ann.be("away")
    await evening.leaves(blue)
    await moved(evening)
    async with said_in(evening) as said:
        await evening.child(blue.view["resume"])
    assert len(said) == OF_A_CHILD, "\n".join(said)


@pytest.mark.parametrize("colleagues", [0, 2])
async def test_a_desk_that_comes_from_a_dead_node_reads_once_however_many_are_on_duty(
    evening: Evening, colleagues: int
):
    _, ann, _ = await evening.talk()
    for name in ("ben", "cora")[:colleagues]:
        await evening.desk(name)
    await evening.leaves(ann)
    await moved(evening)
    async with said_in(evening) as said:
        await evening.desk("ann", cookie=ann.headers["Cookie"])
    assert len(said) == OF_A_DESK, "\n".join(said)
