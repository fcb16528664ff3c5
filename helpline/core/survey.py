"""The two questions of the research, before and after: how do you feel, and how big is it.

A child may always skip them, is never asked twice, and is not asked afterwards where that would hurt: after a time-out,
a block or acute danger. The answers stand under a random name that leads to no conversation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from helpline.core.conversation import Conversation, EndedBy
from helpline.core.errors import Ended, NotAsked, NotTalking
from helpline.core.rules import RETURNS_FOR

_ENDS_WELL = frozenset({EndedBy.CHILD, EndedBy.VOLUNTEER, EndedBy.LOST})


class Moment(StrEnum):
    """When it is asked: while waiting, and when the conversation is over."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The answers of one child, each 1 to 5 or null. pair: random · topic: the main one, once it is known · week: of
    the conversation, such as `2026-W47`; no other moment is kept."""

    pair: str
    channel: str
    topic: str | None = None
    week: str
    before_feeling: int | None = None
    before_size: int | None = None
    after_feeling: int | None = None
    after_size: int | None = None


def week_of(moment: datetime, zone: tzinfo) -> str:
    """The week of the calendar (ISO 8601) in which this moment falls, where the helpline is."""
    year, week, _ = moment.astimezone(zone).isocalendar()
    return f"{year}-W{week:02}"


def is_asked_after(it: Conversation, *, in_danger: bool, now: datetime) -> bool:
    """May the child be asked how it is now? Ten minutes long, when it talked to somebody and it ended well."""
    if it.ended_at is None or it.ended_at <= now - RETURNS_FOR or it.accepted_at is None:
        return False
    return it.ended_by in _ENDS_WELL and not in_danger


def check_moment(it: Conversation | None, moment: Moment, *, in_danger: bool, now: datetime) -> None:
    """Is this the moment to answer?

    Raises:
        NotTalking: there is no conversation, or it can be read no more.
        Ended: it is over, and this was asked before it began.
        NotAsked: afterwards is not yet, or is not asked of this child.
    """
    if it is None or it.child_forgot or (it.ended_at is not None and it.ended_at <= now - RETURNS_FOR):
        raise NotTalking
    if moment is Moment.BEFORE and it.ended_at is not None:
        raise Ended
    if moment is Moment.AFTER and not is_asked_after(it, in_danger=in_danger, now=now):
        raise NotAsked


def has_answered(it: Survey, moment: Moment) -> bool:
    """Was at least one of the two questions answered at this moment?"""
    if moment is Moment.BEFORE:
        return it.before_feeling is not None or it.before_size is not None
    return it.after_feeling is not None or it.after_size is not None


def answered(it: Survey, moment: Moment, feeling: int | None, size: int | None) -> Survey:
    """With these answers; what was answered before stays as it was."""
    if has_answered(it, moment):
        return it
    if moment is Moment.BEFORE:
        return replace(it, before_feeling=feeling, before_size=size)
    return replace(it, after_feeling=feeling, after_size=size)
