"""Which `client_id`s a conversation's messages have, remembered instead of kept in an index.

An index of every `client_id` is a page of the disk for each message, at another place for each conversation: half of
all that a commit writes. What it would say is here, and is exact: numbers have no gaps and messages never change, so
what is remembered up to a number is right, and what came after it, by whomever, is read by who holds the heads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from helpline.ports import Entry

MOST = 2_000
"""Conversations that are remembered; more than a group can hold. One that was not talked in for long is read again."""

Newer = tuple[str, int, str, str | None]
"""conversation, seq, sender, client_id"""


@dataclass(slots=True)
class _Remembered:
    """Complete up to `last_seq`. hashes: of sender and `client_id`; two that are the same only make somebody look."""

    last_seq: int = 0
    hashes: set[int] = field(default_factory=set)


class Said:
    """What one journal remembers. Ask and learn only in a transaction in which nobody else adds messages."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._by_conversation: dict[str, _Remembered] = {}

    def attend(self, conversations: Iterable[str]) -> None:
        """These are asked about now: no other takes their place until others are attended to."""
        remembered = self._by_conversation
        for conversation in conversations:
            remembered[conversation] = remembered.pop(conversation) if conversation in remembered else _Remembered()
        while len(remembered) > self._most:
            del remembered[next(iter(remembered))]

    def last_seq(self, conversation: str) -> int:
        """The number up to which it is remembered."""
        return self._by_conversation[conversation].last_seq

    def learn(self, messages: Iterable[Newer]) -> None:
        """These are kept: in order, and behind what is remembered without a gap."""
        for conversation, seq, sender, client_id in messages:
            remembered = self._by_conversation[conversation]
            remembered.last_seq = seq
            remembered.hashes.add(hash((sender, client_id)))

    def overhear(self, messages: Iterable[Newer]) -> None:
        """These were read outside of such a transaction: what follows on what is remembered is learned."""
        for conversation, seq, sender, client_id in messages:
            remembered = self._by_conversation.get(conversation)
            if remembered is not None and seq == remembered.last_seq + 1:
                self.learn([(conversation, seq, sender, client_id)])

    def may_know(self, entries: Iterable[Entry]) -> bool:
        """Was one of these perhaps kept before? False is certain."""
        return any(
            hash((entry.sender, entry.client_id)) in remembered.hashes
            for entry in entries
            if (remembered := self._by_conversation.get(entry.conversation))
        )

    def forget(self, conversation: str) -> None:
        """Its messages are fewer than they were: it is read again."""
        self._by_conversation[conversation] = _Remembered()
