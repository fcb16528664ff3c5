"""Who may connect to which face, and what a client hears that may not."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from helpline.realtime.transport.connection import Connection
from tests.realtime.transport.clients import ENDPOINT, PollingClient, WebsocketClient
from tests.realtime.transport.conftest import FOREIGN, OURS, House


def refusal(packet: str) -> dict[str, Any]:
    """The data of a CONNECT_ERROR, as socket.io-client hands it to its user."""
    assert packet.startswith("44/"), packet
    data: dict[str, Any] = json.loads(packet[packet.index(",") + 1 :])["data"]
    return data


async def test_a_client_joins_with_what_it_sends_along(house: House) -> None:
    child = await house.websocket()
    assert (await child.connect(auth={"resume": "abc"})).startswith('40/child,{"sid":"')
    assert house.child.auths == [{"resume": "abc"}]
    assert house.counters.connections == 1


async def test_what_a_face_emits_while_it_opens_comes_after_the_word_that_it_is_open(house: House) -> None:
    async def opening(connection: Connection) -> None:
        connection.emit("first", {})
        await asyncio.sleep(0)
        connection.emit("second", {})

    house.child.on_opened = opening
    child = await house.websocket()
    assert (await child.connect()).startswith("40/child,")
    assert [(await child.receive())[11:] for _ in range(3)] == [
        'first",{}]',
        'second",{}]',
        'snapshot",{"state":"idle"}]',
    ]
    polling = await house.polling()
    assert [packet[:14] for packet in await polling.connect()] == [
        '40/child,{"sid',
        '42/child,["fir',
        '42/child,["sec',
        '42/child,["sna',
    ]


async def test_a_refused_client_hears_why_and_nothing_else(house: House) -> None:
    async def opening(connection: Connection) -> None:
        connection.emit("snapshot", {"secret": True})

    house.child.on_opened = opening
    child = await house.websocket()
    assert refusal(await child.connect(auth="busy")) == {"code": "too_many", "retry_seconds": 7}
    assert await child.is_closed()
    assert house.child.ended == []
    assert house.counters.refused == 1
    assert house.counters.connections == 0


async def test_a_fault_while_opening_has_a_number(house: House, caplog: pytest.LogCaptureFixture) -> None:
    child = await house.websocket()
    data = refusal(await child.connect(auth="broken"))
    assert data["code"] == "fault"
    assert [vars(record).get("number") for record in caplog.records] == [data["number"]]


async def test_a_page_of_another_origin_is_told_so(house: House) -> None:
    child = await house.websocket(origin=FOREIGN)
    assert refusal(await child.connect()) == {"code": "origin"}
    assert await child.is_closed()
    polling = await house.polling(origin=FOREIGN)
    (answer,) = await polling.connect()
    assert refusal(answer) == {"code": "origin"}
    assert await polling.get() == ["1"]
    assert house.child.connections == []


async def test_our_own_page_and_what_is_no_browser_may_connect(house: House) -> None:
    for origin in (OURS, None):
        child = await house.websocket(origin=origin)
        assert (await child.connect()).startswith("40/child,")


async def test_the_host_header_makes_no_origin_ours(house: House) -> None:
    headers = {"Origin": FOREIGN, "Host": "elsewhere.example", "X-Forwarded-Host": "elsewhere.example"}
    ws = await house.http.ws_connect(f"{ENDPOINT}?EIO=4&transport=websocket", headers=headers)
    child = WebsocketClient(ws)
    await child.receive()
    assert refusal(await child.connect()) == {"code": "origin"}


async def test_no_other_origin_is_ever_allowed_to_read_an_answer(house: House) -> None:
    for origin, allowed in ((FOREIGN, None), ("null", None), (OURS, OURS)):
        async with house.http.get(
            ENDPOINT, params={"EIO": "4", "transport": "polling"}, headers={"Origin": origin}
        ) as r:
            assert r.headers.get("Access-Control-Allow-Origin") == allowed
            assert "Access-Control-Allow-Credentials" not in r.headers
    async with house.http.options(ENDPOINT, headers={"Origin": FOREIGN}) as r:
        assert "Access-Control-Allow-Origin" not in r.headers


async def test_another_origin_cannot_go_on_with_a_session_of_ours(house: House) -> None:
    ours = await house.child_polling()
    foreign = PollingClient(house.http, ours.sid, {"Origin": FOREIGN})
    assert await foreign.post('42/child,1["say",{}]') == 400
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await WebsocketClient.open(house.http, origin=FOREIGN, sid=ours.sid)
    assert house.child.events == []


async def test_the_desk_is_not_served_over_long_polling(house: House) -> None:
    polling = await house.polling()
    (answer,) = await polling.connect("/desk")
    assert refusal(answer) == {"code": "websocket_only"}


async def test_the_desk_is_not_reached_by_an_upgrade(house: House) -> None:
    polling = await house.polling()
    upgraded = await WebsocketClient.open(house.http, sid=polling.sid)
    await upgraded.send("2probe")
    assert await upgraded.receive() == "3probe"
    await upgraded.send("5")
    assert refusal(await upgraded.connect("/desk")) == {"code": "websocket_only"}
    assert house.desk.connections == []


async def test_the_desk_is_reached_by_websocket(house: House) -> None:
    volunteer = await house.websocket()
    assert (await volunteer.connect("/desk")).startswith("40/desk,")
    assert house.desk.connections[0].transport == "websocket"


async def test_one_socket_joins_one_namespace(house: House) -> None:
    client = await house.child_here()
    assert refusal(await client.connect("/desk")) == {"code": "invalid"}
    assert refusal(await client.connect("/child")) == {"code": "invalid"}
    await client.send('42/desk,1["say",{}]')
    await client.send('42/child,2["say",{}]')
    assert await client.receive() == '43/child,2[{"ok":true}]'
    assert house.desk.events == []
    assert len(house.child.connections) == 1


@pytest.mark.parametrize("namespace", ["/", "/admin", "/childish", "/child?token=1"])
async def test_there_is_no_other_namespace(house: House, namespace: str) -> None:
    client = await house.websocket()
    assert refusal(await client.connect(namespace)) == {"code": "invalid"}


async def test_the_peer_is_the_one_of_the_connection_and_of_no_header(house: House) -> None:
    connector = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0))
    headers = {"X-Forwarded-For": "203.0.113.9", "Remote-Addr": "203.0.113.9"}
    async with aiohttp.ClientSession(
        f"http://127.0.0.1:{house.port}", connector=connector, headers=headers
    ) as elsewhere:
        child = await WebsocketClient.open(elsewhere)
        await child.connect()
        polling = await PollingClient.open(elsewhere)
        await polling.connect()
        assert house.child.peers == ["127.0.0.2", "127.0.0.2"]
        await child.ws.close()


async def test_a_client_that_goes_while_its_face_is_thinking_is_closed_all_the_same(house: House) -> None:
    async def opening(connection: Connection) -> None:
        await house.child.gate.wait()

    house.child.on_opened = opening
    child = await house.websocket()
    await child.send("40/child,")
    await house.http.close()
    house.child.gate.set()
    assert not await house.someone_left()
    assert [connection for connection, _ in house.child.ended] == house.child.connections
    assert house.counters.connections == 0


async def test_a_client_that_is_dropped_while_its_face_is_thinking_is_closed_all_the_same(house: House) -> None:
    async def opening(connection: Connection) -> None:
        for _ in range(65):
            connection.emit("n", {})
        await asyncio.sleep(0)

    house.child.on_opened = opening
    child = await house.polling()
    await child.post("40/child,")
    assert not await house.someone_left()
    assert [connection for connection, _ in house.child.ended] == house.child.connections
    assert house.counters.connections == 0


@pytest.mark.parametrize(
    "query",
    [
        "EIO=3&transport=polling",
        "transport=polling",
        "EIO=4",
        "EIO=4&transport=flashsocket",
        "EIO=4&transport=polling&j=0",
        "EIO=4&transport=polling&sid=unknown",
        "EIO=4&transport=websocket",
    ],
)
async def test_what_is_not_engine_io_4_is_refused_in_one_way(house: House, query: str) -> None:
    async with house.http.get(f"{ENDPOINT}?{query}") as response:
        assert response.status == 400
        assert await response.json() == {"error": {"code": "invalid"}}


async def test_a_subprotocol_is_refused_before_anybody_logs_the_address(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await house.http.ws_connect(f"{ENDPOINT}?EIO=4&transport=websocket", protocols=["chat"])
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "PUT"])
async def test_no_other_method_opens_a_session(house: House, method: str) -> None:
    async with house.http.request(method, ENDPOINT, params={"EIO": "4", "transport": "polling"}) as response:
        assert response.status in (400, 405)


async def test_no_cookie_is_set(house: House) -> None:
    async with house.http.get(ENDPOINT, params={"EIO": "4", "transport": "polling"}) as response:
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("transport", ["polling", "websocket"])
async def test_a_fault_at_the_door_has_a_number_and_no_address(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, transport: str
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(house.transport._engine.sweeper, "watch", broken)
    if transport == "polling":
        async with house.http.get(ENDPOINT, params={"EIO": "4", "transport": "polling"}) as response:
            assert response.status == 500
            assert (await response.json())["error"]["code"] == "fault"
    else:
        ws = await house.http.ws_connect(f"{ENDPOINT}?EIO=4&transport=websocket")
        assert (await ws.receive()).type is not aiohttp.WSMsgType.TEXT
    assert [record.getMessage() for record in caplog.records] == ["fault"]
    assert house.counters.faults == 1
