"""Wake-ups within one process."""

from __future__ import annotations

from collections.abc import Callable, Collection


class LocalWakeups:
    """`ports.Wakeups` for a single process: whoever subscribed is called in turn."""

    def __init__(self) -> None:
        self._heeders: list[Callable[[Collection[str]], None]] = []

    def publish(self, topics: Collection[str]) -> None:
        for heed in self._heeders:
            heed(topics)

    def subscribe(self, heed: Callable[[Collection[str]], None]) -> None:
        self._heeders.append(heed)
