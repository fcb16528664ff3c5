"""The cookie that holds the token of a log-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

NAME = "helpline"
HALF = "helpline-half"
"""Of whoever must set up a second step first."""
MOST_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """On https nobody but this very host can set it, and it never travels in the open."""

    secure: bool
    own: str = NAME

    @property
    def name(self) -> str:
        """`__Host-` makes a browser refuse it from a neighbouring host or an open connection."""
        return f"__Host-{self.own}" if self.secure else self.own

    def token(self, request: web.Request) -> str | None:
        """What the browser holds, if it could be a token of ours."""
        held = request.cookies.get(self.name, "")
        return held if held.isascii() and 0 < len(held) <= MOST_CHARACTERS else None

    def give(self, response: web.Response, token: str) -> None:
        """Let the browser hold this token until it is closed; no script and no other site can use it."""
        response.set_cookie(self.name, token, path="/", httponly=True, samesite="Strict", secure=self.secure)

    def take(self, response: web.Response) -> None:
        """Let the browser forget it."""
        response.set_cookie(self.name, "", max_age=0, path="/", httponly=True, samesite="Strict", secure=self.secure)


def session_cookie(origins: Sequence[str], own: str = NAME) -> SessionCookie:
    """The cookie of a helpline with these origins: secure when all of them are https."""
    return SessionCookie(all(origin.startswith("https://") for origin in origins), own)
