"""A connection of asyncpg's own: kept while it lives, also when the database refuses what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from asyncpg.exceptions import DivisionByZeroError

from helpline.core.errors import TryAgain
from helpline.db.straight import Straight
from tests.houses import fill_postgresql, quietly

pytestmark = pytest.mark.slow
WHO = "SELECT pg_backend_pid()"


@pytest.fixture
async def straight(postgresql_url: str) -> AsyncIterator[Straight]:
    await fill_postgresql(quietly(postgresql_url))
    it = Straight(quietly(postgresql_url))
    yield it
    await it.close()


async def test_a_statement_that_is_refused_costs_no_new_connection(straight: Straight):
    before = await straight.fetch(WHO)
    with pytest.raises(DivisionByZeroError):
        await straight.fetch("SELECT 1 / 0")
    assert await straight.fetch(WHO) == before


async def test_when_the_connection_is_gone_the_next_one_connects_anew(straight: Straight):
    before = await straight.fetch(WHO)
    with pytest.raises(TryAgain):
        await straight.fetch("SELECT pg_terminate_backend(pg_backend_pid())")
    assert await straight.fetch(WHO) != before
