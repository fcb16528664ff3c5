"""Every attempt is a row, also the refused ones; what is counted later is decided here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from helpline.core.conversation import EndedBy


class Outcome(StrEnum):
    """What became of an attempt; null while it waits."""

    TURNED_AWAY = "turned_away"
    ABANDONED = "abandoned"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One `enter` or one incoming call.

    contact: random, shared by redials within ten minutes · detail: why turned away (`closed`, `full`, `timed_out`,
    `blocked`, `too_many`, `fault`) or abandoned by whom (`child`, `lost`, `line`) · linkable: has a pseudonym ·
    nth: of its contact, from 1 · first_of_day: first of this pseudonym on this day and in this epoch ·
    place_told, estimate_low, estimate_high: what the child was told on entering.
    """

    id: str
    contact: str
    channel: str
    line: str
    language: str
    arrived_at: datetime
    linkable: bool
    nth: int = 1
    first_of_day: bool = True
    way_back: bool = False
    practice: bool = False
    outcome: Outcome | None = None
    detail: str | None = None
    left_at: datetime | None = None
    place_told: int | None = None
    estimate_low: int | None = None
    estimate_high: int | None = None
    offers_made: int = 0
    offers_declined: int = 0
    offers_lapsed: int = 0
    definitions: str


def turn_away(it: Attempt, why: str, now: datetime) -> Attempt:
    """Refused at the door: closed, full, a sanction, a limit or a fault."""
    return replace(it, outcome=Outcome.TURNED_AWAY, detail=why, left_at=now)


def answer(it: Attempt) -> Attempt:
    """A volunteer accepted."""
    return replace(it, outcome=Outcome.ANSWERED, detail=None)


def leave(it: Attempt, by: EndedBy, now: datetime) -> Attempt:
    """It is over; who was never answered has abandoned it."""
    if it.outcome is Outcome.ANSWERED:
        return replace(it, left_at=now)
    who = {EndedBy.CHILD: "child", EndedBy.LOST: "lost"}.get(by, "line")
    return replace(it, outcome=Outcome.ABANDONED, detail=who, left_at=now)
