"""Who did what to which conversation: only added to, and read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.core.audit import Deed, Entry, Head


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in the audit; null is everything. since, until: the first moment that fits, and the
    first after it that does not · before: month and number, for the page after this one."""

    what: str | None = None
    by: str | None = None
    whom: str | None = None
    conversation: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[str, int] | None = None


class Audit(Protocol):
    """The audit."""

    async def record(self, deed: Deed, now: datetime) -> Entry:
        """Add a deed to the chain. Whoever records holds the end of the chain until the commit: there is one writer."""
        ...

    async def find(self, sought: Sought, most: int) -> list[Entry]:
        """The newest that fit, newest first."""
        ...

    async def doers(self) -> list[str]:
        """The staff of whom a deed is kept, in no order."""
        ...

    async def months(self) -> list[str]:
        """The months of which entries are kept, oldest first."""
        ...

    async def entries(self, month: str) -> list[Entry]:
        """A whole month, in order."""
        ...

    async def heads(self) -> list[Head]:
        """The heads of all months that ever were, oldest first."""
        ...

    async def forget_before(self, month: str) -> int:
        """Remove the entries of the months before this one; their heads stay. Answers how many went."""
        ...
