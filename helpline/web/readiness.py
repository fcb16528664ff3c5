"""Can this process take on something new?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from helpline.core.errors import TryAgain
from helpline.ports import Clock, Store

WITHIN_SECONDS = 2.0
FRESH_SECONDS = 1.0
"""Whoever asks more often gets the same answer, so that asking costs the database nothing."""


class Readiness:
    """is_ready: what the process says of itself; the database is asked by a read."""

    def __init__(
        self, store: Store, clock: Clock, is_ready: Callable[[], bool], within_seconds: float = WITHIN_SECONDS
    ) -> None:
        self._store = store
        self._clock = clock
        self._is_ready = is_ready
        self._within_seconds = within_seconds
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._answered = False

    async def now(self) -> bool:
        """Started, not draining, and the database answers."""
        if not self._is_ready():
            return False
        async with self._asking:
            if self._clock.monotonic() - self._asked_at >= FRESH_SECONDS:
                self._answered = await self._database_answers()
                self._asked_at = self._clock.monotonic()
        return self._answered

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(self._within_seconds), self._store.look() as records:
                await records.deadlines.next_at()
        except (TryAgain, TimeoutError):
            return False
        return True
