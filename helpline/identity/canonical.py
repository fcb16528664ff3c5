"""One spelling for each identifier, and None for what identifies nobody."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Sequence
from ipaddress import IPv4Address

from helpline.core.peer import Network, is_within, parse_address
from helpline.core.subscribers import subscriber_of

_TOKEN_BYTES = 16
# at least the bytes we make ourselves; at most 64, so that nobody makes us hash a novel
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,86}")
# the shortest that an operator gives anybody have seven digits and more, the longest fifteen (E.164)
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_CALLER_KEY = re.compile("[0-9a-f]{40}")


def canonical_network(address: str, proxies: Sequence[Network] = ()) -> tuple[str, str] | None:
    """The kind and the canonical form of a peer address: `ip4` and the address, or `ip6` and its /64.

    None for what is no address, is not one subscriber's (private, loopback, link-local, shared by a carrier,
    documentation, multicast, reserved) or belongs to a proxy of ours.
    """
    parsed = parse_address(address)
    if parsed is None or is_within(parsed, proxies):
        return None
    whose = subscriber_of(parsed)
    if whose is None:
        return None
    return "ip4" if isinstance(whose, IPv4Address) else "ip6", str(whose)


def canonical_number(number: str) -> tuple[str, str] | None:
    """The kind and the canonical form of a telephone number, which is E.164: a plus, the code of the country, the rest.

    None for a withheld or unknown number, for one within a house or a country, and for what is none.
    """
    return ("tel", number) if _NUMBER.fullmatch(number) else None


def international(spelling: str, country: str) -> str:
    """A number as people dial it, with the code of its country: 06…, +31…, 0031… and 31… are one. Empty for none.

    country: such as `31`. So does the dialplan of the PBX (`config/asterisk/extensions.conf`).
    """
    digits = "".join(digit for digit in spelling if digit in "0123456789")
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = country + digits[1:]
    return f"+{digits}" if digits else ""


def canonical_caller_key(key: str) -> tuple[str, str] | None:
    """The kind and the canonical form of the key that stands for a caller's number; None for what is none."""
    return ("tel", key) if _CALLER_KEY.fullmatch(key) else None


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
