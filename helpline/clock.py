"""The only file that asks the machine for the time; everything else is told."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """The machine's own clock, as the port `Clock`."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go backwards, for rates and measurements; never stored."""
        return time.monotonic()
