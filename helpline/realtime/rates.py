"""The limits by rate, in memory, asked before any work on the database."""

from __future__ import annotations

from collections.abc import Hashable

from helpline.core.errors import TooMany
from helpline.core.limits import Buckets
from helpline.ports import Clock
from helpline.settings import Limits

NAMES = (
    "connects_network",
    "connects_all",
    "enters_device",
    "enters_network",
    "enters_all",
    "messages_socket",
    "messages_sender",
    "messages_all",
    "events_socket",
)


class Rates:
    """One table of buckets for each limit of `[limits]`."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._clock = clock
        self._tables = {name: Buckets(getattr(limits, name)) for name in NAMES} if limits.enabled else {}

    def check(self, *asked: tuple[str, Hashable]) -> None:
        """Take one of each (limit, whose).

        Raises:
            TooMany: with the seconds until there is one again.
        """
        if not self._tables:
            return
        now = self._clock.monotonic()
        for name, key in asked:
            retry_seconds = None if key is None else self._tables[name].take(key, now)
            if retry_seconds is not None:
                raise TooMany(retry_seconds=retry_seconds)

    def drop_socket(self, connection: str) -> None:
        """A closed socket does not come back."""
        for name in ("messages_socket", "events_socket"):
            if name in self._tables:
                self._tables[name].drop(connection)
