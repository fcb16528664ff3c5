"""Events reach the face they are meant for, in order, and every one is answered."""

from __future__ import annotations

import asyncio
import itertools
import logging

import pytest

from helpline.realtime.transport.sockets import BREATH
from tests.realtime.transport.clients import joined_on_a_bare_socket
from tests.realtime.transport.conftest import House

INVALID = '[{"error":{"code":"invalid"}}]'


async def test_an_event_is_answered_under_the_id_it_came_with(house: House) -> None:
    child = await house.child_here()
    await child.send('42/child,17["say",{"text":"hoi 😀"}]')
    assert await child.receive() == '43/child,17[{"ok":true,"text":"hoi 😀"}]'
    assert house.child.events == [("say", {"text": "hoi 😀"})]


async def test_an_event_without_an_argument_has_an_empty_one(house: House) -> None:
    child = await house.child_here()
    await child.send('42/child,0["leave"]')
    assert await child.receive() == '43/child,0[{"ok":true}]'
    assert house.child.events == [("leave", {})]


async def test_an_event_without_an_id_is_handled_and_not_answered(house: House) -> None:
    child = await house.child_here()
    await child.send('42/child,["typing",{}]')
    await child.send('42/child,1["say",{}]')
    assert (await child.receive()).startswith("43/child,1")
    assert [name for name, _ in house.child.events] == ["typing", "say"]


@pytest.mark.parametrize("arguments", ["{},{}", '"text"', "null", "[]", "7", "true"])
async def test_anything_but_one_object_is_invalid(house: House, arguments: str) -> None:
    child = await house.child_here()
    await child.send(f'42/child,1["say",{arguments}]')
    assert await child.receive() == f"43/child,1{INVALID}"
    assert house.child.events == []


@pytest.mark.parametrize(
    "name",
    [
        "connect",
        "connect_error",
        "connection",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener",
        "__disconnect_final",
    ],
)
async def test_a_forged_event_of_the_library_never_reaches_a_face(house: House, name: str) -> None:
    child = await house.child_here()
    await child.send(f'42/child,1["{name}",{{"sid":"forged"}}]')
    assert await child.receive() == f"43/child,1{INVALID}"
    assert house.child.events == []
    assert len(house.child.connections) == 1
    assert house.child.ended == []


async def test_events_of_one_sender_stay_in_order_while_a_face_takes_its_time(house: House) -> None:
    child = await house.child_here()
    await child.send('42/child,1["slow",{}]')
    for number in range(2, 6):
        await child.send(f'42/child,{number}["say",{{}}]')
    other = await house.child_here()
    await other.send('42/child,1["say",{}]')
    await other.receive()  # by now the events behind the slow one have arrived
    assert [name for name, _ in house.child.events] == ["slow", "say"]
    house.child.gate.set()
    assert [(await child.receive())[9] for _ in range(5)] == ["1", "2", "3", "4", "5"]


async def test_a_refusal_is_the_answer(house: House) -> None:
    child = await house.child_here()
    for number, name in enumerate(("refused", "refused_later")):
        await child.send(f'42/child,{number}["{name}",{{}}]')
        assert await child.receive() == f'43/child,{number}[{{"error":{{"code":"forbidden"}}}}]'


@pytest.mark.parametrize("name", ["broken", "broken_later"])
async def test_a_fault_is_answered_and_logged_with_its_number_only(
    house: House, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    child = await house.child_here()
    await child.send(f'42/child,1["{name}",{{"text":"a secret of blue"}}]')
    answer = await child.receive()
    assert answer.startswith('43/child,1[{"error":{"code":"fault","number":')
    (record,) = [record for record in caplog.records if record.name == "helpline.realtime"]
    assert record.levelno == logging.ERROR
    assert record.getMessage() == "fault"
    assert f'"number":"{vars(record)["number"]}"' in answer
    await child.send('42/child,2["say",{}]')
    assert await child.receive() == '43/child,2[{"ok":true}]'
    assert house.counters.faults == 1


async def test_what_is_sent_to_many_reaches_each_once_and_in_order(house: House) -> None:
    children = [await house.child_here() for _ in range(3)]
    for number in range(20):
        await children[0].send(f'42/child,["shout",{{"n":{number}}}]')
    for child in children:
        assert [await child.receive() for _ in range(20)] == [
            f'42/child,["shout",{{"n":{number}}}]' for number in range(20)
        ]


async def test_one_client_s_flood_lets_the_others_have_their_turn(house: House) -> None:
    bare = await joined_on_a_bare_socket(house.port)
    await house.child.joined.wait()
    packet = b'42/child,["typing"]'
    flood = bytes((0x81, 0x80 | len(packet), 0, 0, 0, 0)) + packet
    loop = asyncio.get_running_loop()
    sending = asyncio.create_task(loop.sock_sendall(bare, flood * 2_000))
    seen = [0]
    async with asyncio.timeout(30):
        while seen[-1] < 2_000:
            await asyncio.sleep(0)
            seen.append(len(house.child.events))
    await sending
    assert max(after - before for before, after in itertools.pairwise(seen)) <= 2 * BREATH
    bare.close()


async def test_nothing_is_taken_in_once_a_connection_was_closed(house: House) -> None:
    child = await house.child_here()
    connection = house.child.connections[0]
    connection.emit("superseded", {})
    connection.close()
    assert not connection.is_open
    connection.emit("late", {})
    await child.send('42/child,1["say",{}]')
    assert await child.receive() == '42/child,["superseded",{}]'
    assert await child.receive() == "41/child,"
    with pytest.raises(EOFError):
        await child.receive()
    assert not await house.someone_left()
    assert house.child.events == []
    assert len(house.child.ended) == 1
