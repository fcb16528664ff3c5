"""What the line told and nobody has done yet."""

from __future__ import annotations

from collections import deque

from helpline.core.line import Down, Fact, Incoming, Up


class ToldFacts:
    """In the order in which it was told, but who rings comes behind what is told of calls that are there.

    So nobody who just picked up waits for a hundred who begin to ring. Of one call, and before and after the line came
    or went, the order stays.
    """

    def __init__(self) -> None:
        self._first: deque[Fact] = deque()
        self._newcomers: deque[Fact] = deque()

    def __bool__(self) -> bool:
        return bool(self._first or self._newcomers)

    def add(self, fact: Fact) -> None:
        """It was told now."""
        (self._newcomers if self._waits(fact) else self._first).append(fact)

    def next(self) -> Fact:
        """What is to be done now; it stays until it is done."""
        return (self._first or self._newcomers)[0]

    def done(self, fact: Fact) -> None:
        """Nothing happens when all was forgotten meanwhile."""
        for told in (self._first, self._newcomers):
            if told and told[0] is fact:
                told.popleft()
                return

    def clear(self) -> None:
        """Forget everything."""
        self._first.clear()
        self._newcomers.clear()

    def _waits(self, fact: Fact) -> bool:
        if isinstance(fact, Incoming):
            return True
        if not self._newcomers:
            return False
        if isinstance(fact, Up | Down):
            return True
        call = getattr(fact, "call", None)
        return any(isinstance(it, Up | Down) or getattr(it, "call", None) == call for it in self._newcomers)
