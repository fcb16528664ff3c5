"""The pool of connections to PostgreSQL, which nobody asks whether they still live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from helpline.db.postgresql import PostgresqlStore
from helpline.db.wakeups import LocalWakeups
from tests.houses import fill_postgresql, quietly

pytestmark = pytest.mark.slow
WHO = text("SELECT pg_backend_pid()")
HANG_UP = text("SELECT pg_terminate_backend(:pid)")
IN_TRANSACTION = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"
)


@pytest.fixture
async def store(postgresql_url: str) -> AsyncIterator[PostgresqlStore]:
    await fill_postgresql(quietly(postgresql_url))
    it = PostgresqlStore(quietly(postgresql_url), LocalWakeups())
    yield it
    await it.close()


async def test_who_looks_after_the_database_hung_up_is_connected_anew(store: PostgresqlStore):
    heard = asyncio.Event()
    async with store.engine.connect() as one, store.engine.connect() as other:
        raw = (await one.get_raw_connection()).driver_connection
        raw.add_termination_listener(lambda _: heard.set())
        before = (await one.execute(WHO)).scalar_one()
        await one.rollback()
        await other.execute(HANG_UP, {"pid": before})
        await heard.wait()
    for _ in range(3):
        async with store.engine.connect() as connection:
            assert (await connection.execute(WHO)).scalar_one() != before


async def test_to_look_is_no_transaction(store: PostgresqlStore):
    async with store.look() as records, store.engine.connect() as other:
        assert await records.people.named("nobody") is None
        assert (await other.execute(IN_TRANSACTION)).scalar_one() == 0
