"""A call: what it is made of, and what it should be. What is wished of the line for it stands in `core/switching.py`.

A call is the voice of a conversation whose channel is the phone. Everything that decides it is a row, so that any
process can see what should be, compare it with what the line says there is, and put it right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from helpline.core.conversation import IN_QUEUE, Conversation, EndedBy, State


class Part(StrEnum):
    """For what somebody was rung: to hold the conversation; to be asked while the child is on hold; to talk with all;
    and a coordinator to listen, to whisper to the volunteer, or to talk with all."""

    VOLUNTEER = "volunteer"
    CONSULT = "consult"
    CONFERENCE = "conference"
    LISTEN = "listen"
    WHISPER = "whisper"
    JOIN = "join"


class Missed(StrEnum):
    """Why somebody who was asked is not in a call: says no, talks with others, does not answer, or has left."""

    NO = "no"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    LEFT = "left"


TALKING = frozenset({Part.VOLUNTEER, Part.CONFERENCE, Part.JOIN})
"""Whom the child hears."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One row of `call`.

    call: its id on the line · held_at: since when the child is on hold · recording: the one with which it ends ·
    missed: what became of whom the volunteer asked last, a colleague or by slug, until they do something else.
    """

    conversation: str
    call: str
    held_at: datetime | None = None
    recording: str | None = None
    missed: Missed | None = None
    missed_staff: str | None = None
    missed_referral: str | None = None

    def hold(self, since: datetime | None) -> Call:
        """The child is on hold since then, or with null not any more; nobody is missed any longer."""
        return replace(self, held_at=since, missed=None, missed_staff=None, missed_referral=None)

    def miss(self, leg: Leg, why: Missed) -> Call:
        """Whoever was asked is not there; the child stays where it is."""
        return replace(self, missed=why, missed_staff=leg.staff, missed_referral=leg.referral)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One row of `leg`: somebody who is rung, or is there.

    staff and phone: of somebody of the helpline; a colleague who is asked has no phone in it before they say yes ·
    referral: whom else, by the slug of the directory · offer: the one that it rings for · answered_at: null while it
    rings.
    """

    id: str
    conversation: str
    part: Part
    staff: str | None = None
    phone: str | None = None
    referral: str | None = None
    offer: str | None = None
    made_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """With what a volunteer talks: the browser of one session. name: what the line rings · is_online: it can be."""

    name: str
    staff: str
    session: bytes
    is_online: bool = False
    made_at: datetime


class Child(StrEnum):
    """Where the child should be: in the queue with music, in the talk, on hold, hearing a last recording, or gone."""

    WAITS = "waits"
    TALKS = "talks"
    HELD = "held"
    LEAVES = "leaves"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a call should be. legs: those who should be rung or there, whoever holds the conversation first."""

    child: Child
    legs: tuple[Leg, ...] = ()


def wanted(it: Conversation, call: Call, legs: Sequence[Leg]) -> Wanted:
    """What the rows say."""
    ordered = tuple(sorted(legs, key=lambda leg: (leg.part is not Part.VOLUNTEER, leg.made_at, leg.id)))
    if it.ended_at is not None:
        return _ended(it, call, ordered)
    if it.state in IN_QUEUE:
        return Wanted(Child.WAITS, tuple(leg for leg in ordered if leg.part is Part.VOLUNTEER))
    return Wanted(Child.HELD if call.held_at is not None else Child.TALKS, ordered)


def _ended(it: Conversation, call: Call, legs: tuple[Leg, ...]) -> Wanted:
    """Whoever was added from outside may go on with the child when the volunteer leaves; to a colleague it is passed
    on before."""
    added = (leg for leg in legs if leg.part is Part.CONFERENCE and leg.staff is None)
    stay = tuple(leg for leg in added if leg.answered_at is not None)
    if it.ended_by is EndedBy.VOLUNTEER and call.recording is None and stay:
        return Wanted(Child.TALKS, stay)
    if call.recording is not None or it.ended_by in (EndedBy.TIME_OUT, EndedBy.BLOCK, EndedBy.LINE):
        return Wanted(Child.LEAVES)
    return Wanted(Child.GONE)


def colleague_in(legs: Sequence[Leg]) -> Leg | None:
    """The colleague who is asked, or is in it; never more than one."""
    return next((leg for leg in legs if leg.staff is not None and leg.part in (Part.CONSULT, Part.CONFERENCE)), None)


def is_held_by_voice(it: Conversation, legs: Sequence[Leg]) -> bool:
    """Does whoever holds it still talk with the child, whatever became of the window of their desk?"""
    return it.state is State.ACTIVE and any(
        leg.part is Part.VOLUNTEER and leg.staff == it.volunteer and leg.answered_at is not None for leg in legs
    )
