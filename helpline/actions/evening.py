"""How the evening goes: who stands how, and what is kept of it each quarter of an hour, without persons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from helpline.core.rules import Rules
from helpline.core.staff import Role, Status
from helpline.ports import OnDuty, UnitOfWork

STANDINGS = ("available", "talking", "wrap_up", "break", "away")
QUARTER_MINUTES = 15


def standing_of(person: OnDuty) -> str | None:
    """One of the five standings; null for a coordinator who does not answer."""
    if person.active:
        return "talking"
    if person.wrap_up:
        return "wrap_up"
    if person.duty.status is Status.AVAILABLE:
        return "available"
    if person.staff.role is Role.COORDINATOR:
        return None
    return "break" if person.duty.status is Status.BREAK else "away"


def standings(people: Iterable[OnDuty]) -> dict[str, int]:
    """How many stand how."""
    counted = dict.fromkeys(STANDINGS, 0)
    for person in people:
        standing = standing_of(person)
        if standing is not None:
            counted[standing] += 1
    return counted


def quarter_of(now: datetime) -> datetime:
    """When this quarter of an hour began."""
    return now.replace(minute=now.minute - now.minute % QUARTER_MINUTES, second=0, microsecond=0)


async def count_quarter(*, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """Keep how many stand how and how long the longest wait is, once for each quarter of an hour."""
    overview = await work.conversations.overview(now)
    await work.facts.count_quarter(
        {
            "starts_at": quarter_of(now),
            "line": rules.line,
            **standings(await work.people.on_duty()),
            "waiting": sum(overview.waiting.values()),
            "longest_wait": overview.longest_seconds,
        }
    )
