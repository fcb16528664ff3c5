"""Reading and writing offers, people and how they stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.core.offers import Offer
from helpline.core.staff import Duty, Session, Staff, alias_of


class Offers(Protocol):
    """The offers."""

    async def get(self, offer: str) -> Offer | None:
        """One offer, or null."""
        ...

    async def add(self, it: Offer) -> None:
        """A new open offer. At most one is open for a conversation, and one for a volunteer.

        Raises:
            Changed: another one is open.
        """
        ...

    async def save(self, it: Offer) -> None:
        """Close an open offer.

        Raises:
            Changed: it was closed by somebody else.
        """
        ...

    async def open_for(self, *, staff: str | None = None, conversation: str | None = None) -> Offer | None:
        """The open offer of a volunteer or of a conversation."""
        ...

    async def declined_since(self, moment: datetime) -> int:
        """How many who wait may be passed over for it: declined since then, handed over, or kept from somebody."""
        ...

    async def newest_for(self, staff: str) -> Offer | None:
        """The volunteer's newest offer, open or answered."""
        ...


class People(Protocol):
    """Staff, how they stand, and their log-ins."""

    async def get(self, staff: str) -> Staff | None:
        """One person, disabled or not."""
        ...

    async def named(self, name: str) -> Staff | None:
        """By log-in name."""
        ...

    async def all(self) -> list[Staff]:
        """Everybody, disabled or not, by alias."""
        ...

    async def add(self, it: Staff) -> None:
        """A new account.

        Raises:
            Changed: the name is taken.
        """
        ...

    async def save(self, it: Staff) -> None:
        """Write an account."""
        ...

    async def names(self, besides: str | None = None) -> list[str]:
        """Every log-in name, and the aliases of everybody who works here but this one: of their accounts, and those
        chosen for a shift by who is logged in. No two deeds that ask this go on at the same time."""
        ...

    async def count(self) -> int:
        """How many accounts there are."""
        ...

    async def duty(self, staff: str) -> Duty | None:
        """How somebody stands; null before the first log-in."""
        ...

    async def put_duty(self, it: Duty) -> Duty:
        """Write how somebody stands, by compare-and-set; the first time it is added.

        Raises:
            Changed: somebody else was first.
        """
        ...

    async def on_duty(self) -> list[OnDuty]:
        """Everybody with an open window, with what they hold."""
        ...

    async def connected_on(self, node: str) -> list[Duty]:
        """Those whose windows are open on this node."""
        ...

    async def is_busy(self, staff: str) -> bool:
        """Do they hold a conversation that is not closed?"""
        ...

    async def marks(self, staff: Sequence[str]) -> dict[str, tuple[int, str | None, int, int, str | None, int, int]]:
        """Of each: how they stand (version), their open offer, how many conversations they hold and read along with,
        how far they came in a colleague's call, and on how many phones they can be rung."""
        ...

    async def add_session(self, it: Session) -> None:
        """A log-in."""
        ...

    async def sessions(self, token_hashes: Sequence[bytes]) -> dict[bytes, tuple[Session, Staff]]:
        """The log-ins that still exist, with their people (disabled ones left out)."""
        ...

    async def touch_sessions(self, token_hashes: Collection[bytes], now: datetime) -> None:
        """They were used."""
        ...

    async def end_sessions(self, *, token_hash: bytes | None = None, staff: str | None = None) -> None:
        """Log out one, or everywhere."""
        ...

    async def end_stale_sessions(self, used_before: datetime, made_before: datetime) -> list[bytes]:
        """Drop idle and over-old log-ins of people who hold no conversation; answers which."""
        ...


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody at the desk. active, wrap_up: conversations held · asked: an offer is open, or they are asked for or in
    a colleague's call · calls: how many of those held are calls · phone: the one on which they can be rung."""

    staff: Staff
    duty: Duty
    active: int
    wrap_up: int
    asked: bool
    calls: int = 0
    phone: str | None = None

    @property
    def alias(self) -> str:
        """The name that they go by now."""
        return alias_of(self.staff, self.duty)
