"""A volunteer's browser is a phone: what is carried on to the PBX, and when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from helpline.actions.accounts import IDLE
from helpline.core.staff import Role, token_hash
from helpline.web import sip_lines
from helpline.web.sip_lines import (
    AWAY,
    GOES,
    MOST_BYTES,
    MOST_LINES,
    NOT_TEXT,
    REFUSED,
    SIGNED_OUT,
    TOO_LARGE,
    Sip,
)
from tests.core.test_sip import OTHER, OWN, REGISTER, said
from tests.web.conftest import Open
from tests.web.place import COOKIE, FOREIGN, OURS, Place

DEADLINE_SECONDS = 30
Browser = aiohttp.ClientWebSocketResponse[Any]


@dataclass
class Pbx:
    """A server that speaks the subprotocol, and says back what it heard."""

    heard: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    open: list[web.WebSocketResponse] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    may_read: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("sip",))
        self.headers.append(dict(request.headers))
        await socket.prepare(request)
        self.open.append(socket)
        self.arrived.set()
        async for it in socket:
            await self.may_read.wait()
            self.heard.append(it.data)
            await socket.send_str(it.data)
        return socket


@dataclass
class Switched:
    """The pages of a helpline with a telephone, and what is behind it."""

    place: Place
    sip: Sip
    pbx: Pbx

    async def browser(self, token: str, *, origin: str | None = OURS, protocols: tuple[str, ...] = ("sip",)) -> Browser:
        headers = {"Cookie": f"{COOKIE}={token}"} | ({"Origin": origin} if origin else {})
        url = f"ws://127.0.0.1:{self.place.port}/sip"
        return await self.place.http.ws_connect(url, protocols=protocols, headers=headers, max_msg_size=0)


@pytest.fixture
async def pbx() -> AsyncIterator[tuple[Pbx, str]]:
    it = Pbx()
    it.may_read.set()
    app = web.Application()
    app.router.add_get("/ws", it.serve)
    async with TestServer(app) as server:
        yield it, str(server.make_url("/ws"))


@pytest.fixture
async def phones() -> dict[bytes, str]:
    return {}


async def with_people(place: Place, sip: Sip, pbx: Pbx) -> Switched:
    """Two volunteers and a coordinator."""
    for name in ("ann", "ben"):
        await place.add(name)
    await place.add("cora", Role.COORDINATOR)
    return Switched(place, sip, pbx)


@pytest.fixture
async def switched(open_house: Open, house: Any, pbx: tuple[Pbx, str], phones: dict[bytes, str]) -> Switched:
    async def phone_of(session: bytes) -> str | None:
        return phones.get(session)

    sip = Sip(pbx[1], house.store, house.clock, phone_of)
    return await with_people(await open_house(replace(house, sip=sip)), sip, pbx[0])


@pytest.fixture
async def token(switched: Switched, phones: dict[bytes, str]) -> str:
    token: str = (await switched.place.log_in()).token
    phones[token_hash(token)] = OWN
    return token


async def closed_with(browser: Browser) -> int | None:
    """The code, once it has closed."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while True:
            it = await browser.receive()
            if it.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
                return browser.close_code


async def test_what_a_phone_says_reaches_the_pbx_and_comes_back(switched: Switched, token: str):
    browser = await switched.browser(token)
    assert browser.protocol == "sip"
    for message in (said(REGISTER), "\r\n\r\n", said("SIP/2.0 200 OK", body="v=0 é")):
        message = message.replace("Content-Length: 5", "Content-Length: 6")
        await browser.send_str(message)
        assert (await browser.receive_str(timeout=DEADLINE_SECONDS)) == message


async def test_a_phone_may_log_in_to_ask_whether_the_pbx_answers(switched: Switched, token: str):
    browser = await switched.browser(token)
    message = said("OPTIONS sip:a1@helpline SIP/2.0", f'Authorization: Digest username="{OWN}"')
    await browser.send_str(message)
    assert (await browser.receive_str(timeout=DEADLINE_SECONDS)) == message
    await browser.send_str(message.replace(f'username="{OWN}"', f'username="{OTHER}"'))
    assert await closed_with(browser) == REFUSED


async def test_the_pbx_learns_nothing_of_who_it_is_and_from_where(switched: Switched, token: str):
    await switched.browser(token)
    async with asyncio.timeout(DEADLINE_SECONDS):
        await switched.pbx.arrived.wait()
    assert {"Cookie", "Origin", "X-Forwarded-For", "Forwarded"}.isdisjoint(switched.pbx.headers[0])


@pytest.mark.parametrize("message", [said(REGISTER, of=OTHER), said("INVITE sip:0612345678@pbx SIP/2.0"), "hello"])
async def test_what_is_not_its_own_phone_closes_it_unheard(switched: Switched, token: str, message: str):
    browser = await switched.browser(token)
    await browser.send_str(message)
    assert await closed_with(browser) == REFUSED
    assert switched.pbx.heard == []


async def test_without_a_phone_of_its_own_a_log_in_does_not_register(switched: Switched):
    browser = await switched.browser((await switched.place.log_in("ben")).token)
    await browser.send_str(said(REGISTER))
    assert await closed_with(browser) == REFUSED
    assert switched.pbx.heard == []


@pytest.mark.parametrize(("origin", "code"), [(FOREIGN, "forbidden"), ("null", "forbidden")])
async def test_a_page_of_others_is_not_let_in(switched: Switched, token: str, origin: str, code: str):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await switched.browser(token, origin=origin)
    assert refused.value.status == 403


