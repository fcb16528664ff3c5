"""The telephone of who practises: the other end of a line without a PBX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sound:
    """What a caller hears at this moment. recordings: by name, in order · legs: whose voices, by the ids of their
    legs · is_in_talk: also while nobody else is there."""

    is_answered: bool
    is_in_talk: bool
    music: bool
    recordings: tuple[str, ...] = ()
    legs: frozenset[str] = frozenset()


class Receiver(Protocol):
    """A telephone on the practice line. A call that is over hears nothing, and what is done with it changes nothing."""

    def ring_up(self, caller_key: str | None) -> str:
        """Ring the helpline; answers the id of the call. caller_key: what stands for the number; null, withheld."""
        ...

    def press(self, call: str, key: str) -> None:
        """Press a key: 0-9, * or #."""
        ...

    def hang_up(self, call: str) -> None:
        """Put the receiver down."""
        ...

    def sound(self, call: str) -> Sound | None:
        """What is heard; null when the call is over."""
        ...

    def listen(self, told: Callable[[str], None]) -> None:
        """Call `told` with the id of each call in which something changed."""
        ...
