"""Reading and writing who reads along, who asked for it, and what is whispered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.core.along import Asked, SealedWhisper, Watch


@dataclass(frozen=True, slots=True)
class ShownAsked:
    """A volunteer who asks for company, by the alias in use."""

    conversation: str
    volunteer: str


@dataclass(frozen=True, slots=True)
class ShownWhisper:
    """A whisper that is still there; by: the alias of the coordinator."""

    whisper: SealedWhisper
    by: str


class Along(Protocol):
    """Who reads along. It changes only together with its conversation, whose version guards it."""

    async def watches(self, *, conversation: str | None = None, staff: str | None = None) -> list[Watch]:
        """Those of a conversation, or of a coordinator, oldest first."""
        ...

    async def watchers(self, conversation: str) -> list[str]:
        """The aliases of who reads along, oldest first."""
        ...

    async def add(self, it: Watch) -> None:
        """From now on."""
        ...

    async def remove(self, it: Watch) -> None:
        """Not any more."""
        ...

    async def asked(self, conversation: str) -> Asked | None:
        """The question that stands in this conversation."""
        ...

    async def asked_by(self, staff: str) -> list[Asked]:
        """The questions of this volunteer."""
        ...

    async def all_asked(self) -> list[ShownAsked]:
        """All that stand, oldest first."""
        ...

    async def ask(self, it: Asked) -> None:
        """It stands from now on."""
        ...

    async def stop_asking(self, conversation: str) -> bool:
        """It was answered, or is over; true when there was one."""
        ...

    async def whisper(self, it: SealedWhisper) -> None:
        """Keep it until it is forgotten."""
        ...

    async def whispers_to(self, staff: str) -> list[ShownWhisper]:
        """Those for the conversations that this volunteer holds now, oldest first."""
        ...

    async def forget_whispers(self, conversation: str, until: datetime | None = None) -> datetime | None:
        """Remove those that were said until a moment, or all; answers when the oldest that is left was said."""
        ...
