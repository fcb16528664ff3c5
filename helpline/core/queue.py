"""Who waits, in which order, and for whom.

The order: re-queued through our own fault first (original place), then longest waiting. A redial within ten minutes
that left without having spoken takes its own place again. Only after a conversation in the last hour does a new
attempt yield to first contacts, for ten minutes at most; because that is a fixed moment, everybody is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from helpline.core.sanctions import Kind
from helpline.core.staff import Level

REDIAL = timedelta(minutes=10)
YIELDS_AFTER_CONVERSATION = timedelta(hours=1)
YIELDS_FOR = timedelta(minutes=10)
DECLINED_REST = timedelta(seconds=60)
CAPACITY = 100
NEVER_RESTED = datetime(9999, 1, 1, tzinfo=UTC)
"""When somebody declined who is never to be offered it."""


@dataclass(frozen=True, slots=True)
class Before:
    """What came before of the same pseudonym: its newest attempt.

    left_at: of the newest attempt, also when it was turned away · place_at, place_until: the place that it had when it
    left the queue without having spoken, and when that was; else null · spoke_until: the end of its last conversation,
    else null.
    """

    contact: str
    nth: int
    left_at: datetime
    place_at: datetime | None = None
    place_until: datetime | None = None
    spoke_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a new attempt stands. contact: null begins a new one · is_redial: it takes its own place again."""

    contact: str | None
    nth: int
    place_at: datetime
    is_redial: bool = False


def arrive(before: Before | None, now: datetime) -> Arrival:
    """The place of somebody who enters now (product rule 9)."""
    if before is None:
        return Arrival(None, 1, now)
    again = now - before.left_at <= REDIAL
    contact, nth = (before.contact, before.nth + 1) if again else (None, 1)
    if before.place_at is not None and before.place_until is not None and now - before.place_until <= REDIAL:
        return Arrival(contact, nth, before.place_at, is_redial=True)
    if before.spoke_until is not None and now - before.spoke_until <= YIELDS_AFTER_CONVERSATION:
        return Arrival(contact, nth, now + YIELDS_FOR)
    return Arrival(contact, nth, now)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child to be offered. declined_by: who declined it, and when · way_back_after: the kind of sanction in spite of
    which it came in, way_back_from: who gave that."""

    conversation: str
    rank: int
    place_at: datetime
    since: datetime
    language: str
    adults_only: bool
    practice: bool
    channel: str = "chat"
    declined_by: tuple[tuple[str, datetime], ...] = ()
    way_back_after: str | None = None
    way_back_from: str | None = None


@dataclass(frozen=True, slots=True)
class Free:
    """A volunteer who can take one conversation more."""

    volunteer: str
    idle_since: datetime
    languages: tuple[str, ...]
    level: Level
    youth: bool
    channels: tuple[str, ...] = ("chat",)
    coordinator: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """Offer this conversation to this volunteer."""

    conversation: str
    volunteer: str


def weight(chats: int, level: Level) -> int:
    """What one chat takes of a volunteer's capacity: all, or half for who opted in to two chats.

    Who is coached has one conversation at a time, whatever was chosen.
    """
    return CAPACITY // 2 if chats == 2 and level is Level.INDEPENDENT else CAPACITY


def room(held: int, chats: int, level: Level) -> int:
    """How many chats more can be taken beside `held` conversations and open offers."""
    return max(0, CAPACITY // weight(chats, level) - held)


def has_room(held: int, chats: int, level: Level) -> bool:
    """Can one more chat be taken beside `held` conversations and open offers?"""
    return room(held, chats, level) > 0


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The order in which children are helped."""
    return sorted(waiting, key=lambda child: (child.rank, child.place_at, child.conversation))


def pair(waiting: Iterable[Waiting], free: Sequence[Free], now: datetime, relax_after: timedelta) -> list[Pairing]:
    """Match the child who has waited longest with the volunteer who has been idle longest, and so on.

    `waiting` comes in the order of the queue and is read no further than there are volunteers left.
    A language is asked for until the child has waited `relax_after`; a youth volunteer's protection never relaxes.
    """
    left = sorted(free, key=lambda volunteer: (volunteer.idle_since, volunteer.volunteer))
    pairings: list[Pairing] = []
    for child in waiting:
        if not left:
            break
        chosen = _choose(child, left, now, relax_after)
        if chosen is not None:
            left.remove(chosen)
            pairings.append(Pairing(child.conversation, chosen.volunteer))
    return pairings


def _choose(child: Waiting, free: Sequence[Free], now: datetime, relax_after: timedelta) -> Free | None:
    able = [volunteer for volunteer in free if may_be_offered(child, volunteer)]
    if now - child.since < relax_after:
        able = [volunteer for volunteer in able if child.language in volunteer.languages]
    declined = dict(child.declined_by)
    fresh = [volunteer for volunteer in able if volunteer.volunteer not in declined]
    rested = [v for v in able if v.volunteer in declined and now - declined[v.volunteer] >= DECLINED_REST]
    return next(iter(fresh or rested), None)


def may_be_offered(child: Waiting, volunteer: Free) -> bool:
    """Levels and youth: training is for the practice line only, and a young volunteer is spared some contacts."""
    if child.channel not in volunteer.channels:
        return False
    # whoever rings on a practice line practises with everybody who is there
    if (volunteer.level is Level.TRAINING) != child.practice and not (child.practice and child.channel == "phone"):
        return False
    if volunteer.youth and child.adults_only:
        return False
    return child.way_back_after is None or _may_welcome_back(child, volunteer)


def _may_welcome_back(child: Waiting, volunteer: Free) -> bool:
    """Who begins anew with a child that was sent away: experienced, grown up, and somebody else; after a block a
    coordinator."""
    if volunteer.volunteer == child.way_back_from or volunteer.level is not Level.INDEPENDENT or volunteer.youth:
        return False
    return volunteer.coordinator or child.way_back_after == Kind.TIME_OUT
