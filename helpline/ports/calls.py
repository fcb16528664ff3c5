"""Reading and writing calls, who is rung for them, and the phones of volunteers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from helpline.core.call import Call, Leg, Phone
from helpline.ports.identifiers import Pseudonym


class Calls(Protocol):
    """The calls that there are; what is over has no row. A call and its legs change only together with their
    conversation, whose version guards them."""

    async def of(self, conversation: str) -> Call | None:
        """The call of a conversation, while there is one."""
        ...

    async def on_line(self, call: str) -> Call | None:
        """By its id on the line."""
        ...

    async def all(self) -> list[Call]:
        """Every call that there is."""
        ...

    async def add(self, it: Call) -> None:
        """A child rang."""
        ...

    async def save(self, it: Call) -> None:
        """Write a call."""
        ...

    async def remove(self, conversation: str) -> None:
        """It is over; nobody is rung for it any more."""
        ...

    async def leg(self, leg: str) -> Leg | None:
        """Somebody who is rung, or is there."""
        ...

    async def legs(self, conversation: str) -> list[Leg]:
        """Everybody who is rung for this call, or is there, oldest first."""
        ...

    async def add_leg(self, it: Leg) -> None:
        """Ring somebody."""
        ...

    async def save_leg(self, it: Leg) -> None:
        """Write a leg."""
        ...

    async def remove_legs(self, legs: Sequence[str]) -> None:
        """They are gone, or to be dropped."""
        ...

    async def beside(self, staff: str) -> Leg | None:
        """For a colleague's call they are asked, or in it."""
        ...

    async def legs_on(self, phone: str) -> list[Leg]:
        """Whatever this phone is rung for, or is in."""
        ...

    async def keep_apart(self, attempt: str, staff: str, now: datetime) -> None:
        """Who ended this call with the recording is offered that child no more today, nor another call of
        its number that is there already."""
        ...

    async def kept_apart(self, number: Sequence[Pseudonym], since: datetime) -> list[str]:
        """Who ended a call of this number with the recording since then."""
        ...

    async def keep_from(self, conversation: str, staff: Sequence[str]) -> None:
        """This conversation is not offered to them."""
        ...

    async def kept_from(self, conversation: str) -> list[str]:
        """To whom this conversation is not offered."""
        ...

    async def phone(self, name: str) -> Phone | None:
        """By name."""
        ...

    async def phone_of(self, session: bytes) -> Phone | None:
        """Of this log-in."""
        ...

    async def phones(self, staff: Sequence[str] | None = None) -> list[Phone]:
        """Those of these people, or of everybody; newest first."""
        ...

    async def phones_without_session(self) -> list[Phone]:
        """Those whose log-in is over."""
        ...

    async def add_phone(self, it: Phone) -> None:
        """A browser may become a phone."""
        ...

    async def save_phone(self, it: Phone) -> None:
        """Write a phone."""
        ...

    async def remove_phones(self, names: Sequence[str]) -> None:
        """They cannot be rung any more."""
        ...
