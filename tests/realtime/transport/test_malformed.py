"""Packets that no client of ours sends: counted, never logged, never a traceback, and five are enough."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from helpline.realtime.transport.limits import Limits
from tests.realtime.transport.conftest import House

DEEP = "[" * 20_000 + "]" * 20_000

MALFORMED = [
    "",
    "x",
    "0",
    "2",
    "5",
    "7",
    "bAAAA",
    "4",
    "42",
    "4x",
    "42/child",
    "42/child,",
    "42/child,{}",
    "42/child,[]",
    "42/child,[7]",
    "42/child,[null,{}]",
    "42/child,[{}]",
    '42/child,["say",{}',
    '42/child,["say",{}]x',
    '42/child,-1["say",{}]',
    '42/child,1.5["say",{}]',
    '42/child,12345678901["say",{}]',
    f'42/child,{"1" * 200}["say",{{}}]',
    f'42/child,["say",{{"text":{DEEP}}}]',
    f'42/child,1["say",{{"text":{DEEP}}}]',
    f"42/child,{DEEP}",
    '42/child,["say",{"text":"\\ud83d"}]',
    '42["say",{}]',
    '42/desk,1["say",{}]',
    '42/childish,1["say",{}]',
    '43/child,1["say"]',
    "44/child,{}",
    '451-/child,["say",{"_placeholder":true,"num":0}]',
    '461-/child,1[{"_placeholder":true,"num":0}]',
    "48/child,",
    "41/desk,",
    "40/child" + "d" * 100,
    f"40/child,{DEEP}",
    "40/child,{",
    "40/ch\N{LATIN SMALL LETTER I WITH DIAERESIS}ld,",
]


@pytest.mark.parametrize("packet", MALFORMED, ids=lambda packet: packet[:24] or "empty")
async def test_a_malformed_packet_is_counted_and_changes_nothing(
    house: House, caplog: pytest.LogCaptureFixture, packet: str
) -> None:
    child = await house.child_here()
    await child.send(packet)
    await child.send('42/child,9["say",{}]')
    assert await child.receive() == '43/child,9[{"ok":true}]'
    assert house.counters.malformed == 1
    assert house.child.events == [("say", {})]
    assert not [record for record in caplog.records if record.name != "asyncio"]


@pytest.mark.parametrize(
    "packet",
    [b"\x04binary", b'42/child,1["say",{}]', b""],
    ids=["binary", "an event in a binary frame", "empty"],
)
async def test_a_binary_frame_is_malformed(house: House, packet: bytes) -> None:
    child = await house.child_here()
    await child.ws.send_bytes(packet)
    await child.send('42/child,9["say",{}]')
    assert await child.receive() == '43/child,9[{"ok":true}]'
    assert house.counters.malformed == 1


async def test_an_event_with_an_attachment_is_answered_that_it_is_invalid(house: House) -> None:
    child = await house.child_here()
    await child.send('451-/child,7["say",{"text":{"_placeholder":true,"num":0}}]')
    await child.ws.send_bytes(b"hoi")
    await child.send('42/child,9["say",{}]')
    assert await child.receive() == '43/child,7[{"error":{"code":"invalid"}}]'
    assert await child.receive() == '43/child,9[{"ok":true}]'
    assert house.counters.malformed == 2
    assert house.child.events == [("say", {})]


@pytest.mark.parametrize(
    "packet", ['451-/desk,7["say"]', '461-/child,7["say"]', '45-/child,7["say"]', "451-/child,7{}"]
)
async def test_nothing_else_that_announces_attachments_is_answered(house: House, packet: str) -> None:
    child = await house.child_here()
    await child.send(packet)
    await child.send('42/child,9["say",{}]')
    assert await child.receive() == '43/child,9[{"ok":true}]'
    assert house.counters.malformed == 1


async def test_bytes_that_are_no_text_are_malformed(house: House) -> None:
    child = await house.child_here()
    await child.ws.send_frame(b'42/child,1["say",{"text":"\xff\xfe"}]', 1)  # type: ignore[arg-type]
    await child.send('42/child,9["say",{}]')
    assert await child.receive() == '43/child,9[{"ok":true}]'
    assert house.counters.malformed == 1


@pytest.mark.parametrize(
    "argument",
    ['{"text":"\\ud83d"}', '{"text":"\\ude00 hoi"}', '{"\\ud83d":1}', '{"n":NaN}'],
)
async def test_half_a_character_is_invalid_where_the_packet_can_be_read(house: House, argument: str) -> None:
    child = await house.child_here()
    await child.send(f'42/child,5["say",{argument}]')
    assert await child.receive() == '43/child,5[{"error":{"code":"invalid"}}]'
    assert house.counters.malformed == 0
    assert house.child.events == []


async def test_five_malformed_packets_close_the_socket(house: House) -> None:
    child = await house.child_here()
    for _ in range(4):
        await child.send("42/child,[")
    await child.send('42/child,1["say",{}]')
    assert await child.receive() == '43/child,1[{"ok":true}]'
    await child.send("42/child,[")
    await child.send('42/child,2["say",{}]')
    assert await child.is_closed()
    assert not await house.someone_left()
    assert len(house.child.events) == 1


async def test_malformed_packets_over_long_polling_are_counted_too(house: House) -> None:
    child = await house.child_polling()
    assert await child.post("bAAAA", "42/child,[", '42/child,1["say",{}]') == 400
    assert await child.get() == ['43/child,1[{"ok":true}]']
    assert await child.post("x", "x", "x") == 400
    assert house.counters.malformed == 5
    assert not await house.someone_left() if await child.get() == ["1"] else False


async def test_the_longest_message_fits_also_as_escapes(house: House) -> None:
    text = "😀" * 4_000
    child = await house.child_here()
    await child.send("42/child,1" + json.dumps(["say", {"client_id": "c" * 64, "text": text}]))
    assert (await child.receive()).startswith("43/child,1")
    assert house.child.events == [("say", {"client_id": "c" * 64, "text": text})]


@pytest.mark.parametrize("pieces", [1, 2])
async def test_a_packet_over_the_size_closes_the_socket(house: House, pieces: int) -> None:
    child = await house.child_here()
    await child.send("42/child,1" + json.dumps(["say", {"text": "x" * 65_536}]))
    assert await child.is_closed()
    assert not await house.someone_left()
    assert house.child.events == []


class TestExactly:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(max_size=100, close_within=timedelta(seconds=0.2))

    @pytest.mark.parametrize(("size", "taken"), [(100, True), (101, False)])
    async def test_the_size_is_exact(self, house: House, size: int, taken: bool) -> None:
        packet = '42/child,1["say",{"text":""}]'
        packet = packet.replace('""', f'"{"x" * (size - len(packet))}"')
        child = await house.child_here()
        await child.send(packet)
        if taken:
            assert (await child.receive()).startswith("43/child,1")
        else:
            assert await child.is_closed()
        polling = await house.child_polling()
        assert await polling.post(packet) == (200 if taken else 400)
