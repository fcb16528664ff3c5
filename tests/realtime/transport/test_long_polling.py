"""Long-polling, for networks that let no websocket through: nothing is lost behind a friendly answer, or reordered."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from helpline.realtime.transport.limits import Limits
from tests.realtime.transport.clients import ENDPOINT, SEPARATOR, PollingClient, WebsocketClient
from tests.realtime.transport.conftest import House

SAYS = [f'42/child,{number}["say",{{"n":{number}}}]' for number in range(100)]
SAID = [("say", {"n": number}) for number in range(100)]


def head_of(client: PollingClient, *headers: str) -> bytes:
    """The first part of a POST, for a test that writes the bytes itself."""
    query = f"?EIO=4&transport=polling&sid={client.sid}"
    lines = [f"POST {ENDPOINT}{query} HTTP/1.1", "Host: hulplijn.example", *headers]
    return "\r\n".join((*lines, "", "")).encode()


async def test_events_are_answered_at_the_next_get(house: House) -> None:
    child = await house.child_polling()
    assert await child.post('42/child,1["say",{"text":"hoi 😀"}]') == 200
    assert await child.get() == ['43/child,1[{"ok":true,"text":"hoi 😀"}]']
    assert house.child.connections[0].transport == "polling"


async def test_a_get_waits_until_there_is_something(house: House) -> None:
    child = await house.child_polling()
    waiting = asyncio.create_task(child.get())
    await child.post('42/child,1["say",{}]')
    assert await waiting == ['43/child,1[{"ok":true}]']


async def test_a_body_of_a_hundred_packets_is_taken_in_whole_and_in_order(house: House) -> None:
    child = await house.child_polling()
    assert await child.post(*SAYS[:60]) == 200
    assert await child.get() == [f'43/child,{number}[{{"ok":true,"n":{number}}}]' for number in range(60)]
    assert await child.post(*SAYS[60:]) == 200
    assert house.child.events == SAID


async def test_a_body_in_chunks_without_a_length_is_taken_in_whole(house: House) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for packet in SAYS[:49]:
            half = len(packet) // 2
            yield packet[:half].encode()
            await asyncio.sleep(0)
            yield (packet[half:] + SEPARATOR).encode()
        yield SAYS[49].encode()

    child = await house.child_polling()
    assert await child.post_body(pieces()) == 200
    assert house.child.events == SAID[:50]


async def test_a_body_in_several_segments_is_taken_in_whole(house: House) -> None:
    child = await house.child_polling()
    body = SEPARATOR.join(SAYS[:50]).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head_of(child, f"Content-Length: {len(body)}", "Connection: close"))
    for start in range(0, len(body), 100):
        writer.write(body[start : start + 100])
        await writer.drain()
        await asyncio.sleep(0)
    assert (await reader.readline()).split()[1] == b"200"
    assert house.child.events == SAID[:50]
    writer.close()


@pytest.mark.parametrize(
    "rest",
    [
        b'10\r\n42/child,1["say",\r\nnonsense\r\n',
        b'14\r\n42/child,1["say",{}]\r\n',
    ],
    ids=["broken", "unfinished"],
)
async def test_a_body_that_was_cut_off_is_no_success(house: House, rest: bytes) -> None:
    child = await house.child_polling()
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head_of(child, "Transfer-Encoding: chunked", "Connection: close") + rest)
    writer.write_eof()
    assert b" 200 " not in await reader.read()
    assert house.child.events == []
    writer.close()


async def test_a_body_that_cannot_be_unpacked_is_no_success(house: House) -> None:
    child = await house.child_polling()
    child.headers = {"Content-Encoding": "gzip"}
    assert await child.post_body(b"this is not gzip") != 200
    assert house.child.events == []


async def test_a_small_body_that_unpacks_to_a_large_one_is_refused(house: House) -> None:
    child = await house.child_polling()
    child.headers = {"Content-Encoding": "gzip"}
    bomb = gzip.compress(("42/child,1" + json.dumps(["say", {"text": "x" * 10_000_000}])).encode())
    assert await child.post_body(bomb) != 200
    assert house.child.events == []


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_the_size_is_refused_and_ends_the_session(house: House, chunked: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b"x" * 1_000

    child = await house.child_polling()
    assert await child.post_body(pieces() if chunked else b"x" * 65_537) == 400
    assert await child.get() == ["1"]
    assert (await child.get_status())[0] == 400
    assert not await house.someone_left()
    assert house.child.events == []


class TestInNoTime:
    @pytest.fixture
    def limits(self) -> Limits:
        soon = timedelta(seconds=0.05)
        return Limits(body_within=soon, upgrade_within=soon, close_within=soon)

    async def test_a_body_that_does_not_end_is_not_waited_for(self, house: House) -> None:
        child = await house.child_polling()
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(head_of(child, "Content-Length: 100", "Connection: close") + SAYS[0].encode())
        async with asyncio.timeout(30):
            assert (await reader.readline()).split()[1] == b"400"
        assert not await house.someone_left()
        assert house.child.events == []
        writer.close()

    async def test_a_probe_that_leads_to_nothing_is_given_up(self, house: House) -> None:
        child = await house.child_polling()
        websocket = await upgrade(house, child)
        assert await websocket.is_closed()
        house.child.connections[0].emit("n", {})
        assert await child.get() == ['42/child,["n",{}]']


async def test_events_stay_in_order_while_a_face_takes_its_time(house: House) -> None:
    child = await house.child_polling()
    posting = asyncio.create_task(child.post('42/child,1["slow",{}]', *SAYS[2:5]))
    other = await house.child_here()
    await other.send('42/child,1["say",{}]')
    await other.receive()
    assert [name for name, _ in house.child.events].count("say") == 1
    house.child.gate.set()
    assert await posting == 200
    assert [packet[9] for packet in await child.get()] == ["1", "2", "3", "4"]


async def test_a_second_post_beside_the_first_is_refused(house: House) -> None:
    child = await house.child_polling()
    posting = asyncio.create_task(child.post('42/child,1["slow",{}]'))
    await house.child.spoken_to.wait()
    assert await child.post(SAYS[2]) == 400
    house.child.gate.set()
    await posting
    assert house.child.events == [("slow", {})]
    assert not await house.someone_left() if await child.get() else False


async def test_a_second_get_beside_the_first_ends_the_session(house: House) -> None:
    child = await house.child_polling()
    first, second = await asyncio.gather(child.get_status(), child.get_status())
    assert sorted([first[0], second[0]]) == [200, 400]
    assert not await house.someone_left()


async def test_what_an_answer_could_not_carry_is_not_taken_for_delivered(house: House) -> None:
    child = await house.child_polling()
    _, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head_of(child).replace(b"POST", b"GET", 1))
    await writer.drain()
    await child.post("3")  # by now the GET has arrived
    writer.transport.abort()
    await child.post("3")  # and by now its end
    house.child.connections[0].emit("queue", {"position": 1})
    assert not await house.someone_left()


async def test_a_client_that_says_goodbye_has_gone(house: House) -> None:
    for goodbye in ("1", "41/child,"):
        house.child.left.clear()
        child = await house.child_polling()
        assert await child.post(goodbye) == 200
        assert await child.get() == ["1"]
        await house.someone_left()
    assert [silent for _, silent in house.child.ended] == [False, False]


async def test_the_last_packets_come_in_an_answer_of_their_own(house: House) -> None:
    child = await house.child_polling()
    house.child.connections[0].emit("superseded", {})
    house.child.connections[0].close()
    assert await child.get() == ['42/child,["superseded",{}]', "41/child,"]
    assert house.child.ended == []
    assert await child.post("1") == 400
    assert not await house.someone_left()
    assert (await child.get_status())[0] == 400


async def upgrade(house: House, child: PollingClient) -> WebsocketClient:
    """Go over to a websocket as socket.io-client does."""
    websocket = await WebsocketClient.open(house.http, sid=child.sid)
    await websocket.send("2probe")
    assert await websocket.receive() == "3probe"
    return websocket


async def test_an_upgrade_loses_and_reorders_nothing(house: House) -> None:
    child = await house.child_polling()
    assert child.handshake["upgrades"] == ["websocket"]
    connection = house.child.connections[0]
    waiting = asyncio.create_task(child.get())
    connection.emit("n", {"n": 1})
    assert await waiting == ['42/child,["n",{"n":1}]']
    waiting = asyncio.create_task(child.get())
    websocket = await upgrade(house, child)
    assert await waiting == ["6"]
    connection.emit("n", {"n": 2})
    assert await child.get() == ["6"]
    connection.emit("n", {"n": 3})
    await websocket.send("5")
    await websocket.send('42/child,1["say",{}]')
    assert [await websocket.receive() for _ in range(3)] == [
        '42/child,["n",{"n":2}]',
        '42/child,["n",{"n":3}]',
        '43/child,1[{"ok":true}]',
    ]
    assert connection.transport == "websocket"
    assert (await child.get_status())[0] == 400
    assert await child.post(SAYS[0]) == 400
    await websocket.ws.close()
    assert not await house.someone_left()
    assert len(house.child.ended) == 1


@pytest.mark.parametrize("instead", ["2", "5", "42/child,[]", "3probe"])
async def test_who_does_not_probe_stays_with_long_polling(house: House, instead: str) -> None:
    child = await house.child_polling()
    websocket = await WebsocketClient.open(house.http, sid=child.sid)
    await websocket.send(instead)
    assert await websocket.is_closed()
    house.child.connections[0].emit("n", {})
    assert await child.get() == ['42/child,["n",{}]']


@pytest.mark.parametrize("instead", ["2probe", '42/child,1["say",{}]', "3"])
async def test_who_probes_and_does_not_upgrade_stays_with_long_polling(house: House, instead: str) -> None:
    child = await house.child_polling()
    websocket = await upgrade(house, child)
    await websocket.send(instead)
    assert await websocket.is_closed()
    house.child.connections[0].emit("n", {})
    assert await child.get() == ['42/child,["n",{}]']
    assert house.child.events == []


async def test_an_upgrade_that_is_given_up_loses_nothing(house: House) -> None:
    child = await house.child_polling()
    websocket = await upgrade(house, child)
    house.child.connections[0].emit("n", {})
    await websocket.ws.close()
    while (packets := await child.get()) == ["6"]:
        pass
    assert packets == ['42/child,["n",{}]']


async def test_only_one_upgrade_at_a_time(house: House) -> None:
    child = await house.child_polling()
    websocket = await upgrade(house, child)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await WebsocketClient.open(house.http, sid=child.sid)
    await websocket.send("5")
    await websocket.send('42/child,1["say",{}]')
    assert await websocket.receive() == '43/child,1[{"ok":true}]'


async def test_no_upgrade_overtakes_events_that_are_still_being_handled(house: House) -> None:
    child = await house.child_polling()
    posting = asyncio.create_task(child.post('42/child,1["slow",{}]'))
    await house.child.spoken_to.wait()
    websocket = await upgrade(house, child)
    await websocket.send("5")
    await websocket.send('42/child,2["say",{}]')
    assert await websocket.is_closed()
    house.child.gate.set()
    assert await posting == 200
    assert house.child.events == [("slow", {})]
