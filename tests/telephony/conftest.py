"""An evening on the telephone, for every test of it."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.telephony.evening import Evening


@pytest.fixture
async def evening(house: House) -> Evening:
    it = Evening(house)
    await it.begins()
    return it
