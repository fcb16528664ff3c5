"""What comes over the wire without being a request as a browser makes it."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, make_mocked_request

from helpline.core.errors import Invalid
from helpline.web.body import read_body
from tests.web.place import OURS

FROM_US = f" HTTP/1.1\r\nHost: x\r\nOrigin: {OURS}\r\n".encode()
HEAD = b"POST /api/session" + FROM_US + b"Content-Type: application/json\r\n"


async def raw(place, request: bytes) -> tuple[bytes, bytes]:
    """Send these bytes as they are: the status and all that came back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer[9:12], answer


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_invalid_and_learns_nothing_of_our_software(place, caplog, request_bytes):
    status, answer = await raw(place, request_bytes)
    assert status == b"400"
    assert answer.endswith(b'{"error":{"code":"invalid"}}')
    assert b"aiohttp" not in answer
    assert b"Python" not in answer
    assert b"Cache-Control: no-store" in answer
    assert caplog.records == []
    await place.check_still_well()


async def test_what_says_that_it_is_too_large_is_not_waited_for(place):
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(HEAD + b"Content-Length: 70000\r\n\r\n")
    async with asyncio.timeout(30):
        answer = await reader.readuntil(b'{"error":{"code":"too_large"}}')
    assert answer.startswith(b"HTTP/1.1 413 ")
    writer.close()
    await writer.wait_closed()


async def test_a_broken_chunk_is_invalid(place):
    _, answer = await raw(place, HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")
    assert b" 400 Bad Request\r\n" in answer
    assert b'{"error":{"code":"invalid"}}' in answer
    await place.check_still_well()


class Broken:
    """A body of which the rest cannot be read."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def readany(self) -> bytes:
        raise self._error


@pytest.mark.parametrize("error", [web.RequestPayloadError(), ConnectionResetError(), TimeoutError()])
async def test_a_body_that_breaks_off_is_invalid(error):
    request = make_mocked_request("POST", "/", payload=Broken(error))
    with pytest.raises(Invalid):
        await read_body(request)


async def test_a_body_that_never_ends_is_given_up():
    given_up = asyncio.Event()

    async def read(request: web.Request) -> web.Response:
        with pytest.raises(Invalid):
            await read_body(request, within=0.05)
        given_up.set()
        return web.Response()

    app = web.Application()
    app.router.add_post("/", read)
    async with TestServer(app, host="127.0.0.1") as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        async with asyncio.timeout(30):
            await given_up.wait()
        writer.close()
        await writer.wait_closed()


async def test_a_client_that_leaves_in_the_middle_is_no_fault(place):
    _, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(HEAD + b"Content-Length: 100\r\n\r\n{")
    await writer.drain()
    writer.transport.abort()
    await place.check_still_well()


async def test_bytes_that_are_no_text_in_a_cookie_are_nobody(place):
    for method in (b"GET /api/form", b"DELETE /api/session"):
        request = (
            method + b" HTTP/1.1\r\nHost: x\r\nOrigin: " + OURS.encode() + b"\r\nCookie: __Host-helpline=\xe9\xff\r\n"
        )
        status, _ = await raw(place, request + b"Connection: close\r\n\r\n")
        assert status in (b"401", b"204")
    await place.check_still_well()
