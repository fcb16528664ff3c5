"""When the line is open, and how long what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from helpline.commands.checks.finding import Finding, ok, warn
from helpline.settings import Settings


def look_at(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The opening hours ahead, and the terms that a child reads."""
    yield _opening(settings, now)
    terms = settings.retention
    yield ok("terms", f"messages {terms.messages_days} days, pseudonyms {terms.pseudonyms_days} days")


def _opening(settings: Settings, now: datetime) -> Finding:
    hours = settings.opening
    if hours.always:
        return warn("opening hours", "always open", "Right for a demo. Else set [opening] always to false.")
    opens_at = hours.opens_at(now)
    if hours.is_open(now):
        closes_at = hours.closes_at(now)
        until = f" until {closes_at.astimezone(hours.zone):%a %d %b %H:%M}" if closes_at else ""
        return ok("opening hours", f"open{until} ({hours.zone})")
    if opens_at is None:
        return warn("opening hours", "closed for a year to come", "State your hours in [opening.weekly].")
    return ok("opening hours", f"closed, opens {opens_at.astimezone(hours.zone):%a %d %b %H:%M} ({hours.zone})")
