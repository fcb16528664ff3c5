"""An evening on the telephone, for every test of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import orjson
import pytest
from aiohttp import ClientSession

from tests.house import House
from tests.servers.asterisk import Asterisk
from tests.telephony.evening import Evening
from tests.telephony.on_asterisk import AsteriskExchange
from tests.telephony.way import Way, attended


@pytest.fixture
async def evening(house: House) -> Evening:
    it = Evening(house)
    await it.begins()
    return it


@pytest.fixture
async def way(house: House, asterisk: Asterisk) -> AsyncIterator[Way]:
    async with ClientSession() as session, attended(house, AsteriskExchange(asterisk, session)) as it:
        yield it


class Heard:
    """Everything that came over ARI, as it came."""

    def __init__(self) -> None:
        self.everything: list[bytes] = []

    def loads(self, data: bytes | str) -> object:
        self.everything.append(data if isinstance(data, bytes) else data.encode())
        return orjson.loads(data)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    it = Heard()
    monkeypatch.setattr("helpline.telephony.ari.loads", it.loads)
    return it
