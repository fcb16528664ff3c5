"""Reading and writing what is advised, what came of it, and digests of marked lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from helpline.core.advised import Advised
from helpline.core.sameness import Sketch


class Advices(Protocol):
    """The advice of each conversation, which changes only here; nothing of it is a text."""

    async def of(self, conversation: str) -> Advised | None:
        """What stands now; null when nothing ever did."""
        ...

    async def keep(self, conversation: str, it: Advised) -> None:
        """Write it."""
        ...

    async def remove(self, conversation: str) -> None:
        """The conversation is closed."""
        ...

    async def count(self, week: str, suggestion: str, became: str) -> None:
        """One more of these."""
        ...

    async def mark(self, week: str, sketches: Sequence[Sketch]) -> None:
        """Lines that a volunteer marked; week: that of the key that made the sketches."""
        ...

    async def marked(self, weeks: Collection[str], most: int) -> list[tuple[str, Sketch]]:
        """At most so many marked lines of these weeks, each with its week."""
        ...
