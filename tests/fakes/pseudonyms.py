"""Pseudonyms without keys and without a disk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from helpline.core.peer import Network
from helpline.identity.canonical import canonical_device, canonical_network
from helpline.identity.epoch_keys import first_number
from helpline.ports import Pseudonym
from tests.fakes.clock import A_SATURDAY_EVENING


class FakePseudonyms:
    """The port `Pseudonyms`; anybody could compute these, so they hide nothing.

    since: the moment of the first epoch; before it there is no previous one.
    """

    def __init__(self, since: datetime = A_SATURDAY_EVENING, proxies: Sequence[Network] = ()) -> None:
        self._first = first_number(since)
        self._proxies = proxies

    def of_device(self, token: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a resume token."""
        return self._of(canonical_device(token), now)

    def of_network(self, address: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a peer address."""
        return self._of(canonical_network(address, self._proxies), now)

    def _of(self, identifier: tuple[str, str] | None, now: datetime) -> tuple[Pseudonym, ...]:
        if identifier is None:
            return ()
        current = first_number(now)
        return tuple(
            Pseudonym(identifier[0], epoch, hashlib.sha256(f"{epoch}|{identifier}".encode()).digest())
            for epoch in (current, current - 100)
            if epoch >= self._first
        )
