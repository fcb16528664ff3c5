"""The time, and identifiers that become pseudonyms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The only source of the time."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards, for rates and measurements; never stored."""
        ...


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """The keyed hash of an identifier in one epoch.

    kind: `device`, `ip4`, `ip6` or `tel` · epoch: the number of the 7-day epoch · digest: 32 bytes · spared: a school
    or group home asked that nothing keeps this network or number out.
    """

    kind: str
    epoch: int
    digest: bytes
    spared: bool = False


@dataclass(frozen=True, slots=True)
class Lasting:
    """The same identifier under the key of blocks, which outlasts the epochs. It is kept only of who is blocked, as
    long as the block holds."""

    kind: str
    digest: bytes


class Pseudonyms(Protocol):
    """Turns identifiers into pseudonyms; only the child face holds one.

    Each method answers with the pseudonyms of the current epoch and, behind it, of the previous one where its key is
    still kept; an empty tuple for what identifies nobody (private, loopback and carrier-shared addresses, our proxies).
    """

    def of_device(self, token: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a resume token, the `device` of the contract."""
        ...

    def of_network(self, address: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a peer address (IPv4 whole, IPv6 by its /64)."""
        ...

    def of_number(self, number: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a telephone number, with the code of its country (`+31…`); none for a withheld one."""
        ...

    def of_caller_key(self, key: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The same of the key that a telephone line tells in the place of a number (`Incoming.caller_key`)."""
        ...

    def lasting_device(self, token: str) -> tuple[Lasting, ...]:
        """The one pseudonym of a resume token under the key of blocks; none for one that we cannot have made."""
        ...

    def lasting_network(self, address: str) -> tuple[Lasting, ...]:
        """The same of a peer address; none either for one that is spared."""
        ...

    def lasting_number(self, number: str) -> tuple[Lasting, ...]:
        """The same of a telephone number."""
        ...

    def lasting_caller_key(self, key: str) -> tuple[Lasting, ...]:
        """The same of the key in the place of a number."""
        ...
