"""Who is at the other end of a socket."""

from __future__ import annotations

from aiohttp import web

from helpline.core.peer import parse_address, peer_address
from helpline.core.subscribers import subscriber_of
from helpline.settings import Settings


def peer_of(request: web.Request, settings: Settings) -> str | None:
    """The true address, or None when nobody can say."""
    forwarded = request.headers.getall("X-Forwarded-For", [])
    return peer_address(request.remote, ",".join(forwarded) or None, settings.web.trusted_proxies)


def network_of(request: web.Request, settings: Settings) -> str | None:
    """Whom a limit by network counts together at the desk, which knows no pseudonyms. None: nobody's address."""
    address = parse_address(peer_of(request, settings) or "")
    whose = None if address is None else subscriber_of(address)
    return None if whose is None else str(whose)
