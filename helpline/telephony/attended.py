"""A call that the switchboard attends to: what stands on the line, and what was said so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from helpline.core.call import Child
from helpline.core.prompts import Names
from helpline.core.switching import Here, Words
from helpline.core.waiting_words import Next, Told, hold_word_is_due, is_news, may_be_told_again

LEAVES_WITHIN = timedelta(minutes=2)
"""Longer than any last words; then the line has lost them, and the call ends all the same."""


@dataclass(slots=True)
class Attended:
    """conversation: null for who was sent away · caller_key: as the line tells it · refused: what it hears then ·
    has_way_back: key 1 lets it in all the same · last: its last words · leaving: since when they play ·
    blind_since: since when an error keeps us from seeing what it should be · version, child: of the conversation, and
    where the child should be, when it was last looked at."""

    here: Here
    caller_key: str | None
    conversation: str | None = None
    refused: Names = ()
    has_way_back: bool = False
    told: Told = field(default_factory=Told)
    last: Words | None = None
    leaving: datetime | None = None
    blind_since: datetime | None = None
    version: int | None = None
    child: Child | None = None

    def words(self, names: Names, language: str, prompt: str, *, is_urgent: bool = False) -> Words:
        """The same last words under the same id, so that they are said once."""
        if self.last is None or self.last.recordings != names:
            self.last = Words(prompt, names, language, is_urgent)
        return self.last

    def said(self, it: Next) -> None:
        """It was asked for."""
        self.told = it.told

    def has_left(self, now: datetime) -> bool:
        """Did the last words take too long? They begin when this is first asked."""
        self.leaving = self.leaving or now
        return now - self.leaving > LEAVES_WITHIN

    def is_due(self, now: datetime) -> bool:
        """Is it to be looked at, because time has passed?"""
        if self.blind_since is not None:
            return True
        if self.leaving is not None:
            return self.has_left(now)
        return self.child is Child.HELD and self.here.playing is None and hold_word_is_due(self.told, now)

    def may_hear_its_place(self, now: datetime) -> bool:
        """It waits, and heard of its place long enough ago."""
        return self.child is Child.WAITS and self.here.playing is None and may_be_told_again(self.told, now)

    def has_news(self, place: int | None, nobody: bool) -> bool:
        """Is its place another one than what it was told? place: null when it is not known."""
        return place is not None and is_news(place, nobody, self.told)
