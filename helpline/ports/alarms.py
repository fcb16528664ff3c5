"""Reading and writing what is kept of acute danger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.core.danger import Alarm


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """An alarm that stands, with aliases. taken_by: null while it sounds."""

    conversation: str
    volunteer: str
    raised_at: datetime
    taken_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDanger:
    """What was asked, what the child answered and what was done, sealed each; null what was left out or forgotten.

    decided_by: the staff who wrote it, forgotten with the registration's term.
    """

    n: int
    at: datetime
    decided_by: str | None
    asked: bytes | None
    answer: bytes | None
    action: bytes | None


class Alarms(Protocol):
    """The alarms, and what was asked and done in danger. They change only together with their conversation, whose
    version guards them."""

    async def standing(self, conversation: str) -> Alarm | None:
        """The one that stands in this conversation, taken or not."""
        ...

    async def taken_by(self, staff: str) -> list[Alarm]:
        """Those that stand and that this coordinator took."""
        ...

    async def shown(self, conversation: str | None = None) -> list[ShownAlarm]:
        """All that stand, or the one of a conversation, oldest first."""
        ...

    async def newest(self, conversation: str) -> int:
        """The number of the newest raising, 0 when there was none."""
        ...

    async def add(self, it: Alarm) -> None:
        """A new raising. At most one stands for a conversation.

        Raises:
            Changed: another one stands.
        """
        ...

    async def save(self, it: Alarm) -> None:
        """Write it."""
        ...

    async def dangers(self, conversation: str) -> list[SealedDanger]:
        """What was asked and done, oldest first."""
        ...

    async def add_danger(self, conversation: str, it: SealedDanger) -> None:
        """Keep one."""
        ...
