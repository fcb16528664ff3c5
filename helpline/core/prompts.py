"""What a child hears of the telephone itself: recordings by name, and which of them make what we say.

A name is the same in every language; which language is played is told apart. Every function answers names for `Play`,
in the order in which they are heard. What sends a child away ends with `numbers`: whom it can ring instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from itertools import chain
from types import MappingProxyType

from helpline.core.estimate import Estimate
from helpline.core.sanctions import Reason
from helpline.core.spoken_time import DAYS, DAYS_OF_THE_MONTH, HALF_HOURS, MONTHS, WEEKDAYS, spoken

Names = tuple[str, ...]

NUMBERS = "numbers"
"""Whom a child can ring instead; its text is made from `numbers.toml`."""
PLACES_TOLD = 20
"""With more children before it, a child hears that there are more than these."""

_MINUTES = (1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 45, 60, 90)

GROUPS: Mapping[str, Names] = MappingProxyType(
    {
        "coming": ("welcome", "private", "calamity", "connecting", "interrupted", "hold_1", "hold_2"),
        "place": ("next", *(f"place_{number}" for number in range(1, PLACES_TOLD + 1)), "place_many"),
        "wait": (
            *("wait_unknown", "wait_0", *(f"wait_{minutes}" for minutes in _MINUTES[:-1])),
            *(*(f"minutes_{minutes}" for minutes in _MINUTES), "wait_long", "nobody_now"),
        ),
        "refusal": (
            *("closed", "opens", "full", "try_at", "try_later", "not_reached", "too_long", "too_many", "fault"),
            *("not_now", "stopped", "ended_by_volunteer", "playful", "harsh", "harsh_now", "welcome_again"),
            *("way_back", "way_back_playful", "way_back_harsh", "others", "blocked_wrong", NUMBERS),
        ),
        "time": (*DAYS, *WEEKDAYS, *DAYS_OF_THE_MONTH, *MONTHS, *HALF_HOURS),
    }
)
"""The names by what they are about, as a coordinator sees them together."""
CATALOGUE: Names = tuple(chain.from_iterable(GROUPS.values()))
"""Every recording that there is, in each language."""

_PLAYFUL = frozenset({Reason.PRANK, Reason.TESTING})
_HARSH = frozenset({Reason.SEXUAL, Reason.ABUSIVE})


def welcome() -> Names:
    """The first words: good that you ring, and who talks with you does not see your number."""
    return "welcome", "private"


def calamity() -> Names:
    """Something is the matter, and many ring: while a coordinator's notice is up, behind the welcome."""
    return ("calamity",)


def place(before: int) -> Names:
    """How many children are before this one; with none it is nearly its turn."""
    if before <= 0:
        return ("next",)
    return (f"place_{before}",) if before <= PLACES_TOLD else ("place_many",)


def estimate(it: Estimate | None) -> Names:
    """How long it takes: a range rounded outwards, so that it stays honest; or that we do not know."""
    if it is None:
        return ("wait_unknown",)
    low, high = it[0] / 60, it[1] / 60
    until = next((minutes for minutes in _MINUTES if minutes >= high), None)
    if until is None:
        return ("wait_long",)
    since = max((minutes for minutes in _MINUTES if minutes <= low and minutes < until), default=0)
    return f"wait_{since}", f"minutes_{until}"


def nobody_now() -> Names:
    """Nobody can take the call at this moment; it stays in the queue."""
    return ("nobody_now",)


def connecting() -> Names:
    """Somebody comes on the line now."""
    return ("connecting",)


def interrupted() -> Names:
    """The volunteer's connection is lost; the child stays on the line and is first in the queue."""
    return ("interrupted",)


def hold(nth: int) -> Names:
    """A word for who is on hold, at least every 20 seconds; nth: the how manyth, from 0."""
    return (f"hold_{nth % 2 + 1}",)


def closed(opens_at: datetime | None, now: datetime, zone: tzinfo) -> Names:
    """The line is closed; when it opens, where that is known."""
    return "closed", *_opens(opens_at, now, zone), NUMBERS


def not_reached(opens_at: datetime | None, now: datetime, zone: tzinfo) -> Names:
    """Who waited will not be reached any more before we stop."""
    return "not_reached", *_opens(opens_at, now, zone), NUMBERS


def full(try_at: datetime | None, now: datetime, zone: tzinfo) -> Names:
    """More children wait than can be helped in time."""
    when = ("try_at", *spoken(try_at, now, zone)) if try_at else ("try_later",)
    return "full", *when, NUMBERS


def timed_out(
    until: datetime, now: datetime, zone: tzinfo, *, reason: Reason | None, way_back: bool, cut: bool = False
) -> Names:
    """A time-out: why, when the child is welcome again, and key 1 where it may come in all the same.

    cut: a talk is stopped for it now; false when the child rings too early.
    """
    why = ("playful",) if reason in _PLAYFUL else ()
    if reason in _HARSH:
        why = ("harsh_now",) if cut else ("harsh",)
    return _sent_away(cut), *why, *_until(until, now, zone), _door(reason, way_back), NUMBERS


def blocked(until: datetime, now: datetime, zone: tzinfo, *, way_back: bool, cut: bool = False) -> Names:
    """A block; as `timed_out`, and what to do when it is a mistake."""
    return _sent_away(cut), *_until(until, now, zone), "blocked_wrong", _door(None, way_back), NUMBERS


def ended_by_volunteer() -> Names:
    """The volunteer stopped the talk with a recording, and need not say why."""
    return "ended_by_volunteer", NUMBERS


def too_long() -> Names:
    """The longest wait is over, and nobody came."""
    return "too_long", NUMBERS


def too_many() -> Names:
    """Rung too often, too quickly."""
    return "too_many", NUMBERS


def fault() -> Names:
    """Something is broken on our side."""
    return "fault", NUMBERS


def _opens(opens_at: datetime | None, now: datetime, zone: tzinfo) -> Names:
    return ("opens", *spoken(opens_at, now, zone)) if opens_at else ("try_later",)


def _until(until: datetime, now: datetime, zone: tzinfo) -> Names:
    return "welcome_again", *spoken(until, now, zone)


def _sent_away(cut: bool) -> str:
    return "stopped" if cut else "not_now"


def _door(reason: Reason | None, way_back: bool) -> str:
    if not way_back:
        return "others"
    if reason in _PLAYFUL:
        return "way_back_playful"
    return "way_back_harsh" if reason in _HARSH else "way_back"
