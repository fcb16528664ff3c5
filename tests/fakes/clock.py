"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

A_SATURDAY_EVENING = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


class FakeClock:
    """The port `Clock`; both of its times go together."""

    def __init__(self, start: datetime = A_SATURDAY_EVENING) -> None:
        self._now = start
        self._monotonic = 1_000.0

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that never go backwards."""
        return self._monotonic

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Let this much time pass.

        Raises:
            ValueError: time does not go backwards.
        """
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if length < timedelta(0):
            raise ValueError("time does not go backwards")
        self._now += length
        self._monotonic += length.total_seconds()
