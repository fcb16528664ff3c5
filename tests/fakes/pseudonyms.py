"""Pseudonyms without keys and without a disk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from helpline.core.peer import Network
from helpline.identity.canonical import canonical_caller_key, canonical_device, canonical_network, canonical_number
from helpline.identity.epoch_keys import first_number
from helpline.ports import Lasting, Pseudonym
from tests.fakes.clock import A_SATURDAY_EVENING


class FakePseudonyms:
    """The port `Pseudonyms`; anybody could compute these, so they hide nothing.

    since: the moment of the first epoch; before it there is no previous one · spared: addresses and numbers.
    """

    def __init__(
        self,
        since: datetime = A_SATURDAY_EVENING,
        proxies: Sequence[Network] = (),
        spared: frozenset[str] = frozenset(),
    ) -> None:
        self._first = first_number(since)
        self._proxies = proxies
        self.spared = spared

    def of_device(self, token: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a resume token."""
        return self._of(canonical_device(token), now)

    def of_network(self, address: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a peer address."""
        return self._of(canonical_network(address, self._proxies), now, address in self.spared)

    def of_number(self, number: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a telephone number."""
        return self.of_caller_key(caller_key(number), now)

    def of_caller_key(self, key: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The same of the key in its place."""
        return self._of(canonical_caller_key(key), now, self._is_spared(key))

    def lasting_device(self, token: str) -> tuple[Lasting, ...]:
        """The pseudonym of a resume token under the key of blocks."""
        return _lasting(canonical_device(token))

    def lasting_network(self, address: str) -> tuple[Lasting, ...]:
        """The same of a peer address."""
        return () if address in self.spared else _lasting(canonical_network(address, self._proxies))

    def lasting_number(self, number: str) -> tuple[Lasting, ...]:
        """The same of a telephone number."""
        return self.lasting_caller_key(caller_key(number))

    def lasting_caller_key(self, key: str) -> tuple[Lasting, ...]:
        """The same of the key in its place."""
        return () if self._is_spared(key) else _lasting(canonical_caller_key(key))

    def _is_spared(self, key: str) -> bool:
        return key in map(caller_key, self.spared)

    def _of(self, identifier: tuple[str, str] | None, now: datetime, spared: bool = False) -> tuple[Pseudonym, ...]:
        if identifier is None:
            return ()
        current = first_number(now)
        return tuple(
            Pseudonym(identifier[0], epoch, hashlib.sha256(f"{epoch}|{identifier}".encode()).digest(), spared)
            for epoch in (current, current - 100)
            if epoch >= self._first
        )


def caller_key(number: str) -> str:
    """What a telephone line would tell of this number; empty for a withheld one."""
    known = canonical_number(number)
    return hashlib.sha1(f"fake:{number}".encode()).hexdigest() if known else ""


def _lasting(identifier: tuple[str, str] | None) -> tuple[Lasting, ...]:
    if identifier is None:
        return ()
    return (Lasting(identifier[0], hashlib.sha256(f"block|{identifier}".encode()).digest()),)
