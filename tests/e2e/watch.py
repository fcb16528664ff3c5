"""What no page may ever do, watched during every test: complain, break its own policy, or turn to anybody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, WebSocket

OURS = {"localhost", "127.0.0.1"}
# Every browser asks for it by itself, on a page that names no picture of its own.
UNASKED = "/favicon.ico)"
# What a browser says of a connection that a test has cut.
CUT = re.compile(r"net::ERR_|WebSocket connection to 'ws://localhost:\d+/socket\.io/")

TELL_OF_VIOLATIONS = """
addEventListener('securitypolicyviolation', (it) =>
  console.error(`broke its policy: ${it.effectiveDirective} ${it.blockedURI} ${it.sourceFile}:${it.lineNumber}`))
"""


class Watch:
    """Looks at every page of a browser context."""

    def __init__(self, is_disturbed: Callable[[], bool]) -> None:
        self._is_disturbed = is_disturbed
        self._excused: list[str] = []
        self._said: list[str] = []
        self._asked_elsewhere: list[str] = []

    def excuse(self, words: str) -> None:
        """This once, the browser may say so."""
        self._excused.append(words)

    async def look_at(self, context: BrowserContext) -> None:
        """Watch all that this context will open."""
        await context.add_init_script(TELL_OF_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._said.append(f"broke: {error.error}"))
        context.on("request", self._request)
        context.on("page", self._page)

    def wrongs(self) -> list[str]:
        """All that should not have been."""
        return self._asked_elsewhere + [said for said in self._said if not self._is_excused(said)]

    def _is_excused(self, said: str) -> bool:
        known = any(words in said for words in (UNASKED, *self._excused))
        return known or (self._is_disturbed() and bool(CUT.search(said)))

    def _page(self, page: Page) -> None:
        page.on("websocket", self._websocket)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self._said.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        self._asked(request.url)

    def _websocket(self, socket: WebSocket) -> None:
        self._asked(socket.url)

    def _asked(self, url: str) -> None:
        where = urlsplit(url)
        if where.scheme not in {"http", "ws"} or where.hostname not in OURS:
            self._asked_elsewhere.append(f"asked elsewhere: {url}")
