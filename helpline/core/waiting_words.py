"""What a child who waits on the telephone hears, and when: welcome first, then its place whenever that changes, and at
last that somebody comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from helpline.core import prompts
from helpline.core.estimate import Estimate

AGAIN_AFTER = timedelta(seconds=45)
"""Words about the place come no oftener."""
HOLD_WORD_AFTER = timedelta(seconds=15)
"""A child on hold is never without a word for 20 seconds; saying it takes a few."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How it stands now. place: 1 for who is next · nobody: no volunteer could take a call · calamity: something is
    the matter, and a notice is up · lost: the volunteer's voice was lost, and the child is first."""

    place: int
    estimate: Estimate | None
    nobody: bool = False
    calamity: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What was said last. at: when it was decided · wait: what it was about · held_at, holds: words in this hold so
    far · connected: the assignment of whom it heard that they come."""

    at: datetime | None = None
    wait: Wait | None = None
    held_at: datetime | None = None
    holds: int = 0
    connected: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """To be said now. is_urgent: in place of what is playing."""

    names: prompts.Names
    told: Told
    is_urgent: bool = False


def waiting(wait: Wait, told: Told, now: datetime) -> Next | None:
    """What to say to a child in the queue, or null when there is nothing new."""
    before = told.wait
    if wait.lost and (before is None or not before.lost):
        return Next(prompts.interrupted(), Told(now, wait, connected=told.connected), is_urgent=True)
    if before is None:
        calamity = prompts.calamity() if wait.calamity else ()
        return Next((*prompts.welcome(), *calamity, *_how_long(wait)), Told(now, wait))
    if not (may_be_told_again(told, now) and is_news(wait.place, wait.nobody, told)):
        return None
    return Next(_how_long(wait), Told(now, wait, connected=told.connected))


def may_be_told_again(told: Told, now: datetime) -> bool:
    """May a child who waits hear something about its place?"""
    return told.at is None or now - told.at >= AGAIN_AFTER


def is_news(place: int, nobody: bool, told: Told) -> bool:
    """Is it something else than what it heard?"""
    return told.wait is None or (place, nobody) != (told.wait.place, told.wait.nobody)


def _how_long(wait: Wait) -> prompts.Names:
    if wait.nobody:
        return (*prompts.place(wait.place - 1), *prompts.nobody_now())
    return (*prompts.place(wait.place - 1), *prompts.estimate(wait.estimate))


def connecting(assignment: int, told: Told, now: datetime) -> Next | None:
    """Somebody accepted, and their telephone is being answered. Once for each who does; the talk cuts it off."""
    if told.connected == assignment:
        return None
    return Next(prompts.connecting(), replace(told, at=now, connected=assignment), is_urgent=True)


def on_hold(held_at: datetime, told: Told, now: datetime) -> Next | None:
    """A word for a child on hold: at once, and then again and again."""
    holds = told.holds if told.held_at == held_at else 0
    if holds and not hold_word_is_due(told, now):
        return None
    return Next(prompts.hold(holds), replace(told, at=now, held_at=held_at, holds=holds + 1))


def hold_word_is_due(told: Told, now: datetime) -> bool:
    """Was a child on hold without a word for long enough?"""
    return told.at is None or now - told.at >= HOLD_WORD_AFTER
