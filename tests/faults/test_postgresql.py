"""PostgreSQL when it is away: it stops, it restarts, it cuts a connection. Nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from helpline.core.errors import TryAgain
from tests.actions.talking import talk
from tests.fakes.clock import FakeClock
from tests.house import House
from tests.houses import fill_postgresql, postgresql_house, quietly

STARTING_UP = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"


class Wire:
    """The network between a node and its database: it can be cut, and there can be somebody else at the other end."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.is_starting = False

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Like a server that stops: connections end, new ones are refused."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        await self._server.wait_closed()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if self.is_starting:
                await reader.read(1)
                writer.write(b"E" + (len(STARTING_UP) + 4).to_bytes(4, "big") + STARTING_UP)
                await writer.drain()
                return
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._to)
            self._writers.add(there_writer)
            await asyncio.gather(_pump(reader, there_writer), _pump(there_reader, writer))
        except OSError:
            pass
        finally:
            writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def a_wire(port: int) -> AsyncIterator[Wire]:
    wire = Wire(port)
    await wire.mend()
    try:
        yield wire
    finally:
        await wire.cut()


@pytest.fixture
async def wire(postgresql_url: str) -> AsyncIterator[Wire]:
    async with a_wire(make_url(postgresql_url).port or 0) as wire:
        yield wire


@pytest.fixture
async def house(postgresql_url: str, wire: Wire, template: Path, clock: FakeClock) -> AsyncIterator[House]:
    """A house whose database is at the other end of the wire."""
    url = quietly(postgresql_url)
    await fill_postgresql(url)
    through = make_url(url).set(port=wire.port).render_as_string(hide_password=False)
    async with postgresql_house(through, clock) as house:
        yield house


async def test_while_the_database_is_away_nothing_is_acknowledged_and_nothing_is_lost(house: House, wire: Wire):
    blue = await talk(house)
    first = await blue.says("hoi", "a")
    await wire.cut()
    for _ in range(2):
        with pytest.raises(TryAgain):
            await blue.says("ben je er?", "b")
        with pytest.raises(TryAgain):
            await house.child("red").enters()
        with pytest.raises(TryAgain):
            await house.queue()
    await wire.mend()
    assert await blue.says("hoi", "a") == first
    assert (await blue.says("ben je er?", "b")).seq == 2
    assert [message.text for message in await blue.reads()] == ["hoi", "ben je er?"]


async def test_a_restart_of_the_database_is_not_noticed_by_who_asks_afterwards(house: House, wire: Wire):
    blue = await talk(house)
    await blue.says("hoi", "a")
    await wire.cut()
    await wire.mend()
    assert (await blue.says("ben je er?", "b")).seq == 2
    await house.child("red").enters()


async def test_a_database_that_is_still_starting_is_away(house: House, wire: Wire):
    blue = await talk(house)
    await wire.cut()
    wire.is_starting = True
    await wire.mend()
    with pytest.raises(TryAgain):
        await blue.says("hoi", "a")
    with pytest.raises(TryAgain):
        await house.queue()
    wire.is_starting = False
    assert (await blue.says("hoi", "a")).seq == 1


CUTS_AT_COMMIT = """
    CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
"""


async def test_when_nobody_knows_whether_it_was_committed_everybody_looks_again(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.change(CUTS_AT_COMMIT)
    await house.change(
        "CREATE CONSTRAINT TRIGGER cuts AFTER UPDATE ON conversation DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION cut()"
    )
    house.told.clear()
    with pytest.raises(TryAgain):
        await blue.leaves()
    assert house.told == [{f"conversation:{blue.its}", "queue"}]
    await house.change("DROP TRIGGER cuts ON conversation")
    await house.change("DROP FUNCTION cut")
    await blue.leaves()
    assert await house.queue() == []


async def test_a_message_that_may_have_been_committed_is_kept_once_when_it_is_sent_again(house: House):
    blue = await talk(house)
    await house.change(CUTS_AT_COMMIT)
    await house.change(
        "CREATE CONSTRAINT TRIGGER cuts AFTER INSERT ON message DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION cut()"
    )
    with pytest.raises(TryAgain):
        await blue.says("hoi", "a")
    await house.change("DROP TRIGGER cuts ON message")
    await house.change("DROP FUNCTION cut")
    assert (await blue.says("hoi", "a")).seq == 1
    assert (await blue.says("hoi", "a")).seq == 1
