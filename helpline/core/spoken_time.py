"""A moment as a child hears it: the day and the half hour, each a recording by itself."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

DAYS = ("today", "tonight", "tomorrow")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS_OF_THE_MONTH = tuple(f"day_{day}" for day in range(1, 32))
MONTHS = tuple(f"month_{month}" for month in range(1, 13))
HALF_HOURS = tuple(f"at_{hour:02}{minute:02}" for hour in range(24) for minute in (0, 30))

_HALF_HOUR = timedelta(minutes=30)
_MORNING = 5
"""Before this hour it is night, and "tomorrow" would be a day too late for who is still awake."""


def spoken(moment: datetime, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """The names that say this moment, such as `tomorrow` and `at_1100`.

    It is told up to half an hour later than it is, never sooner: who comes back when it was told is welcome.
    """
    wall, here = _next_half_hour(moment, zone), now.astimezone(zone)
    return *_day(wall, here), f"at_{wall:%H%M}"


def _next_half_hour(moment: datetime, zone: tzinfo) -> datetime:
    local = moment.astimezone(zone)
    past = timedelta(minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond)
    return (moment + _HALF_HOUR - past).astimezone(zone) if past else local


def _day(wall: datetime, here: datetime) -> tuple[str, ...]:
    days = (wall.date() - here.date()).days
    if wall.hour < _MORNING and days == (here.hour >= _MORNING):
        return ("tonight",)
    if days <= 1:
        return ("tomorrow",) if days == 1 else ("today",)
    if days < len(WEEKDAYS):
        return (WEEKDAYS[wall.weekday()],)
    return f"day_{wall.day}", f"month_{wall.month}"
