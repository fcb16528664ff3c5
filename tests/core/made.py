"""Conversations, children and volunteers made up for the tests of the rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from helpline.core.conversation import ORDINARY, Conversation, State
from helpline.core.queue import Free, Waiting
from helpline.core.staff import Level
from tests.fakes.clock import A_SATURDAY_EVENING

NOW = A_SATURDAY_EVENING


def a_conversation(state: State = State.WAITING, **changes: Any) -> Conversation:
    """One in this state, as it usually is there; Ann holds it from when it is active."""
    usual: dict[str, Any] = {"place_at": NOW, "waiting_since": NOW}
    if state not in (State.WAITING, State.OFFERED):
        usual |= {"volunteer": "ann", "assignment": 1, "accepted_at": NOW, "phase": 1}
    if state in (State.WRAP_UP, State.CLOSED):
        usual |= {"ended_at": NOW, "ended_by": "child"}
    if state is State.CLOSED:
        usual |= {"finished_at": NOW}
    return Conversation(
        id="blue",
        attempt="first",
        channel="chat",
        line="main",
        language="nl",
        practice=False,
        state=state,
        entered_at=NOW,
        key_day="2026-11-21",
        key_wrapped=b"key",
        definitions="1",
        **(usual | changes),
    )


def waits(name: str, *, minutes: float = 1, place: float | None = None, **changes: Any) -> Waiting:
    """A child that entered `minutes` ago; place: from how many minutes ago its place is, when it is another one."""
    usual: dict[str, Any] = {"rank": ORDINARY, "language": "nl", "adults_only": False, "practice": False}
    since, place_at = NOW - timedelta(minutes=minutes), NOW - timedelta(minutes=minutes if place is None else place)
    return Waiting(name, place_at=place_at, since=since, **(usual | changes))


def is_free(name: str, *, minutes: float = 1, **changes: Any) -> Free:
    """A volunteer who has been idle for so long."""
    usual: dict[str, Any] = {"languages": ("nl",), "level": Level.INDEPENDENT, "youth": False}
    return Free(name, NOW - timedelta(minutes=minutes), **(usual | changes))
