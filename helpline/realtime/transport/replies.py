"""The HTTP answers of the Engine.IO endpoint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aiohttp import web

_SEPARATOR = "\x1e"
_HEADERS = {"Cache-Control": "no-store"}


def packets_reply(packets: Iterable[str]) -> web.Response:
    """The answer to a GET."""
    return web.Response(text=_SEPARATOR.join(packets), headers=_HEADERS)


def taken_reply() -> web.Response:
    """The answer to a POST whose packets were all taken in."""
    return web.Response(text="ok", headers=_HEADERS)


def refused_reply(status: int = 400, error: dict[str, Any] | None = None) -> web.Response:
    """What is not a request of Engine.IO 4, or not one for this socket; it says nothing about what exists."""
    return web.json_response({"error": error or {"code": "invalid"}}, status=status, headers=_HEADERS)
