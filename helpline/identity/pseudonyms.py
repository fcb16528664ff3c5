"""Pseudonyms from keys in files: HMAC-SHA-256 over the kind and the canonical form, with the key of the epoch, and of
what is blocked also with the key of blocks."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from helpline.core.peer import Network
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.canonical import canonical_caller_key, canonical_device, canonical_network
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.spared import Spared
from helpline.ports import Lasting, Pseudonym

Identifier = tuple[str, str] | None


class KeyedPseudonyms:
    """The port `Pseudonyms`; proxies: the networks of our own proxies, which are nobody · spared: who asked for it."""

    def __init__(
        self,
        keys: EpochKeys,
        blocks: BlockKey,
        pepper: CallerPepper,
        proxies: Sequence[Network] = (),
        spared: Spared | None = None,
    ) -> None:
        self._keys = keys
        self._blocks = blocks
        self._pepper = pepper
        self._proxies = tuple(proxies)
        self._spared = spared or Spared()

    def of_device(self, token: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a resume token, the `device` of the contract; none for one that we cannot have made."""
        return self._of(canonical_device(token), now)

    def of_network(self, address: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a peer address (IPv4 whole, IPv6 by its /64); none for an address that is nobody's."""
        return self._of(canonical_network(address, self._proxies), now, spared=self._spared.has_address(address))

    def of_number(self, number: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a telephone number, with the code of its country; none for a withheld one."""
        return self.of_caller_key(self._pepper.key(number) or "", now)

    def of_caller_key(self, key: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The same of the key that the PBX tells in the place of a number."""
        return self._of(canonical_caller_key(key), now, spared=self._is_spared(key))

    def lasting_device(self, token: str) -> tuple[Lasting, ...]:
        """The pseudonym of a resume token under the key of blocks."""
        return self._lasting(canonical_device(token))

    def lasting_network(self, address: str) -> tuple[Lasting, ...]:
        """The same of a peer address; none for one that is spared."""
        return () if self._spared.has_address(address) else self._lasting(canonical_network(address, self._proxies))

    def lasting_number(self, number: str) -> tuple[Lasting, ...]:
        """The same of a telephone number."""
        return self.lasting_caller_key(self._pepper.key(number) or "")

    def lasting_caller_key(self, key: str) -> tuple[Lasting, ...]:
        """The same of the key that the PBX tells in the place of a number."""
        return () if self._is_spared(key) else self._lasting(canonical_caller_key(key))

    def _is_spared(self, key: str) -> bool:
        return any(one.digest in self._spared.numbers for one in self._lasting(canonical_caller_key(key)))

    def _of(self, identifier: Identifier, now: datetime, *, spared: bool = False) -> tuple[Pseudonym, ...]:
        if identifier is None:
            return ()
        kind, canonical = identifier
        return tuple(
            Pseudonym(kind, key.number, hmac.digest(key.secret, f"{kind}|{canonical}".encode(), "sha256"), spared)
            for key in self._keys.at(now)
        )

    def _lasting(self, identifier: Identifier) -> tuple[Lasting, ...]:
        if identifier is None:
            return ()
        kind, canonical = identifier
        return (Lasting(kind, self._blocks.digest(kind, canonical)),)
