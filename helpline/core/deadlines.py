"""Moments after which something lapses. They are rows, found by `due(now)` and claimed once by whichever node ticks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What happens at the moment; `subject` is the id of an offer or a conversation, unless it says otherwise."""

    OFFER = "offer"
    """An offer lapses; the child keeps its place and the volunteer is set to away."""
    TELL_CHILD = "tell_child"
    """The child hears that the volunteer's connection is lost, and may choose."""
    REQUEUE = "requeue"
    """The child goes to the front of the queue."""
    CHILD_WAITED = "child_waited"
    """A child that was away while waiting loses its place."""
    CHILD_AWAY = "child_away"
    """The volunteer hears that the child is away."""
    SURVEY_OVER = "survey_over"
    """Nothing leads from the answers of the survey to their conversation any more."""
    ALARM_TAKER = "alarm_taker"
    """The coordinator who took an alarm did not return: it sounds again."""
    WATCHER = "watcher"
    """The coordinator who read along did not return. `subject` is the coordinator."""
    CALL_WAITED = "call_waited"
    """A child that rings has waited for as long as anybody may."""
    CALL_ASKED = "call_asked"
    """A colleague who is asked for a call did not answer. `subject` is the leg."""
    WHISPER = "whisper"
    """The oldest whisper in a conversation is forgotten."""
    AGREEMENT = "agreement"
    """Nobody agreed in time. `subject` is the time-out or block."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One moment for one subject; setting it again moves it."""

    kind: Kind
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Graces:
    """How long things may take; from `[routing]` in `rules.toml`."""

    offer: timedelta = timedelta(seconds=30)
    tell_child: timedelta = timedelta(seconds=1)
    volunteer: timedelta = timedelta(seconds=90)
    child: timedelta = timedelta(seconds=120)
    waiting: timedelta = timedelta(seconds=1800)
    call: timedelta = timedelta(minutes=60)
    skill_relax: timedelta = timedelta(seconds=120)
