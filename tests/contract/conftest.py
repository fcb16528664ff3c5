"""For the contract tests: whatever keeps words, each in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.house import House
from tests.houses import on_postgresql, sqlite_house


@pytest.fixture(params=["sqlite in the loop", "sqlite in a thread", "postgresql"])
async def any_journal(request: pytest.FixtureRequest, database: Path, clock: FakeClock) -> AsyncIterator[House]:
    """The same house on every journal."""
    if request.param == "postgresql":
        async with on_postgresql(request.getfixturevalue("postgresql_url"), clock) as house:
            yield house
    else:
        async with sqlite_house(database, clock, in_loop=request.param == "sqlite in the loop") as house:
            yield house
