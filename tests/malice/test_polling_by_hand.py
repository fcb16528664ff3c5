"""Long-polling by hand: whatever the bytes, no answer says "ok" of what was not delivered."""

from __future__ import annotations

import asyncio

import pytest

from tests.malice.conftest import Target
from tests.malice.raw import (
    ENDPOINT,
    SEPARATOR,
    ask,
    chunked,
    connected,
    fetch,
    frame,
    get,
    join_polling,
    joined,
    open_polling,
    post,
    taken,
    websocket,
)

SYNCS = [b'42/child,%d["sync",{"after":0}]' % number for number in range(200)]
ANSWERS = [b"43/child,%d[" % number for number in range(200)]
REFUSED = b'"code": "invalid"'
CHUNKED = "Transfer-Encoding: chunked"


async def answers(target: Target, sid: str) -> list[bytes]:
    """The acknowledgements that wait, each up to its content."""
    return [packet[: packet.index(b"[") + 1] for packet in await fetch(target.port, sid) if packet.startswith(b"43")]


async def test_what_is_no_question_of_this_protocol_is_invalid(target: Target):
    sid = await open_polling(target.port)
    polling = f"{ENDPOINT}polling"
    for path in (
        *(f"/socket.io/?EIO={version}&transport=polling" for version in ("", "1", "2", "3", "5", "4.0", "04", "%34x")),
        *("/socket.io/", "/socket.io/?transport=polling", "/socket.io/?EIO=4", "/socket.io/?EIO=3&EIO=4"),
        *(f"{ENDPOINT}{way}" for way in ("", "webtransport", "flashsocket", "Polling", "polling%00", "jsonp")),
        *(f"{polling}&j={number}" for number in ("", "0", "___eio[0]")),
        *(f"{polling}&sid={name}" for name in ("", "x", sid[:-1], sid.lower() + "x", "%00", "A" * 4_000, "../x")),
        f"{ENDPOINT}websocket",
        f"{ENDPOINT}websocket&sid=nobody",
    ):
        status, answer = await ask(target.port, get(path))
        assert (status, REFUSED in answer) == (400, True), (path, answer)
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "TRACE"):
        request = get(f"{polling}&sid={sid}").replace(b"GET", method.encode(), 1)
        assert (await ask(target.port, request))[0] in (400, 403, 405), method
    assert (await ask(target.port, get(polling).replace(b"GET", b"POST", 1)))[0] == 400
    assert (await ask(target.port, post(sid, b"40/child,")))[0] == 200  # it was disturbed by none of it


async def test_a_body_arrives_whole_however_it_is_cut(target: Target):
    body = SEPARATOR.join(SYNCS[:20])
    letters = [body[at : at + 1] for at in range(len(body))]
    for pieces, headers in (
        ([body], ()),
        (letters, ()),
        ([chunked(body)], (CHUNKED,)),
        ([chunked(*letters)], (CHUNKED,)),
        ([b"%x;a=b\r\n%b\r\n0\r\nX-Trailer: x\r\n\r\n" % (len(body), body)], (CHUNKED,)),
    ):
        sid = await join_polling(target.port)
        assert await taken(target.port, sid, pieces, *headers) == 200
        assert await answers(target, sid) == ANSWERS[:20]


async def test_a_body_that_breaks_is_no_success_and_nothing_of_it_is_done(target: Target):
    body = SEPARATOR.join(SYNCS[:3])
    for pieces, headers in (
        ([b"%x\r\n%b\r\nzz\r\n" % (len(body), body)], (CHUNKED,)),
        ([b"-1\r\n" + body], (CHUNKED,)),
        ([b"%x\r\n%b" % (len(body) - 1, body), b"x\r\n0\r\n\r\n"], (CHUNKED,)),
        ([body], ("Content-Length: -1",)),
        ([body], ("Content-Length: 1_0",)),
        ([body], ("Content-Length: 10", "Content-Length: 20")),
        ([chunked(body)], ("Content-Length: 5", CHUNKED)),
        ([chunked(body)], ("Transfer-Encoding: gzip, chunked, x",)),
        ([body], ("Content-Encoding: gzip", f"Content-Length: {len(body)}")),
    ):
        sid = await join_polling(target.port)
        assert await taken(target.port, sid, pieces, *headers) != 200, (pieces, headers)
        assert (await ask(target.port, post(sid, SYNCS[9])))[0] in (200, 400)
        assert ANSWERS[0] not in await answers(target, sid)


async def test_what_is_too_large_ends_its_session_and_is_not_read(target: Target):
    for pieces, headers in (
        ([b"x" * 65_537], ()),
        ([chunked(*[b"x" * 1_000] * 66)], (CHUNKED,)),
        ([b"3b9aca00\r\n" + b"x" * 70_000], (CHUNKED,)),
        ([b"x" * 70_000], ("Content-Length: 1000000000000",)),
    ):
        sid = await join_polling(target.port)
        assert await taken(target.port, sid, pieces, *headers) in (0, 400)
        assert await fetch(target.port, sid) in ([b"1"], [])
        assert (await ask(target.port, post(sid, SYNCS[0])))[0] == 400


