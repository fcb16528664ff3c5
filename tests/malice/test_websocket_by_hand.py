"""A websocket by hand: frames that no library makes, announcements that nobody keeps, and floods."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.malice.conftest import MEGABYTE, Target
from tests.malice.raw import (
    BINARY,
    CLOSE,
    CONTINUED,
    ENDPOINT,
    HANDSHAKE,
    JOIN,
    PING,
    PONG,
    TEXT,
    Wire,
    ask,
    connected,
    frame,
    get,
    joined,
    websocket,
)

SYNC = '42/child,9["sync",{"after":0}]'
ANSWER = b'43/child,9[{"ok":true'


async def is_heard(wire: Wire) -> None:
    """The socket is as good as before."""
    await wire.send(frame(SYNC))
    await wire.hears(ANSWER)


BROKEN = {
    "reserved bit 1": frame(SYNC, reserved=4),
    "reserved bit 2": frame(SYNC, reserved=2),
    "reserved bit 3": frame(SYNC, reserved=1),
    **{f"opcode {kind}": frame(SYNC, kind) for kind in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)},
    "a ping in pieces": frame(b"x", PING, last=False),
    "a long ping": frame(b"x" * 126, PING),
    "a long close": frame(b"x" * 126, CLOSE),
    "a close of one byte": frame(b"\x03", CLOSE),
    "a close of no such number": frame(b"\x00\x01", CLOSE),
    "a close that is no text": frame(b"\x03\xe8\xff\xfe", CLOSE),
    "a beginning within another": frame(b"42/child", last=False) + frame(SYNC),
    "the rest of nothing": frame(SYNC, CONTINUED),
    **{
        f"announces {size} bytes": frame(b"x" * 10, length=size)
        for size in (2**16 + 1, 2**31, 2**40, 2**63 - 1, 2**64 - 1)
    },
    "announces gigabytes in binary": frame(b"x", BINARY, length=2**33),
    "announces gigabytes in a ping": frame(b"x", PING, length=2**33),
    "pieces without end": frame(b"42/child,", last=False) + frame(b"x" * 4_096, CONTINUED, last=False) * 20,
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_frame_that_is_none_closes_its_socket(target: Target, name: str):
    async with joined(target.port) as wire:
        await wire.send(BROKEN[name], frame(SYNC))
        assert ANSWER not in await wire.rest()


async def test_a_frame_that_is_not_masked_hurts_nobody(target: Target):
    async with joined(target.port) as wire:
        await wire.send(frame(SYNC, masked=False), frame("1", masked=False), frame("1"))
        await wire.rest()


async def test_what_is_never_finished_is_given_up_and_holds_nothing(target: Target):
    """A hundred sockets with a message that has begun: none is joined, so none stays."""
    before = target.memory()
    async with AsyncExitStack() as stack:
        wires = []
        for _ in range(100):
            wire = await stack.enter_async_context(websocket(target.port))
            await wire.send(frame(b"x" * 60_000, last=False))
            wires.append(wire)
        await asyncio.gather(*(wire.rest() for wire in wires))
    assert target.memory() - before < 30 * MEGABYTE


async def test_a_piece_may_be_empty_as_often_as_it_likes(target: Target):
    async with joined(target.port) as wire:
        await wire.send(frame(SYNC[:10], last=False), *[frame(b"", CONTINUED, last=False) * 1_000] * 50)
        await wire.send(frame(SYNC[10:], CONTINUED))
        await wire.hears(ANSWER)


async def test_a_frame_may_come_a_byte_at_a_time(target: Target):
    async with joined(target.port) as wire:
        whole = frame(SYNC)
        await wire.send(*[whole[at : at + 1] for at in range(len(whole))])
        await wire.hears(ANSWER)


async def test_a_file_that_is_announced_and_never_comes_is_not_waited_for(target: Target):
    for packet in (
        '451-/child,["enter",{"_placeholder":true,"num":0}]',
        '45999999999-/child,["enter",{"_placeholder":true,"num":0}]',
        '461-/child,9[{"_placeholder":true,"num":0}]',
        "450-/child,[]",
    ):
        async with joined(target.port) as wire:
            await wire.send(frame(packet))
            await is_heard(wire)
            await wire.send(*[frame(packet)] * 5)
            await wire.rest()


async def test_files_are_not_taken(target: Target):
    async with joined(target.port) as wire:
        await wire.send(frame(b"x" * 60_000, BINARY))
        await is_heard(wire)
        await wire.send(*[frame(b"x" * 60_000, BINARY)] * 5)
        await wire.rest()


@pytest.mark.parametrize(
    "deep", ["[" * 30_000, '{"a":' * 10_000, "[" * 30_000 + "]" * 30_000, '{"a":' * 1_500 + "1" + "}" * 1_500]
)
async def test_nesting_without_end_is_invalid_or_malformed(target: Target, deep: str):
    async with joined(target.port) as wire:
        await wire.send(frame(f'42/child,1["enter",{deep}]'), frame(f'42/child,1["enter",{{"nickname":{deep}}}]'))
        await is_heard(wire)
    async with websocket(target.port, frame(f"40/child,{deep}"), frame("40/child,")) as wire:
        await wire.hears(b'"snapshot"')


@pytest.mark.parametrize("content", [b"", b"x" * 125], ids=["empty", "full"])
@pytest.mark.parametrize("kind", [PING, PONG, TEXT], ids=["pings", "pongs", "packets"])
async def test_a_flood_of_control_is_borne_also_when_nothing_is_read(target: Target, content: bytes, kind: int):
    one = frame(b"3" + content if kind == TEXT else content, kind)
    before = target.memory()
    async with AsyncExitStack() as stack:
        wires = [await stack.enter_async_context(joined(target.port)) for _ in range(4)]
        for wire in wires:
            wire.writer.transport.pause_reading()  # type: ignore[attr-defined]
        flood = asyncio.gather(*(wire.send(*[one * 1_000] * 30) for wire in wires))
        await asyncio.wait([flood], timeout=5)  # who is no longer read cannot go on
        flood.cancel()
        await asyncio.gather(flood, return_exceptions=True)
    assert target.memory() - before < 30 * MEGABYTE


async def test_pings_of_the_wrong_side_close_the_socket(target: Target):
    async with joined(target.port) as wire:
        await wire.send(*[frame("2")] * 10_000)
        await wire.rest()


async def test_events_without_end_are_told_to_wait(target: Target):
    async with joined(target.port) as wire:
        await wire.send(*[frame(SYNC) * 20] * 15)
        await wire.hears(b'"too_many"')


async def test_one_socket_joins_once(target: Target):
    async def joins_again(packet: str) -> int:
        async with websocket(target.port, JOIN, *[frame(packet)] * 1_000) as wire:
            return (await wire.rest()).count(b'"snapshot"')

    others = ("40/child,", "40/desk,", "40/practice,", "40/nowhere,", "40")
    assert await asyncio.gather(*(joins_again(packet) for packet in others)) == [1] * len(others)


async def test_a_handshake_that_is_none_is_refused(target: Target):
    path = f"{ENDPOINT}websocket"
    right = HANDSHAKE.format(path=path, more="")
    for said, instead in (
        ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12"),
        ("Sec-WebSocket-Version: 13\r\n", ""),
        ("AAAAAAAAAAAAAAAAAAAAAA==", "x"),
        ("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", ""),
        ("Upgrade: websocket\r\n", ""),
        ("Upgrade: websocket", "Upgrade: h2c"),
        ("GET", "POST"),
    ):
        async with connected(target.port) as wire:
            await wire.send(right.replace(said, instead).encode())
            assert b" 400 " in await wire.hears(b"\r\n"), (said, instead)
    assert (await ask(target.port, get(path)))[0] == 400


async def test_what_is_packed_is_not_agreed_to(target: Target):
    more = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    async with websocket(target.port, more=more) as wire:
        assert b"deflate" not in await wire.hears(b"\r\n\r\n")
        await wire.send(frame(b"\x00" * 1_000, reserved=4))
        await wire.rest()


async def test_who_is_torn_away_in_the_middle_leaves_nothing(target: Target):
    whole = HANDSHAKE.format(path=f"{ENDPOINT}websocket", more="").encode() + JOIN + frame(SYNC)
    for at in range(0, len(whole), 3):
        async with connected(target.port) as wire:
            await wire.send(whole[:at])
