"""A recording of the telephone: what is played, and what a coordinator wants played instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from helpline.core.errors import Refusal

RATE = 8_000
"""Samples a second: what a telephone carries."""
LONGEST_SECONDS = 60
SHORTEST_SECONDS = 0.2


class State(StrEnum):
    """What a child hears: a recording of somebody, the voice of the machine, or nothing."""

    RECORDING = "recording"
    PLACEHOLDER = "placeholder"
    MISSING = "missing"


class Why(StrEnum):
    """Why what was uploaded cannot be used: nothing that we can read as sound, too long, too short, as good as silent,
    or so loud that it is distorted."""

    NOT_SOUND = "not_sound"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    SILENT = "silent"
    CLIPPED = "clipped"


@dataclass(frozen=True, slots=True)
class Sound:
    """What a telephone plays: a WAV of 8 kHz, mono, 16 bits."""

    wav: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Draft:
    """Uploaded, and not played to any child yet. id: of this sound and no other · is_heard: somebody listened to it."""

    id: str
    seconds: float
    is_heard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One name in one language. text: what it should say, null when nobody wrote that yet · seconds: how long it is,
    null when it is missing · is_outdated: the text has changed since it was recorded or made."""

    name: str
    language: str
    text: str | None
    state: State
    seconds: float | None
    is_outdated: bool
    draft: Draft | None


class BadRecording(Refusal):
    """What was uploaded cannot be used; `why` says in a code why not."""

    code = "bad_recording"


class NotHeard(Refusal):
    """Nobody listened to this draft yet, and nobody should hear a recording first as a child in the queue."""

    code = "not_heard"


class DraftGone(Refusal):
    """Another draft was uploaded meanwhile, or this one was put away."""

    code = "draft_gone"


class NoPlaceholder(Refusal):
    """The machine has not said this yet, and without the recording a child would hear nothing."""

    code = "no_placeholder"
