"""What volunteers see of earlier contacts with a number or device: never a text, a clock time or who it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

MARKS = frozenset({"prank", "sexual", "abusive"})
"""The contact types that are marks; everything else is normal on a helpline."""


class Length(StrEnum):
    """How long a contact was, roughly."""

    UNDER_10_S = "under_10s"
    UNDER_1_M = "under_1m"
    UNDER_5_M = "under_5m"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Visit:
    """One earlier attempt. contact: shared by attempts within ten minutes · talked_for: from accepted to ended, null
    when nobody accepted · type: what was registered."""

    contact: str
    channel: str
    arrived_at: datetime
    left_at: datetime
    talked_for: timedelta | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One earlier contact, as it is shown."""

    day: date
    channel: str
    length: Length
    type: str | None
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One earlier sanction, as it is shown."""

    day: date
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """Newest first."""

    contacts: tuple[Contact, ...] = ()
    sanctions: tuple[Given, ...] = ()


def length_of(duration: timedelta) -> Length:
    """The bucket of a length."""
    if duration < timedelta(seconds=10):
        return Length.UNDER_10_S
    if duration < timedelta(minutes=1):
        return Length.UNDER_1_M
    return Length.UNDER_5_M if duration < timedelta(minutes=5) else Length.LONGER


def contacts_of(visits: Iterable[Visit], zone: tzinfo) -> tuple[Contact, ...]:
    """Redials within ten minutes are one contact, until somebody talked: the day it began, how long the talk was, its
    type and mark. Who talked and comes again is another contact, however soon."""
    contacts: list[list[Visit]] = []
    redials: dict[str, list[Visit]] = {}
    for visit in sorted(visits, key=lambda it: it.arrived_at):
        same = redials.get(visit.contact)
        if same is None:
            same = redials[visit.contact] = []
            contacts.append(same)
        same.append(visit)
        if visit.talked_for is not None:
            del redials[visit.contact]
    return tuple(_contact(same, zone) for same in reversed(contacts))


def _contact(visits: Sequence[Visit], zone: tzinfo) -> Contact:
    talks = [visit.talked_for for visit in visits if visit.talked_for is not None]
    tries = [visit.left_at - visit.arrived_at for visit in visits]
    types = [visit.type for visit in visits if visit.type is not None]
    return Contact(
        day=visits[0].arrived_at.astimezone(zone).date(),
        channel=visits[-1].channel,
        length=length_of(max(talks or tries)),
        type=types[-1] if types else None,
        marks=tuple(sorted(MARKS & set(types))),
    )
