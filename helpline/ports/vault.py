"""Sealing what people wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A conversation's own key, wrapped by the key of a day.

    day: ISO date of the day key · wrapped: nonce and ciphertext of the 32-byte key.
    """

    day: str
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class MarkKey:
    """The key of the digests of lines that are marked in one week. week: the ISO date of its Monday."""

    week: str
    secret: bytes = field(repr=False)


class Vault(Protocol):
    """Seals what people wrote: a thief of the database reads nothing, and deleting a day's key forgets that day."""

    def new_key(self, conversation: str, now: datetime) -> SealedKey:
        """A fresh key for this conversation, wrapped by today's key (made when it does not exist yet)."""
        ...

    def seal(self, conversation: str, key: SealedKey, row: str, text: str) -> bytes:
        """Seal `text`, padded to a size class and bound to the conversation and to `row`.

        row: an immutable name of the place where it is kept (`message|7|child`, `nickname`, `note`).

        Raises:
            Forgotten: the day's key is gone, or this key was not wrapped by it for this conversation.
        """
        ...

    def open(self, conversation: str, key: SealedKey, row: str, sealed: bytes) -> str:
        """The text again.

        Raises:
            Forgotten: the day's key is gone, or this key was not wrapped by it for this conversation.
            ValueError: not sealed by this key for this row (moved, altered or truncated).
        """
        ...

    def forget_days(self, before: str) -> Sequence[str]:
        """Delete the key files of all days before the ISO date `before`; answers which were deleted."""
        ...

    def mark_keys(self, now: datetime) -> Sequence[MarkKey]:
        """The keys of marked lines: of this week and, behind it, the one before while it is kept."""
        ...

    def forget_marks(self, now: datetime) -> Sequence[str]:
        """Delete the keys of marked lines from before these weeks; answers which."""
        ...
