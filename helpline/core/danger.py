"""Acute danger: a volunteer calls, one coordinator takes it, and whoever carried it catches their breath afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from helpline.core.form import Form
from helpline.core.staff import Duty, Status
from helpline.core.topics import Topics

RECOVER = "recover"
"""Why somebody is on a break that they did not choose: *even bijkomen*."""
HARD_TYPES = frozenset({"sexual", "abusive"})
_FIELD, _ACUTE = "danger", "acute"
_WORKS = frozenset({Status.AVAILABLE, Status.LAST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One raising of an alarm, the `n`th of its conversation; it stands until `over_at`.

    raised_by, taken_by: staff, forgotten with the registration's term · taken_by: null while it sounds.
    """

    conversation: str
    n: int
    raised_at: datetime
    raised_by: str | None
    taken_at: datetime | None = None
    taken_by: str | None = None
    over_at: datetime | None = None


def take(it: Alarm, coordinator: str, now: datetime) -> Alarm:
    """From now on this coordinator has it; only for one that still sounds."""
    return replace(it, taken_at=now, taken_by=coordinator)


def over(it: Alarm, now: datetime) -> Alarm:
    """The conversation is closed."""
    return replace(it, over_at=now)


def sound_again(it: Alarm, now: datetime) -> tuple[Alarm, Alarm]:
    """Whoever took it is gone: this raising is over, and the next one sounds."""
    again = Alarm(conversation=it.conversation, n=it.n + 1, raised_at=now, raised_by=it.raised_by)
    return over(it, now), again


def marked_acute(form: Form, registration: Mapping[str, Any]) -> dict[str, Any] | None:
    """The registration of a conversation in which an alarm is raised; null where it says something about danger
    already, or where the form does not ask."""
    field = form.field(_FIELD)
    if field is None or registration.get(_FIELD) is not None or _ACUTE not in {it.slug for it in field.options}:
        return None
    return {**registration, _FIELD: _ACUTE}


def was_hard(registration: Mapping[str, Any], topics: Topics) -> bool:
    """Was it about acute danger, or was the volunteer abused?"""
    named = registration.get("topics") or ()
    return (
        registration.get(_FIELD) == _ACUTE
        or registration.get("type") in HARD_TYPES
        or not topics.acute.isdisjoint(named)
    )


def recovers(duty: Duty) -> Duty:
    """Whoever would get the next child catches their breath first; who is away or on a break stays so."""
    return replace(duty, status=Status.BREAK, why=RECOVER) if duty.status in _WORKS else duty