async def test_packets_of_no_use_in_one_body_end_their_session(target: Target):
    for packet in (
        b"",
        b"x",
        b"2",
        b"0",
        b"5",
        b"bAAAA",
        b"\xff\xfe",
        b"42/child,[",
        b'42/desk,1["be",{}]',
        b"40/child,",
    ):
        sid = await join_polling(target.port)
        assert (await ask(target.port, post(sid, SEPARATOR.join([packet] * 6_000))))[0] == 400, packet
        assert (await ask(target.port, post(sid, SYNCS[0])))[0] == 400


async def test_more_answers_than_may_wait_are_no_success(target: Target):
    sid = await join_polling(target.port)
    assert (await ask(target.port, post(sid, SEPARATOR.join(SYNCS))))[0] == 400
    assert await fetch(target.port, sid) == []


async def test_what_follows_a_goodbye_in_one_body_is_no_success(target: Target):
    for goodbye in (b"1", b"41/child,"):
        sid = await join_polling(target.port)
        assert (await ask(target.port, post(sid, goodbye + SEPARATOR + SYNCS[0])))[0] == 400


async def test_bytes_that_are_no_text_never_reach_anybody(target: Target):
    for bad in (b"\xff", b"\xc0\xaf", b"\xf5\x80\x80\x80", b"\xe2\x82"):
        sid = await join_polling(target.port)
        said = b'42/child,7["enter",{"nickname":"' + bad + b'"}]'
        assert (await ask(target.port, post(sid, SEPARATOR.join([said, SYNCS[1]]))))[0] == 400
        assert await answers(target, sid) == [ANSWERS[1]]


async def test_nesting_without_end_is_malformed_and_costs_nothing(target: Target):
    for deep in (
        b"[" * 30_000,
        b'{"a":' * 6_000,
        b"[" * 30_000 + b"]" * 30_000,
        b'{"a":' * 6_000 + b"1" + b"}" * 6_000,
    ):
        for packet in (b'42/child,1["enter",' + deep + b"]", b"40/child," + deep):
            sid = await open_polling(target.port)
            assert (await ask(target.port, post(sid, packet)))[0] == 400
    sid = await join_polling(target.port)
    assert (await ask(target.port, post(sid, SYNCS[0])))[0] == 200


async def test_two_gets_on_one_session_end_it(target: Target):
    sid = await join_polling(target.port)
    async with connected(target.port) as first, connected(target.port) as second:
        await first.send(get(f"{ENDPOINT}polling&sid={sid}"))
        await second.send(get(f"{ENDPOINT}polling&sid={sid}"))
        statuses = sorted([(await first.rest())[9:12], (await second.rest())[9:12]])
    assert statuses == [b"200", b"400"]
    assert await fetch(target.port, sid) == []


async def test_a_thousand_gets_in_one_breath_are_one_too_many(target: Target):
    sid = await join_polling(target.port)
    again = get(f"{ENDPOINT}polling&sid={sid}").replace(b"Connection: close\r\n", b"")
    async with connected(target.port) as wire:
        await wire.send(again * 1_000)
        await asyncio.sleep(0)
    assert (await ask(target.port, post(sid, SYNCS[0])))[0] in (200, 400)


async def test_a_session_of_another_kind_or_page_is_nobody_s(target: Target):
    async with websocket(target.port) as wire:
        sid = (await wire.hears(b"}")).partition(b'"sid":"')[2].partition(b'"')[0].decode()
        assert await fetch(target.port, sid) == []
        assert (await ask(target.port, post(sid, SYNCS[0])))[0] == 400
    ours = await join_polling(target.port)
    elsewhere = "Origin: http://elsewhere.example"
    assert (await ask(target.port, post(ours, SYNCS[0], elsewhere)))[0] == 400
    async with websocket(target.port, sid=ours, more=f"{elsewhere}\r\n") as wire:
        assert b" 400 " in await wire.hears(b"\r\n")
    assert await taken(target.port, ours, [SYNCS[1]]) == 200
    assert await answers(target, ours) == [ANSWERS[1]]


@pytest.mark.parametrize("go", [False, True], ids=["stays", "goes"])
async def test_an_upgrade_that_is_left_half_done_takes_nothing_along(target: Target, go: bool):
    for first in (
        [],
        [b"\x81"],
        [frame("2probe")],
        [frame("2probe"), frame("2probe")],
        [frame("5")],
        [frame(SYNCS[5])],
    ):
        sid = await join_polling(target.port)
        async with websocket(target.port, *first, sid=sid) as wire:
            await wire.hears(b"\r\n\r\n")
            if first == [frame("2probe")]:
                await wire.hears(b"3probe")
            if go:
                wire.cut()
            assert await taken(target.port, sid, [SYNCS[1]]) == 200
        async with asyncio.timeout(60):
            while (got := await fetch(target.port, sid)) == [b"6"]:
                pass
        assert [packet[: packet.index(b"[") + 1] for packet in got] == [ANSWERS[1]], first
    async with joined(target.port):
        pass
