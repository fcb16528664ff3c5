"""Reading and writing time-outs and blocks, and by which pseudonyms they are met again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.core.sanctions import Sanction
from helpline.ports.identifiers import Pseudonym


@dataclass(frozen=True, slots=True)
class ShownSanction:
    """One in a list at the desk. by: the alias of who gave it, null when that was forgotten · before: how many
    time-outs the same device or number had within the 14 days before it."""

    it: Sanction
    by: str | None
    before: int = 0


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

    async def holding(self, pseudonyms: Sequence[Pseudonym], now: datetime) -> list[Sanction]:
        """Those that keep one of these out now: blocks first, and of each kind the one that ends last."""
        ...

    async def of_conversation(self, conversation: str) -> Sanction | None:
        """The newest that was given in this conversation, whether or not it still holds."""
        ...

    async def given_to(self, pseudonyms: Sequence[Pseudonym]) -> list[Sanction]:
        """Those that these were given, newest first; what was undone is as if it never was."""
        ...

    async def shown(self, since: datetime, now: datetime, by: str | None = None) -> list[ShownSanction]:
        """Those that were given since that moment or are not over, newest first; by: only this person's time-outs."""
        ...
