"""Reading and writing the answers of the survey."""

from __future__ import annotations

from typing import Protocol

from helpline.core.survey import Survey


class Surveys(Protocol):
    """The answers, and for a short while to which conversation they belong."""

    async def of(self, conversation: str) -> Survey | None:
        """The answers of this conversation so far, while the two are linked."""
        ...

    async def add(self, it: Survey, conversation: str) -> None:
        """New answers, linked to their conversation."""
        ...

    async def save(self, it: Survey) -> None:
        """Write them."""
        ...

    async def unlink(self, conversation: str) -> None:
        """From now on nothing tells whose answers they are."""
        ...

    async def between(self, first: str, last: str) -> list[Survey]:
        """All answers of these weeks, both included, in no order."""
        ...
