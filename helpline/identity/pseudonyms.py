"""Pseudonyms from keys in files: HMAC-SHA-256 with the key of the epoch over the kind and the canonical form."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from helpline.core.peer import Network
from helpline.identity.canonical import canonical_device, canonical_network
from helpline.identity.epoch_keys import EpochKeys
from helpline.ports import Pseudonym


class KeyedPseudonyms:
    """The port `Pseudonyms`; proxies: the networks of our own proxies, which are nobody."""

    def __init__(self, keys: EpochKeys, proxies: Sequence[Network] = ()) -> None:
        self._keys = keys
        self._proxies = tuple(proxies)

    def of_device(self, token: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a resume token, the `device` of the contract; none for one that we cannot have made."""
        return self._of(canonical_device(token), now)

    def of_network(self, address: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a peer address (IPv4 whole, IPv6 by its /64); none for an address that is nobody's."""
        return self._of(canonical_network(address, self._proxies), now)

    def _of(self, identifier: tuple[str, str] | None, now: datetime) -> tuple[Pseudonym, ...]:
        if identifier is None:
            return ()
        kind, canonical = identifier
        return tuple(
            Pseudonym(kind, key.number, hmac.digest(key.secret, f"{kind}|{canonical}".encode(), "sha256"))
            for key in self._keys.at(now)
        )
