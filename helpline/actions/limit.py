"""Asking limits: of this process, and those of all nodes together where something counts for them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from helpline.core.errors import TooMany
from helpline.core.limits import Bucket, Buckets
from helpline.ports import Clock
from helpline.ports.limits import Asked, SharedLimits


class Limits:
    """One table of buckets for each limit. shared: null where this process serves alone; without an answer of it the
    tables decide, which are kept in step meanwhile."""

    def __init__(self, buckets: Mapping[str, Bucket], clock: Clock, shared: SharedLimits | None = None) -> None:
        self._buckets = buckets
        self._clock = clock
        self._shared = shared
        self._tables = {name: Buckets(bucket) for name, bucket in buckets.items()}

    def check(self, *asked: tuple[str, Hashable]) -> None:
        """Take one of each (limit, whose) here. Nobody in particular (null) has no limit.

        Raises:
            TooMany: with the seconds until there is one again.
        """
        _refuse(self._take(*asked))

    async def check_everywhere(self, *asked: tuple[str, Hashable]) -> None:
        """Take one of each of all nodes together.

        Raises:
            TooMany: with the seconds until there is one again.
        """
        if self._shared is None or not self._tables:
            self.check(*asked)
            return
        wanted = [Asked(name, self._buckets[name], whose) for name, whose in asked if whose is not None]
        retry_seconds = await self._shared.take(wanted)
        if retry_seconds:
            _refuse(retry_seconds)
        here = self._take(*asked)
        if retry_seconds is None:
            _refuse(here)

    def _take(self, *asked: tuple[str, Hashable]) -> int | None:
        if not self._tables:
            return None
        now = self._clock.monotonic()
        for name, whose in asked:
            retry_seconds = None if whose is None else self._tables[name].take(whose, now)
            if retry_seconds is not None:
                return retry_seconds
        return None

    def drop(self, name: str, whose: Hashable) -> None:
        """Forget here who will not come back, such as a closed socket."""
        if name in self._tables:
            self._tables[name].drop(whose)

    async def drop_everywhere(self, name: str, whose: Hashable) -> None:
        """What was taken before counts no more, on any node."""
        self.drop(name, whose)
        if self._shared is not None and self._tables:
            await self._shared.drop(name, whose)


def _refuse(retry_seconds: int | None) -> None:
    if retry_seconds is not None:
        raise TooMany(retry_seconds=retry_seconds)
