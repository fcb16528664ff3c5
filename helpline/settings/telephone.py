"""The sections `[telephone]`: of `helpline.toml`, where the telephone comes from, and of `rules.toml`, how it behaves.

Its secrets are files of the key directory: `telephone.password`, `trunk.password` and `turn.secret`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from helpline.core.peer import Network
from helpline.core.reading import WrongValue
from helpline.core.values import Flag, OneOf, Several, Whole
from helpline.settings.values import InNetwork

_HOST = r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)"
_PORT = r"(:[0-9]{1,5})?"


@dataclass(frozen=True, slots=True)
class Matching:
    """A text of one shape. empty: or none at all."""

    shape: str
    allowed: str
    empty: bool = False

    def read(self, value: Any) -> str:
        if not (value == "" and self.empty) and not (re.fullmatch(self.shape, value) and len(value) <= 200):
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class Ports:
    """A range of ports, the first even: sound and what is told about it go in pairs."""

    allowed: str = 'a range of at least 100 ports such as "20000-29999", from 1024 to 65535'

    def read(self, value: Any) -> tuple[int, int]:
        found = re.fullmatch("([0-9]{4,5})-([0-9]{4,5})", value)
        if found is None:
            raise ValueError
        first, last = int(found[1]), int(found[2])
        if not (first >= 1024 and last <= 65_535 and last - first >= 99):
            raise ValueError
        return first, last


_WORD = Matching("[A-Za-z0-9_-]{1,40}", "1 to 40 letters, digits, _ and -")
_HTTP = Matching(f"https?://{_HOST}{_PORT}/ari", 'an address such as "http://127.0.0.1:8088/ari"')
_WS = Matching(f"wss?://{_HOST}{_PORT}/ws", 'an address such as "ws://127.0.0.1:8088/ws"')
_MACHINE = Matching(_HOST + _PORT, 'a machine such as "sip.example.org" or "192.0.2.10:5060", or empty', empty=True)
_ADDRESS = Matching(_HOST, 'an address such as "192.0.2.20", or empty', empty=True)
_BOUND = Matching(r"(\[[0-9a-fA-F:.]+\]|[0-9.]+):[0-9]{1,5}", 'an address and a port such as "0.0.0.0:5060"')
_FILE = Matching(r"/[^\s;]+", "the full path of a file, or empty", empty=True)
_ICE = Matching(
    rf"(stuns?|turns?):{_HOST}{_PORT}(\?transport=(udp|tcp))?",
    'a server such as "stun:stun.example.org:3478" or "turns:turn.example.org:5349?transport=tcp"',
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelephoneLine:
    """Where the telephone comes from. phones: with what volunteers answer · trunk: the operator's machine ·
    trunk_addresses: from where it rings us; none: from the trunk itself."""

    line: Annotated[str, OneOf(("none", "practice", "asterisk"))] = "none"
    attended_by: Annotated[str, OneOf(("serve", "phone"))] = "serve"
    phones: Annotated[str, OneOf(("browser", "telephone"))] = "browser"
    country: Annotated[str, Matching("[1-9][0-9]{0,2}", 'the code of a country such as "31"')] = "31"
    asterisk_folder: Annotated[str, Matching(r"/[^\s;]*", "the full path of a folder")] = "/etc/asterisk"
    ari_url: Annotated[str, _HTTP] = "http://127.0.0.1:8088/ari"
    ari_app: Annotated[str, _WORD] = "helpline"
    ari_user: Annotated[str, _WORD] = "helpline"
    sip_url: Annotated[str, _WS] = "ws://127.0.0.1:8088/ws"
    trunk: Annotated[str, _MACHINE] = ""
    trunk_addresses: Annotated[tuple[Network, ...], Several(InNetwork(everything=False))] = ()
    trunk_transport: Annotated[str, OneOf(("udp", "tcp", "tls"))] = "udp"
    trunk_sealed: Annotated[bool, Flag()] = False
    trunk_user: Annotated[str, Matching(r"[^\s;@<>\"]{1,80}", "1 to 80 characters, or empty", empty=True)] = ""
    sip_address: Annotated[str, _BOUND] = "0.0.0.0:5060"
    media_address: Annotated[str, _ADDRESS] = ""
    media_ports: Annotated[tuple[int, int], Ports()] = (20_000, 29_999)
    certificate: Annotated[str, _FILE] = ""
    certificate_key: Annotated[str, _FILE] = ""
    ice_servers: Annotated[tuple[str, ...], Several(_ICE)] = ()

    def contradiction(self) -> WrongValue | None:
        """What the keys say against each other, if they do."""
        is_tls = self.trunk_transport == "tls"
        if self.trunk_sealed and not is_tls:
            return WrongValue(
                "trunk_sealed", True, 'false, unless trunk_transport is "tls": else its key goes in clear'
            )
        if (is_tls or self.ari_url.startswith("https:")) and not self.certificate:
            return WrongValue("certificate", "", "the full path of a file, for tls and for an ari_url with https")
        if bool(self.certificate) != bool(self.certificate_key):
            return WrongValue("certificate_key", self.certificate_key, "a file where certificate is one, else empty")
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """What happens to who rings."""

    longest_wait_minutes: Annotated[int, Whole(1, 1440)] = 60
    silent_seconds: Annotated[int, Whole(5, 600)] = 15
