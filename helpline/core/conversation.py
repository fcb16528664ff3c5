"""What is known of a conversation, the same for a chat and a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """The life of a conversation: waiting → offered → active → wrap-up → closed."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACTIVE = "active"
    WRAP_UP = "wrap_up"
    CLOSED = "closed"


class EndedBy(StrEnum):
    """Who or what ended it. `LINE` ends only who still waits when the line has run out after closing."""

    CHILD = "child"
    VOLUNTEER = "volunteer"
    LOST = "lost"
    TIME_OUT = "time_out"
    BLOCK = "block"
    FAULT = "fault"
    LINE = "line"


class Returned(StrEnum):
    """Why a child is back in the queue, as an offer says it."""

    LOST_VOLUNTEER = "lost_volunteer"
    WAY_BACK = "way_back"


IN_QUEUE = frozenset({State.WAITING, State.OFFERED})
AT_DESK = frozenset({State.ACTIVE, State.WRAP_UP})

OWN_FAULT, ORDINARY, PRACTISING = 0, 1, 2
"""The ranks of the queue: who is back through our own fault goes before everybody else, and who practises, whatever
became of the call, after every child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One row of `conversation`; every change makes a new one (`life.py`), saved by compare-and-set on `version`.

    `place_rank` and `place_at` are the place in the queue; `waiting_since` is when this wait began.
    `volunteer` holds it, or held it when the connection was lost and nobody else has accepted yet.
    `assignment` counts who held it, and fences out who lost it. `interrupted_at` is when the volunteer's connection
    was lost, `interrupted` whether the child was told. `child_gone_at` is when the child's last socket closed,
    `child_away` whether the volunteer was told. `way_back_of` is the sanction in spite of which it came in,
    `way_back_after` its kind, and `way_back_from` who gave it and is never asked. `has_sound` is true of a call in
    which sound of the child came through.
    """

    id: str
    attempt: str
    channel: str
    line: str
    language: str
    practice: bool
    state: State
    version: int = 0
    entered_at: datetime
    place_rank: int = ORDINARY
    place_at: datetime
    waiting_since: datetime
    adults_only: bool = False
    returned: Returned | None = None
    topic_chosen: str | None = None
    nickname: bytes | None = None
    note: bytes | None = None
    key_day: str
    key_wrapped: bytes
    volunteer: str | None = None
    assignment: int = 0
    reads_back: bool = False
    interrupted_at: datetime | None = None
    interrupted: bool = False
    handed_over: bool = False
    child_gone_at: datetime | None = None
    child_away: bool = False
    child_node: str | None = None
    child_forgot: bool = False
    phase: int | None = None
    first_offered_at: datetime | None = None
    accepted_at: datetime | None = None
    child_first_words_at: datetime | None = None
    volunteer_first_words_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None
    finished_at: datetime | None = None
    interruptions: int = 0
    hand_overs: int = 0
    child_messages: int = 0
    volunteer_messages: int = 0
    works_from: str | None = None
    way_back_of: str | None = None
    way_back_from: str | None = None
    way_back_after: str | None = None
    has_sound: bool | None = None
    definitions: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message as every view shows it; `seq` starts at 1 and has no gaps. `client_id` is null for `system`."""

    conversation: str
    seq: int
    client_id: str | None
    sender: str
    text: str
    at: datetime
