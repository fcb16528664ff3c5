"""Reading along: a coordinator follows a running conversation, with a reason, and its volunteer sees who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from helpline.core.conversation import IN_QUEUE, Conversation, State
from helpline.core.staff import Level, Role, Staff

WHISPER_KEPT = timedelta(minutes=1)
"""So long a whisper waits for the windows of the volunteer; then it is gone."""


class Reason(StrEnum):
    """Why a coordinator opens a conversation that is not theirs."""

    ASKED = "asked"
    COACHING = "coaching"
    SAFETY = "safety"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A coordinator reads along."""

    conversation: str
    staff: str
    since: datetime
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A volunteer asked the coordinators to look along; it stands until one of them does."""

    conversation: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedWhisper:
    """Words of a coordinator for the volunteer alone, sealed under the conversation's key."""

    id: str
    conversation: str
    said_by: str
    said_to: str
    at: datetime
    sealed: bytes


def needs_company(volunteer: Staff) -> bool:
    """Whoever is coached is asked company for, without asking: in every conversation that they take."""
    return volunteer.role is Role.VOLUNTEER and volunteer.level is Level.COACHED


def is_open(it: Conversation) -> bool:
    """May it be read along with or taken over? From the first acceptance to its end, also while it is queued again."""
    return it.state is State.ACTIVE or (it.state in IN_QUEUE and it.assignment > 0)
