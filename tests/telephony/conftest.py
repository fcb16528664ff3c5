"""An evening on the telephone, for every test of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import orjson
import pytest
from aiohttp import ClientSession

from tests.house import House
from tests.servers.asterisk import Asterisk
from tests.telephony import canaries
from tests.telephony.evening import Evening
from tests.telephony.left import nothing_is_left_in, written
from tests.telephony.moments import CHILDREN, Moments
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


@pytest.fixture
async def moments(way: Way, heard: Heard, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Moments]:
    """Children who are canaries, and whoever is malicious; afterwards nothing is left, and nothing of them anywhere."""
    for name in ("helpline", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    yield Moments(way)
    house, exchange = way.house, way.exchange
    await way.rests()
    house.clock.advance(seconds=24 * 3600)
    await house.tick()
    await nothing_is_left_in(house, way.board)
    assert exchange.server.process is not None
    assert exchange.server.process.poll() is None
    logged = caplog.get_records("call")
    assert [record for record in logged if record.levelno >= logging.ERROR or record.exc_info] == []
    rang = [*exchange.volunteers.values(), exchange.outside]
    left = {
        # a list of channels shows it in its first milliseconds, and loses it as it is read: tests/telephony/test_ari.py
        "what Asterisk told us": b"\n".join(it for it in heard.everything if not it.startswith(b"[")),
        "what rang at volunteers and workers": b"\n".join(data for phone in rang for data in phone.received),
        "our database": await asyncio.to_thread(written, house.store.path.parent),
        "what Asterisk wrote": await asyncio.to_thread(written, exchange.server.run),
    }
    assert min(map(len, left.values())) > 0
    left["our log"] = "\n".join(f"{record.getMessage()} {vars(record)}" for record in logged).encode()
    assert canaries.found(left, CHILDREN) == []
