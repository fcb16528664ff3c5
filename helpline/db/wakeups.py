"""Wake-ups within one process."""

from __future__ import annotations

from collections.abc import Callable, Collection


class LocalWakeups:
    """`ports.Wakeups` for a single process: whoever subscribed is called in turn."""

    def __init__(self) -> None:
        self._heeders: list[Callable[[Collection[str]], None]] = []

    def publish(self, topics: Collection[str]) -> None:
        self.wake(topics)

    def wake(self, topics: Collection[str]) -> None:
        for heed in self._heeders:
            heed(topics)

    def pass_on(self, topics: Collection[str]) -> None:
        """There is nobody else who listens."""

    def follow(self, topic: str, is_followed: bool) -> None:
        """All that is told here is heard here."""

    def hears(self, nodes: Collection[str]) -> bool:
        return not nodes

    def subscribe(self, heed: Callable[[Collection[str]], None]) -> None:
        self._heeders.append(heed)

    def subscribe_words(self, heed: Callable[[Collection[str]], None]) -> None:
        """There is nobody else who speaks."""
