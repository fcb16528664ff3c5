"""Who is at the other end of a request."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, IPv6Network

from aiohttp import web

from helpline.core.peer import Network, is_within, parse_address, peer_address


def peer_of(request: web.Request, trusted: Sequence[Network]) -> str | None:
    """The true peer, or None when nobody can say; trusted: the networks of our own proxies."""
    forwarded = request.headers.getall("X-Forwarded-For", [])
    return peer_address(request.remote, ",".join(forwarded) if forwarded else None, trusted)


def is_operator(peer: str | None, operators: Sequence[Network]) -> bool:
    """Does the peer lie in one of the operators' networks? Who is nobody does not."""
    address = parse_address(peer or "")
    return address is not None and is_within(address, operators)


def network_of(peer: str | None) -> str:
    """Whom a limit by network counts together: an IPv4 address, or the /64 that one IPv6 subscriber has at least."""
    address = parse_address(peer or "")
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)
