"""A client that does not read costs a bounded amount of memory, is dropped, and harms nobody else."""

from __future__ import annotations

import asyncio
import socket
from datetime import timedelta

import pytest

from helpline.realtime.transport.limits import Limits
from tests.realtime.transport.clients import joined_on_a_bare_socket
from tests.realtime.transport.conftest import House

PAGE = {"text": "x" * 10_000}


async def child_that_does_not_read(house: House) -> socket.socket:
    """A child on a bare socket; nothing reads from it but the test."""
    bare = await joined_on_a_bare_socket(house.port)
    async with asyncio.timeout(30):
        await house.child.joined.wait()
    return bare


async def test_who_never_reads_is_dropped_and_the_others_are_not(house: House) -> None:
    bare = await child_that_does_not_read(house)
    slow = house.child.connections[0]
    other = await house.child_here()
    sent = 0
    while slow.is_open:
        slow.emit("page", PAGE)
        sent += 1
        assert sent < 5_000, "nothing bounds what is kept for a client that does not read"
        if sent % 50 == 0:
            await other.send('42/child,1["say",{}]')
            assert await other.receive() == '43/child,1[{"ok":true}]'
    assert house.counters.dropped_slow == 1
    assert not await house.someone_left()
    assert house.child.ended == [(slow, False)]
    bare.close()


async def test_who_reads_late_gets_everything_in_order(house: House) -> None:
    bare = await child_that_does_not_read(house)
    slow = house.child.connections[0]
    queue = slow._socket.queue
    sent = 0
    while len(queue) < 60:
        slow.emit("page", {"n": sent} | PAGE)
        sent += 1
    received = bytearray()
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(30):
        while f'"n":{sent - 1},'.encode() not in received[-20_000:]:
            received += await loop.sock_recv(bare, 1 << 20)
    places = [received.index(f'["page",{{"n":{number},'.encode()) for number in range(sent)]
    assert places == sorted(places)
    slow.emit("after", {})
    async with asyncio.timeout(30):
        while b'"after"' not in received:
            received += await loop.sock_recv(bare, 1 << 20)
    assert slow.is_open
    bare.close()


async def test_over_long_polling_sixty_four_packets_wait_and_no_more(house: House) -> None:
    child = await house.child_polling()
    for _ in range(64):
        house.child.connections[0].emit("n", {})
    assert len(await child.get()) == 64
    for _ in range(65):
        house.child.connections[0].emit("n", {})
    assert not house.child.connections[0].is_open
    assert house.counters.dropped_slow == 1
    assert not await house.someone_left()
    assert (await child.get_status())[0] == 400


async def test_few_packets_of_great_size_are_too_much_as_well(house: House) -> None:
    child = await house.child_polling()
    house.child.connections[0].emit("whole", {"text": "x" * 2_000_000})
    assert len((await child.get())[0]) > 2_000_000
    for _ in range(4):
        house.child.connections[0].emit("page", {"text": "x" * 300_000})
    assert not house.child.connections[0].is_open


class TestClosing:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(close_within=timedelta(seconds=5))

    async def test_who_reads_late_gets_the_last_word_too(self, house: House) -> None:
        bare = await child_that_does_not_read(house)
        slow = house.child.connections[0]
        while len(slow._socket.queue) < 10:
            slow.emit("page", PAGE)
        slow.emit("superseded", {})
        slow.close()
        received = bytearray()
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(30):
            while b"\x88\x02\x03\xe8" not in received:  # the close frame
                received += await loop.sock_recv(bare, 1 << 20)
        assert received.index(b'["superseded",{}]') < received.index(b"41/child,") < received.index(b"\x88\x02\x03\xe8")
        bare.close()
        assert not await house.someone_left()

    async def test_who_neither_reads_nor_closes_is_cut_off(self, house: House) -> None:
        bare = await child_that_does_not_read(house)
        slow = house.child.connections[0]
        while not len(slow._socket.queue):
            slow.emit("page", PAGE)
        slow.close()
        house.pass_time(5)
        assert not await house.someone_left()
        bare.close()
