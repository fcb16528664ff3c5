"""Whatever people do, in whatever order: the page that they see is the page that a reload would show."""

from __future__ import annotations

import pytest

from tests.fakes.clock import FakeClock
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.site import Site, evening_at
from tests.realtime.faces.wander import Wander

STEPS = 40
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(2))
async def test_no_order_of_deeds_leaves_a_page_behind(open_line: Open, seed: int):
    async with open_line() as evening:
        await wander(Wander(evening, seed), STEPS)


async def test_nor_does_it_on_either_database(either_site: Site, clock: FakeClock):
    async with evening_at(either_site, clock) as evening:
        await wander(Wander(evening, 99), STEPS)


async def wander(people: Wander, steps: int) -> None:
    try:
        for _ in range(steps):
            await people.step()
    except (AssertionError, KeyError) as error:
        raise AssertionError(f"after {people.done[-12:]}") from error