async def test_who_says_no_origin_is_no_browser(switched: Switched, token: str):
    assert (await switched.browser(token, origin=None)).protocol == "sip"


@pytest.mark.parametrize("protocols", [(), ("chat",)])
async def test_nothing_but_sip_is_spoken(switched: Switched, token: str, protocols: tuple[str, ...]):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await switched.browser(token, protocols=protocols)
    assert refused.value.status == 400


async def test_without_a_telephone_there_is_no_such_page(place: Place):
    assert (await place.ask("GET", "/sip", token=(await place.log_in()).token)).code == "not_found"


async def test_bytes_close_it(switched: Switched, token: str):
    browser = await switched.browser(token)
    await browser.send_bytes(said(REGISTER).encode())
    assert await closed_with(browser) == NOT_TEXT


async def test_the_largest_message_passes_and_a_larger_one_closes_it(switched: Switched, token: str):
    browser = await switched.browser(token)
    empty = said("SIP/2.0 200 OK", body="x" * 10_000)
    largest = said("SIP/2.0 200 OK", body="x" * (10_000 + MOST_BYTES - len(empty)))
    assert len(largest) == MOST_BYTES
    await browser.send_str(largest)
    assert (await browser.receive_str(timeout=DEADLINE_SECONDS)) == largest
    await browser.send_str(largest + "x")
    assert await closed_with(browser) == TOO_LARGE
    assert switched.pbx.heard == [largest]


async def test_what_the_pbx_does_not_take_is_not_piled_up(switched: Switched, token: str, monkeypatch: Any):
    monkeypatch.setattr(sip_lines, "TAKES_SECONDS", 0.2)
    switched.pbx.may_read.clear()
    browser = await switched.browser(token)
    message = said("SIP/2.0 200 OK", body="x" * 60_000)

    async def pour() -> None:
        while not browser.closed:
            await browser.send_str(message)

    pouring = asyncio.create_task(pour())
    assert await closed_with(browser) in (AWAY, 1006)
    pouring.cancel()
    await asyncio.gather(pouring, return_exceptions=True)
    switched.pbx.may_read.set()


async def test_a_pbx_that_goes_closes_it(switched: Switched, token: str):
    browser = await switched.browser(token)
    async with asyncio.timeout(DEADLINE_SECONDS):
        await switched.pbx.arrived.wait()
    await switched.pbx.open[0].close()
    assert await closed_with(browser) == AWAY


async def test_a_pbx_that_is_not_there_is_said(open_house: Open, house: Any):
    async def phone_of(session: bytes) -> str | None:
        return OWN

    sip = Sip("ws://127.0.0.1:9/ws", house.store, house.clock, phone_of)
    it = await with_people(await open_house(replace(house, sip=sip)), sip, Pbx())
    assert await closed_with(await it.browser((await it.place.log_in()).token)) == AWAY


async def log_out(place: Place, token: str) -> None:
    await place.ask("DELETE", "/api/session", token=token)


async def disable(place: Place, token: str) -> None:
    await place.disable("ann")


async def wait_long(place: Place, token: str) -> None:
    place.clock.advance(seconds=IDLE.total_seconds() + 1)


@pytest.mark.parametrize("ends", [log_out, disable, wait_long])
async def test_it_ends_with_the_log_in(switched: Switched, token: str, ends: Callable[[Place, str], Awaitable[None]]):
    browser, other = await switched.browser(token), await switched.browser((await switched.place.log_in("cora")).token)
    await browser.send_str(said(REGISTER))
    await browser.receive_str(timeout=DEADLINE_SECONDS)
    await switched.sip.step()
    assert not browser.closed
    await ends(switched.place, token)
    await switched.sip.step()
    assert await closed_with(browser) == SIGNED_OUT
    if ends is not wait_long:
        await other.send_str("\r\n\r\n")
        assert await other.receive_str(timeout=DEADLINE_SECONDS) == "\r\n\r\n"


@asynccontextmanager
async def watched(sip: Sip) -> AsyncIterator[None]:
    """As a node runs it."""
    watch = asyncio.create_task(sip.run())
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)


async def test_a_log_out_elsewhere_is_found_by_looking(switched: Switched, token: str):
    async with watched(switched.sip):
        browser = await switched.browser(token)
        await disable(switched.place, token)
        assert await closed_with(browser) == SIGNED_OUT


async def test_a_log_in_has_a_few_lines_and_no_more(switched: Switched, token: str):
    browsers = [await switched.browser(token) for _ in range(MOST_LINES)]
    for browser in browsers:
        await browser.send_str("\r\n\r\n")
        await browser.receive_str(timeout=DEADLINE_SECONDS)
    assert await closed_with(await switched.browser(token)) == AWAY


async def test_the_next_process_is_come_to_at_once(switched: Switched, token: str):
    browser = await switched.browser(token)
    await browser.send_str("\r\n\r\n")
    await browser.receive_str(timeout=DEADLINE_SECONDS)
    await switched.sip.close()
    assert await closed_with(browser) == GOES


async def test_only_the_desk_may_ask_for_the_microphone(switched: Switched):
    said = {path: (await switched.place.ask("GET", path)).headers["Permissions-Policy"] for path in ("/desk", "/")}
    assert "microphone=(self)" in said["/desk"]
    assert "microphone=()" in said["/"]
    assert "camera=()" in said["/desk"]


async def test_without_a_telephone_nobody_may(place: Place):
    assert "microphone=()" in (await place.ask("GET", "/desk")).headers["Permissions-Policy"]
