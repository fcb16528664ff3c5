"""Reading and writing the notices on the child's page."""

from __future__ import annotations

from typing import Protocol

from helpline.core.notice import Notice


class Notices(Protocol):
    """The notices of all lines; what was put is kept."""

    async def newest(self, line: str) -> Notice | None:
        """The one that was put last, whether or not it is still up."""
        ...

    async def add(self, it: Notice) -> None:
        """A new row."""
        ...

    async def save(self, it: Notice) -> None:
        """Write it."""
        ...
