"""A volunteer's browser as a phone: its websocket, behind the log-in, is carried on to the PBX, which nobody reaches
otherwise.

What went wrong is the code with which the websocket closes: a browser's page sees no other answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, ClientWSTimeout, DummyCookieJar, WSMsgType, web

from helpline.actions.accounts import is_over
from helpline.core.errors import TryAgain
from helpline.core.sip import may_pass, names_a_phone
from helpline.core.staff import token_hash
from helpline.logs import report_fault
from helpline.ports import Clock, Store

log = logging.getLogger(__name__)
PROTOCOL = "sip"
MOST_BYTES = 65_536
MOST_LINES = 4
"""Of one log-in at a time: a few windows, or one that comes back before it was noticed to be gone."""
TAKES_SECONDS = 10.0
"""Who takes longer to read what it was sent is not there any more."""
HEARTBEAT_SECONDS = 10.0
CLOSE_SECONDS = 2.0

GONE, GOES, NOT_TEXT, REFUSED, TOO_LARGE, FAULT, AWAY = 1000, 1001, 1003, 1008, 1009, 1011, 1013
SIGNED_OUT = 4001
"""The codes of RFC 6455, 7.4.1, and one of ours. GOES: this process ends, come again · AWAY: so is the PBX."""

PhoneOf = Callable[[bytes], Awaitable[str | None]]
"""The phone of a log-in, if it asked for one."""


@dataclass(eq=False, slots=True)
class _Line:
    """A browser with the PBX behind it. over: the code with which it closes."""

    session: bytes
    browser: web.WebSocketResponse[bool]
    over: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def end(self, code: int) -> None:
        """Close it; the first reason counts."""
        if not self.over.done():
            self.over.set_result(code)


class Sip:
    """Every browser that is a phone on this node. url: the PBX's websocket."""

    def __init__(self, url: str, store: Store, clock: Clock, phone_of: PhoneOf) -> None:
        self._url = url
        self._store = store
        self._clock = clock
        self._phone_of = phone_of
        self._lines: set[_Line] = set()
        self._changed = asyncio.Event()
        self._http: ClientSession | None = None

    def heed(self, topics: Collection[str]) -> None:
        """Somebody was logged out."""
        if "sessions" in topics:
            self._changed.set()

    async def run(self) -> None:
        """Every second, and at once when somebody logs out: an account may be closed by a command beside the server."""
        while True:
            await self.step()
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._changed.wait()

    async def step(self) -> None:
        """Close the lines of log-ins that have ended."""
        self._changed.clear()
        lines = tuple(self._lines)
        if not lines:
            return
        now = self._clock.now()
        async with self._store.look() as records:
            known = await records.people.sessions(list({line.session for line in lines}))
            for line in lines:
                found = known.get(line.session)
                if found is None or await is_over(found[0], records=records, now=now):
                    line.end(SIGNED_OUT)

    async def close(self) -> None:
        """This process ends; whoever talks goes on, and comes again to the next one."""
        for line in self._lines:
            line.end(GOES)
        if self._http is not None:
            await self._http.close()

    async def carry(self, request: web.Request, token: str) -> web.StreamResponse:
        """Carry a browser on to the PBX until one of them has gone, or may not go on."""
        browser = web.WebSocketResponse(
            protocols=(PROTOCOL,),
            timeout=CLOSE_SECONDS,
            heartbeat=HEARTBEAT_SECONDS,
            compress=False,
            max_msg_size=MOST_BYTES + 1,  # aiohttp's is the first size too large
        )
        await browser.prepare(request)
        line = _Line(token_hash(token), browser)
        if sum(it.session == line.session for it in self._lines) >= MOST_LINES:
            line.end(AWAY)
        self._lines.add(line)
        try:
            if not line.over.done():
                await self._to_pbx(line)
        finally:
            self._lines.discard(line)
        await browser.close(code=line.over.result())
        return browser

    async def _to_pbx(self, line: _Line) -> None:
        if self._http is None:
            self._http = ClientSession(cookie_jar=DummyCookieJar())
        try:
            async with asyncio.timeout(TAKES_SECONDS):
                pbx = await self._http.ws_connect(
                    self._url,
                    protocols=(PROTOCOL,),
                    heartbeat=HEARTBEAT_SECONDS,
                    max_msg_size=MOST_BYTES + 1,
                    timeout=ClientWSTimeout(ws_close=CLOSE_SECONDS),
                )
        except (ClientError, TimeoutError, OSError):
            line.end(AWAY)
            return
        ways = [asyncio.create_task(way) for way in (self._up(line, pbx), self._down(line, pbx))]
        try:
            await line.over
        finally:
            for way in ways:
                way.cancel()
            for error in await asyncio.gather(*ways, return_exceptions=True):
                if isinstance(error, Exception):
                    report_fault(log, error)
            await pbx.close()

    async def _up(self, line: _Line, pbx: ClientWebSocketResponse[bool]) -> None:
        """What the browser says. The next is read when the PBX has taken this."""
        try:
            async for it in line.browser:
                if it.type is not WSMsgType.TEXT:
                    line.end(NOT_TEXT)
                    return
                phone = await self._phone_of(line.session) if names_a_phone(it.data) else None
                if not may_pass(it.data, phone):
                    line.end(REFUSED)
                    return
                async with asyncio.timeout(TAKES_SECONDS):
                    await pbx.send_str(it.data)
            line.end(TOO_LARGE if line.browser.close_code == TOO_LARGE else GONE)
        except (ClientError, OSError, TimeoutError, TryAgain):
            line.end(AWAY)
        finally:
            line.end(FAULT)

    async def _down(self, line: _Line, pbx: ClientWebSocketResponse[bool]) -> None:
        """What the PBX says. The next is read when the browser has taken this."""
        try:
            async for it in pbx:
                if it.type is WSMsgType.TEXT:
                    async with asyncio.timeout(TAKES_SECONDS):
                        await line.browser.send_str(it.data)
            line.end(AWAY)
        except (ClientError, OSError, TimeoutError):
            line.end(GONE)
        finally:
            line.end(FAULT)
