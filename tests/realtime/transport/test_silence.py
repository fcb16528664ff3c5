"""A client that has gone is noticed: a closed socket at once, a silent one after at most 18 seconds, each once."""

from __future__ import annotations

import asyncio

import pytest

from helpline.realtime.transport.limits import Limits
from tests.realtime.transport.conftest import FOREIGN, House, served


async def test_a_closed_socket_is_noticed_at_once(house: House) -> None:
    child = await house.child_here()
    await child.ws.close()
    assert not await house.someone_left()
    assert len(house.child.ended) == 1
    assert house.counters.connections == 0


async def test_a_cut_connection_is_noticed_at_once(house: House) -> None:
    await house.child_here()
    await house.http.close()
    assert not await house.someone_left()


async def test_a_client_that_leaves_the_namespace_has_gone(house: House) -> None:
    child = await house.child_here()
    await child.send("41/child,")
    assert await child.is_closed()
    assert not await house.someone_left()
    assert len(house.child.ended) == 1


async def test_the_face_hears_of_the_end_also_when_aiohttp_cancels_the_request(limits: Limits) -> None:
    async with served(limits, handler_cancellation=True) as house:
        child = await house.child_here()
        house.child.connections[0].close()
        assert await child.receive() == "41/child,"
        assert await child.is_closed()
        assert not await house.someone_left()


async def test_a_face_that_fails_at_the_end_of_one_client_harms_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    child, other = await house.child_here(), await house.child_here()
    house.child.on_closed = RuntimeError("a secret of blue")
    await child.ws.close()
    await house.someone_left()
    await other.send('42/child,1["say",{}]')
    assert await other.receive() == '43/child,1[{"ok":true}]'
    assert [record.getMessage() for record in caplog.records] == ["fault"]
    assert house.counters.connections == 1
    house.child.on_closed = None


async def test_a_silent_socket_is_noticed_after_eighteen_seconds(house: House) -> None:
    child = await house.child_here()
    house.pass_time(10)
    assert await child.receive() == "2"
    house.pass_time(7)
    assert house.child.connections[0].is_open
    house.pass_time(1)
    assert await house.someone_left()
    assert house.counters.silent == 1
    assert house.child.ended == [(house.child.connections[0], True)]


async def test_who_answers_stays(house: House) -> None:
    child = await house.child_here()
    for _ in range(20):
        house.pass_time(10)
        assert await child.receive() == "2"
        await child.send("3")
        await child.send('42/child,1["say",{}]')
        await child.receive()
        house.pass_time(8)
    assert house.child.ended == []


async def test_whatever_a_client_sends_is_a_sign_of_life(house: House) -> None:
    child = await house.child_here()
    house.pass_time(10)
    assert await child.receive() == "2"
    await child.send('42/child,1["say",{}]')
    await child.receive()
    house.pass_time(8)
    assert house.child.connections[0].is_open


async def test_nobody_is_silent_while_its_own_event_is_being_handled(house: House) -> None:
    child = await house.child_here()
    await child.send('42/child,1["slow",{}]')
    await house.child.spoken_to.wait()
    house.pass_time(10)
    house.pass_time(8)
    house.child.gate.set()
    assert await child.receive() == "2"
    assert await child.receive() == '43/child,1[{"ok":true}]'
    assert house.child.ended == []


async def test_a_silent_client_of_long_polling_is_noticed_too(house: House) -> None:
    child = await house.child_polling()
    waiting = asyncio.create_task(child.get())
    await child.post("3")
    house.pass_time(10)
    assert await waiting == ["2"]
    house.pass_time(8)
    assert await house.someone_left()
    assert (await child.get_status())[0] == 400


async def test_who_answers_over_long_polling_stays(house: House) -> None:
    child = await house.child_polling()
    for _ in range(5):
        house.pass_time(10)
        assert await child.get() == ["2"]
        assert await child.post("3") == 200
        house.pass_time(8)
    assert house.child.ended == []


async def test_a_client_that_does_not_close_when_asked_is_cut_off(house: House) -> None:
    child = await house.child_polling()
    house.child.connections[0].close()
    house.pass_time(0.1)
    assert not await house.someone_left()
    assert (await child.get_status())[0] == 400


async def test_a_sweep_between_two_deadlines_is_early_rather_than_late(house: House) -> None:
    child = await house.child_here()
    house.pass_time(9.8)
    assert await child.receive() == "2"
    house.pass_time(8)
    assert await house.someone_left()


async def test_a_pause_of_the_whole_machine_makes_nobody_silent(house: House) -> None:
    child = await house.child_here()
    house.pass_time(10)
    assert await child.receive() == "2"
    house.clock.advance(seconds=60)
    await child.send("3")  # lies unread when the machine goes on, and its timer is due
    house.transport._engine.sweeper._tick()
    await child.send('42/child,1["say",{}]')
    assert await child.receive() == '43/child,1[{"ok":true}]'
    house.transport.sweep()
    assert await child.receive() == "2"
    assert house.child.ended == []


class TestInTheirOwnTime:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits()

    @pytest.mark.parametrize("foreign", [None, FOREIGN])
    async def test_who_joins_no_namespace_is_shown_out_after_ten_seconds(
        self, house: House, foreign: str | None
    ) -> None:
        websocket = await house.websocket(origin=foreign)
        polling = await house.polling(origin=foreign)
        house.pass_time(9)
        await websocket.send("3")
        house.pass_time(1)
        assert await websocket.is_closed()
        assert [await polling.get(), await polling.get()] == [["2"], ["1"]]
        assert (await polling.get_status())[0] == 400
