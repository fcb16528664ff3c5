"""Who asks slowly, or takes no answer, holds nothing for long; who rests between two requests is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

import pytest

from helpline.web import body as bodies
from helpline.web import serving
from tests.web.place import OURS, Place

SOON = 0.05
FROM_US = f" HTTP/1.1\r\nHost: x\r\nOrigin: {OURS}\r\n".encode()
HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "
WHOLE_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


async def come(place: Place, *said: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    for each in said:
        writer.write(each)
        await writer.drain()
    return reader, writer


async def is_let_go(reader: asyncio.StreamReader) -> bool:
    async with asyncio.timeout(30):
        with suppress(ConnectionError):
            await reader.read()
    return True


@pytest.mark.parametrize("said", [b"", b"G", HALF_A_HEAD], ids=["nothing", "a letter", "half a head"])
async def test_who_never_says_what_it_wants_is_let_go(place: Place, monkeypatch: pytest.MonkeyPatch, said: bytes):
    monkeypatch.setattr(serving, "HEAD_WITHIN", SOON)
    reader, writer = await come(place, said)
    assert await is_let_go(reader)
    writer.close()
    await place.check_still_well()


async def test_a_request_that_comes_a_letter_at_a_time_gains_no_time(place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serving, "HEAD_WITHIN", SOON)
    reader, writer = await come(place, HALF_A_HEAD)
    gone = asyncio.create_task(is_let_go(reader))
    async with asyncio.timeout(30):
        while not gone.done():
            writer.write(b"a")
            await asyncio.sleep(0)
    writer.close()


async def test_who_asks_slowly_the_second_time_is_let_go_too(place: Place, monkeypatch: pytest.MonkeyPatch):
    reader, writer = await come(place, WHOLE_HEAD)
    assert b"200" in await reader.readuntil(b'{"ok":true}')
    monkeypatch.setattr(serving, "HEAD_WITHIN", SOON)
    writer.write(HALF_A_HEAD)
    assert await is_let_go(reader)
    writer.close()


async def test_who_has_asked_is_given_its_time(place: Place, monkeypatch: pytest.MonkeyPatch):
    """Its next request, and the answer to this one, may come after any while."""
    timers: list[asyncio.TimerHandle] = []
    monkeypatch.setattr(serving, "HEAD_WITHIN", 3_600.0)
    before = serving.Connection.connection_made

    def remembered(self: serving.Connection, transport: asyncio.BaseTransport) -> None:
        before(self, transport)
        assert self._asking is not None
        timers.append(self._asking)

    monkeypatch.setattr(serving.Connection, "connection_made", remembered)
    reader, writer = await come(place, WHOLE_HEAD[:20], WHOLE_HEAD[20:])
    await reader.readuntil(b'{"ok":true}')
    assert [timer.cancelled() for timer in timers] == [True]
    writer.write(WHOLE_HEAD)
    await reader.readuntil(b'{"ok":true}')
    writer.close()


async def test_a_body_that_does_not_come_is_not_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bodies.read_body, "__defaults__", (bodies.MOST_BYTES, SOON))
    quick: Mapping[str, object] = {**serving.CONNECTION, "lingering_time": SOON}
    monkeypatch.setattr(serving, "CONNECTION", MappingProxyType(quick))
    head = b"POST /child/away" + FROM_US + b"Content-Type: text/plain\r\nContent-Length: 40\r\n\r\nA"
    reader, writer = await come(place, head)
    assert await is_let_go(reader)
    writer.close()
    await place.check_still_well()


async def test_who_takes_nothing_of_an_answer_is_let_go(place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serving, "TAKEN_WITHIN", SOON)
    gone = asyncio.Event()
    before = serving.Connection.connection_lost

    def remembered(self: serving.Connection, error: BaseException | None) -> None:
        before(self, error)
        gone.set()

    monkeypatch.setattr(serving.Connection, "connection_lost", remembered)
    asset = b"GET /api/topics HTTP/1.1\r\nHost: x\r\n\r\n"
    _, writer = await come(place)
    asking = asyncio.create_task(ask_for_ever(writer, asset))
    async with asyncio.timeout(30):
        await gone.wait()
    asking.cancel()
    writer.close()
    await place.check_still_well()


async def ask_for_ever(writer: asyncio.StreamWriter, request: bytes) -> None:
    """And read nothing."""
    writer.transport.pause_reading()
    while True:
        writer.write(request * 100)
        await writer.drain()
        await asyncio.sleep(0)


async def test_who_takes_some_of_an_answer_is_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch):
    """As long as it takes anything at all."""
    loop = asyncio.get_running_loop()
    looked: list[int] = []
    given_up = asyncio.Event()

    class Taking:
        def get_write_buffer_size(self) -> int:
            looked.append(1)
            return 100 - len(looked) if len(looked) < 5 else 95

        def abort(self) -> None:
            given_up.set()

    connection = serving.Connection.__new__(serving.Connection)
    connection._loop, connection.transport, connection._paused = loop, Taking(), False  # type: ignore[assignment]
    monkeypatch.setattr(serving, "TAKEN_WITHIN", 0.0)
    connection.pause_writing()
    async with asyncio.timeout(30):
        await given_up.wait()
    assert len(looked) == 6
