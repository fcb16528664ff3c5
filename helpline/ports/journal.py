"""Keeping messages: the hot path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from helpline.core.conversation import Message
from helpline.core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Entry:
    """Words to be kept. sender: `child` or `volunteer` · volunteer: who says it (null for the child)."""

    conversation: str
    sender: str
    volunteer: str | None
    client_id: str
    text: str


class Journal(Protocol):
    """Keeps messages; the hot path."""

    def append(self, entry: Entry, done: Callable[[Message | Refusal], None]) -> None:
        """Keep the words with the next ones in one transaction; `done` is called after it was committed and synced.

        `done` gets the message (the same one again for a `client_id` that is known with this text) or the refusal:
        NotYours, NotTalking, Ended, IdConflict, TryAgain. New messages also go to `deliver`.
        """
        ...

    def deliver_to(self, heed: Callable[[Sequence[Message]], None]) -> None:
        """Call `heed` with the new messages of each commit, in order."""
        ...

    async def newer(self, after: Mapping[str, int]) -> list[Message]:
        """What was said in these conversations after this number of each, at whatever node, in order; nothing of
        those that are over.

        Raises:
            TryAgain: the database is away.
        """
        ...
