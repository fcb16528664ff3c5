"""What a telephone line tells: plain values, the same for every kind of line. What it is asked is in `core/wishes.py`.

A call is a child who rang; its id is given by the line. A leg is somebody rung for that call: a volunteer, a worker of
another organisation, a coordinator who listens in. Whoever rings a leg chooses its id: 1 to 32 of `a-z0-9`, new each
time. Nothing here ever holds a number of a child.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

OWN_ID = re.compile(r"[a-z0-9]{1,32}")
"""What the id of a leg, a prompt or a phone looks like; the line puts it into names of its own."""


class Failure(StrEnum):
    """Why a leg was never answered: in another talk, rang out, not connected at all, or refused."""

    BUSY = "busy"
    NO_ANSWER = "no_answer"
    OFFLINE = "offline"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class StandingLeg:
    """A leg that there is. is_talking: it is in the talk of its call."""

    leg: str
    is_answered: bool
    is_talking: bool


@dataclass(frozen=True, slots=True)
class StandingCall:
    """A call that there is, as the line finds it: what `Incoming` told of it, and how far it came."""

    call: str
    dialled: str
    caller_key: str | None
    is_answered: bool
    is_talking: bool
    legs: tuple[StandingLeg, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A child rings. dialled: which of our numbers · caller_key: the same for every call from one number, and not that
    number; null when it is withheld, so that nobody can be told from anybody."""

    call: str
    dialled: str
    caller_key: str | None


@dataclass(frozen=True, slots=True)
class CallerGone:
    """The child hung up, or its connection is lost. Its legs are still there: wish `HangUp`."""

    call: str


@dataclass(frozen=True, slots=True)
class LegRinging:
    """It rings there."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class LegAnswered:
    """Somebody picked up; they hear nothing until they are connected."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class LegFailed:
    """Nobody picked up; the leg is gone."""

    call: str
    leg: str
    why: Failure


@dataclass(frozen=True, slots=True)
class LegGone:
    """A leg that was answered is gone, or one that was dropped. The call and its other legs are still there."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Digit:
    """The child pressed a key: `0`-`9`, `*`, `#` or `A`-`D`."""

    call: str
    digit: str


@dataclass(frozen=True, slots=True)
class SoundCame:
    """Sound comes from the telephone of a child in a talk, be it only its breath. Told once, and again after `Up`."""

    call: str


@dataclass(frozen=True, slots=True)
class PromptDone:
    """A prompt is over. heard: to its end; false when it was stopped, or is not there."""

    call: str
    prompt: str
    heard: bool


@dataclass(frozen=True, slots=True)
class Device:
    """A volunteer's phone can be rung from now on, or cannot any more."""

    phone: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Up:
    """The line is there, also again: everything that stands. What is not in it is gone, whatever was told before.

    Legs whose child is gone are not in it: the line hangs them up by itself.
    """

    calls: tuple[StandingCall, ...]
    online: frozenset[str]


@dataclass(frozen=True, slots=True)
class Down:
    """The line cannot be reached. Talks may go on meanwhile; nothing is told, and what is wished waits for nothing."""


Fact = (
    Incoming
    | CallerGone
    | LegRinging
    | LegAnswered
    | LegFailed
    | LegGone
    | Digit
    | SoundCame
    | PromptDone
    | Device
    | Up
    | Down
)
