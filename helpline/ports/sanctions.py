"""Reading and writing time-outs and blocks, and by which pseudonyms they are met again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.core.sanctions import Sanction, Scope
from helpline.ports.identifiers import Lasting, Pseudonym


@dataclass(frozen=True, slots=True)
class ShownSanction:
    """One in a list at the desk. by: the alias of who gave it, null when that was forgotten · before: how many
    time-outs the same device or number had within the 14 days before it."""

    it: Sanction
    by: str | None
    before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a block would hit, of the last days. contacts, counselling: of this device and of this number ·
    other_devices: that came from the same network · live: how many of those talk now · waiting: or wait · runs: of
    which of the three something runs or waits, that of the conversation itself counted."""

    device_contacts: int = 0
    device_counselling: int = 0
    number_contacts: int = 0
    number_counselling: int = 0
    other_devices: int = 0
    live: int = 0
    waiting: int = 0
    runs: frozenset[Scope] = frozenset()


class Sanctions(Protocol):
    """The time-outs and blocks. No pseudonym ever comes out."""

    async def for_change(self, sanction: str) -> Sanction | None:
        """One, which nobody else changes until this unit of work is over; or null."""
        ...

    async def add(self, it: Sanction, pseudonyms: Sequence[Pseudonym]) -> None:
        """A new one, and whom it keeps out."""
        ...

    async def save(self, it: Sanction) -> None:
        """Write it; how often it turned somebody away is counted apart."""
        ...

    async def count_refusal(self, sanction: str) -> None:
        """It turned somebody away once more."""
        ...

    async def holding(
        self, pseudonyms: Sequence[Pseudonym], now: datetime, lasting: Sequence[Lasting] = ()
    ) -> list[Sanction]:
        """Those that keep one of these out now: blocks first, and of each kind the one that ends last.

        lasting: the same identifiers under the key of blocks.
        """
        ...

    async def is_kept(self, sanction: str, lasting: Lasting) -> bool:
        """Does it meet this one again also after the epochs?"""
        ...

    async def keep(self, sanction: str, lasting: Lasting) -> None:
        """From now on it does, in place of what was kept before of this kind."""
        ...

    async def let_go(self, sanction: str) -> None:
        """It ends: nothing of it stands under the key of blocks any more."""
        ...

    async def given_in(self, conversation: str) -> list[Sanction]:
        """All that were given in this conversation, whether or not they still hold, newest first."""
        ...

    async def blocks_of(self, attempt: str) -> list[Sanction]:
        """The blocks of what this attempt came from, whether or not they still hold."""
        ...

    async def runs_under(self, sanction: str) -> list[str]:
        """The conversations that wait or run and came from what it keeps out."""
        ...

    async def ended_by(self, sanction: str) -> list[str]:
        """The conversations that a block has ended and that came from what it keeps out."""
        ...

    async def reach(self, pseudonyms: Sequence[Pseudonym], since: datetime) -> Reach:
        """What keeping these out would hit, counted from that moment on."""
        ...

    async def given_to(self, pseudonyms: Sequence[Pseudonym]) -> list[Sanction]:
        """Those that these were given, newest first; what was undone is as if it never was."""
        ...

    async def waiting(self, now: datetime) -> list[Sanction]:
        """Those with which a second person may still agree, oldest first."""
        ...

    async def shown(self, since: datetime, now: datetime, by: str | None = None) -> list[ShownSanction]:
        """Those that were given since that moment or are not over, newest first; by: only this person's time-outs."""
        ...
