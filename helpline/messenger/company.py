"""Who follows a conversation besides this node: what is said where nobody does need not be told.

PUBLISH answers how many heard it. Where that was this node alone, it stays so until somebody else comes; and who comes
announces it, for Redis does not say. So a node may think itself alone only while every node that speaks is known to
announce: one of the version before does not.
"""

from __future__ import annotations

from collections import Counter

STRANGER_SECONDS = 60.0
"""So long after a node of the version before was heard, nothing is taken for certain."""

Sure = object
"""What was known of our own ear at a moment. It is another one whenever that ear, or who is beside it, may be."""


class Company:
    """Knows channels, and what is certain of them. Times are seconds of a clock that only goes on.

    followed: what Redis was asked to tell us.
    """

    def __init__(self) -> None:
        self.followed: set[bytes] = set()
        self._unconfirmed: Counter[bytes] = Counter()
        self._ours: dict[bytes, Sure] = {}
        self._alone: set[bytes] = set()
        self._stranger_until = 0.0

    def ask(self, channel: bytes) -> None:
        """Redis is asked to tell us."""
        self.followed.add(channel)
        self._unconfirmed[channel] += 1

    def confirmed(self, channel: bytes) -> None:
        """It tells us from now on; unless it was asked something else meanwhile."""
        self._unconfirmed[channel] -= 1
        if not self._unconfirmed[channel]:
            del self._unconfirmed[channel]
            if channel in self.followed:
                self._ours[channel] = Sure()

    def leave(self, channel: bytes) -> None:
        """Redis is asked not to tell us any more."""
        self.followed.discard(channel)
        self._ours.pop(channel, None)
        self._alone.discard(channel)

    def sure(self, channel: bytes) -> Sure | None:
        """To be kept while Redis is asked who hears; null where it is not certain that we do."""
        return self._ours.get(channel)

    def heard_by(self, channel: bytes, number: int, sure: Sure | None, now: float) -> None:
        """Redis answers how many did. sure: of the moment before it was asked."""
        if number == 1 and sure is not None and self._ours.get(channel) is sure and now >= self._stranger_until:
            self._alone.add(channel)

    def somebody_came(self, channel: bytes) -> bool:
        """Were we alone until now? What Redis is answering to whoever asked before is worth nothing any more."""
        if channel in self._ours:
            self._ours[channel] = Sure()
        was_alone = channel in self._alone
        self._alone.discard(channel)
        return was_alone

    def a_stranger_spoke(self, now: float) -> set[bytes]:
        """A node that does not announce. Answers where we were alone until now."""
        self._stranger_until = now + STRANGER_SECONDS
        return self._none_is_alone()

    def is_alone(self, channel: bytes) -> bool:
        """Nobody else hears it."""
        return channel in self._alone

    def lost(self) -> set[bytes]:
        """The connection is gone, and what was certain with it. Answers where we were alone until now."""
        self.followed.clear()
        self._unconfirmed.clear()
        self._ours.clear()
        return self._none_is_alone()

    def _none_is_alone(self) -> set[bytes]:
        were, self._alone = self._alone, set()
        return were
