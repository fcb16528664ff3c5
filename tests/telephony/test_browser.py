"""A browser registers at a real Asterisk through our own route, with what the line gave its log-in."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from helpline.core.line import Device, Failure, Incoming, LegFailed, LegRinging, Up
from helpline.core.wishes import Answer, Drop, Offer
from helpline.telephony.ari import Ari
from helpline.telephony.ari_wishes import Ways
from helpline.telephony.asterisk import AsteriskLine
from helpline.telephony.phones import BROWSER
from helpline.web.sip_lines import Sip
from tests.fakes.clock import FakeClock
from tests.servers.asterisk import SIP_ADDRESS, TRUNK_ADDRESS, Asterisk
from tests.telephony.exchange import DEADLINE_SECONDS, Told
from tests.telephony.phone import Phone, new_branch
from tests.telephony.sip import Message, authorization, parse, written

pytestmark = pytest.mark.slow
PHONE = "a1b2c3"
HOST = "helpline"


@dataclass(slots=True)
class Browser:
    """A page's phone, as far as registering and being rung."""

    socket: aiohttp.ClientWebSocketResponse[bool]
    name: str
    cseq: int = 0

    async def register(self, password: str, seconds: int = 300) -> int:
        """Answers the status."""
        own, call, tag = f"<sip:{self.name}@{HOST}>", secrets.token_hex(8), secrets.token_hex(4)
        more = [("Contact", f"<sip:{self.name}@x1.invalid;transport=ws>;expires={seconds}"), ("Expires", str(seconds))]
        for _ in range(2):
            self.cseq += 1
            headers = [
                *(("Via", f"SIP/2.0/WS x1.invalid;branch={new_branch()}"), ("Max-Forwards", "69"), ("Call-ID", call)),
                *(("From", f"{own};tag={tag}"), ("To", own), ("CSeq", f"{self.cseq} REGISTER"), *more),
            ]
            await self.socket.send_str(written(f"REGISTER sip:{HOST} SIP/2.0", headers).decode())
            answer = await self.hears("SIP/2.0 ")
            if answer.status != 401:
                break
            given = authorization(answer["www-authenticate"], "REGISTER", f"sip:{HOST}", self.name, password)
            more = [*more[:2], ("Authorization", given)]
        return answer.status

    async def hears(self, first: str) -> Message:
        """The next message that begins so."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                it = parse((await self.socket.receive_str()).encode())
                if it is not None and it.first.startswith(first):
                    return it


@dataclass(slots=True)
class Outside:
    """The line, what it told, and a way for browsers to it."""

    line: AsteriskLine
    told: Told
    url: str
    http: aiohttp.ClientSession
    child: Phone

    async def browser(self) -> Browser:
        socket = await self.http.ws_connect(self.url, protocols=("sip",))
        return Browser(socket, PHONE)


class NoStore:
    """No log-in ends here."""


@pytest.fixture
async def outside(asterisk: Asterisk) -> AsyncIterator[Outside]:
    async def phone_of(session: bytes) -> str | None:
        return PHONE

    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        url = f"ws://127.0.0.1:{asterisk.http_port}/ws"
        sip = Sip(url, NoStore(), FakeClock(), phone_of)  # type: ignore[arg-type]
        app = web.Application()

        async def carry(request: web.Request) -> web.StreamResponse:
            return await sip.carry(request, "token")

        app.router.add_get("/sip", carry)
        server = await stack.enter_async_context(TestServer(app))
        stack.push_async_callback(sip.close)
        line = AsteriskLine(Ari(http, asterisk.url, "helpline", "helpline", asterisk.password), Ways(), BROWSER)
        told = Told()
        line.heed(told)
        child = Phone("trunk", TRUNK_ADDRESS, (SIP_ADDRESS, asterisk.sip_port), 450)
        await child.start()
        runs = asyncio.create_task(line.run())
        try:
            await told.one(Up)
            await line.admit([PHONE])
            yield Outside(line, told, str(server.make_url("/sip")), http, child)
        finally:
            await line.admit(())
            child.close()
            runs.cancel()
            with suppress(asyncio.CancelledError):
                await runs


async def test_a_browser_registers_with_what_the_line_gave_it(outside: Outside):
    given = await outside.line.credentials(PHONE)
    browser = await outside.browser()
    assert await browser.register("not the password") == 401
    assert await browser.register(given.password) == 200
    await outside.told.this(Device(PHONE, is_online=True))
    assert await browser.register(given.password, seconds=0) == 200
    await outside.told.this(Device(PHONE, is_online=False))


async def test_a_browser_that_is_closed_is_offline_at_once(outside: Outside):
    given = await outside.line.credentials(PHONE)
    browser = await outside.browser()
    assert await browser.register(given.password) == 200
    await outside.told.this(Device(PHONE, is_online=True))
    await browser.socket.close()
    await outside.told.this(Device(PHONE, is_online=False))


async def test_after_the_log_out_it_registers_no_more(outside: Outside):
    given = await outside.line.credentials(PHONE)
    browser = await outside.browser()
    assert await browser.register(given.password) == 200
    await outside.line.admit(())
    assert await browser.register(given.password) in (401, 403)


async def test_a_browser_is_rung_for_a_child_and_never_sees_its_number(outside: Outside):
    given = await outside.line.credentials(PHONE)
    browser = await outside.browser()
    assert await browser.register(given.password) == 200
    await outside.told.this(Device(PHONE, is_online=True))
    talk = await outside.child.invite("1234", "<sip:0612345678@operator.example>")
    call = (await outside.told.one(Incoming)).call
    outside.line.wish(Answer(call))
    outside.line.wish(Offer(call, "a", PHONE, 60))
    invite = await browser.hears("INVITE ")
    assert "612345678" not in invite.first + str(invite.headers) + invite.body
    assert "a=fingerprint:" in invite.body
    assert "a=ice-ufrag:" in invite.body
    assert "PCMA/8000" in invite.body
    via = [("Via", value) for name, value in invite.headers if name == "via"]
    headers = [*via, ("From", invite["from"]), ("To", f"{invite['to']};tag=1"), ("Call-ID", invite["call-id"])]
    await browser.socket.send_str(written("SIP/2.0 180 Ringing", [*headers, ("CSeq", invite["cseq"])]).decode())
    await outside.told.this(LegRinging(call, "a"))
    await browser.socket.send_str(written("SIP/2.0 486 Busy", [*headers, ("CSeq", invite["cseq"])]).decode())
    await outside.told.this(LegFailed(call, "a", Failure.BUSY))
    outside.line.wish(Drop(call, "a"))
    talk.hang_up()
