"""One spelling for each identifier, and None for what identifies nobody."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network

from helpline.core.peer import Network, is_within, parse_address

_TOKEN_BYTES = 16
# at least the bytes we make ourselves; at most 64, so that nobody makes us hash a novel
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,86}")

# Written out, and not taken from `ipaddress.is_global`, whose answer differs between releases of Python.
# Source: the IANA special-purpose address registries (RFC 6890), RFC 6598 for what mobile operators share.
_NOBODY_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # unspecified, this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by the subscribers of a carrier
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of an old tunnel
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # measurements
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Outside of this are loopback, private, link-local, multicast and translated addresses.
_SOMEBODY_6 = IPv6Network("2000::/3")
_NOBODY_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, among them Teredo, whose first half belongs to a relay
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: holds an IPv4 address, also a private one
        "3fff::/20",  # documentation
    )
)


def canonical_network(address: str, proxies: Sequence[Network] = ()) -> tuple[str, str] | None:
    """The kind and the canonical form of a peer address: `ip4` and the address, or `ip6` and its /64.

    None for what is no address, is not one subscriber's (private, loopback, link-local, shared by a carrier,
    documentation, multicast, reserved) or belongs to a proxy of ours.
    """
    parsed = parse_address(address)
    if parsed is None or is_within(parsed, proxies):
        return None
    if isinstance(parsed, IPv4Address):
        return None if is_within(parsed, _NOBODY_4) else ("ip4", str(parsed))
    if parsed not in _SOMEBODY_6 or is_within(parsed, _NOBODY_6):
        return None
    return "ip6", str(IPv6Network((parsed, 64), strict=False))


def canonical_device(token: str) -> tuple[str, str] | None:
    """The kind and the canonical form of a resume token; None for what we cannot have made.

    One token has one spelling: url-safe base64 of 16 to 64 bytes, without padding and without stray last bits.
    """
    if not _TOKEN.fullmatch(token):
        return None
    try:
        content = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except binascii.Error:
        return None
    again = base64.urlsafe_b64encode(content).rstrip(b"=").decode()
    return ("device", token) if again == token else None


def new_device_token() -> str:
    """A resume token for a device that has none yet: 16 random bytes, 22 characters."""
    return secrets.token_urlsafe(_TOKEN_BYTES)
