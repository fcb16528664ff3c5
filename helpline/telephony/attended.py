"""A call that the switchboard attends to: what stands on the line, and what was said so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from helpline.core.prompts import Names
from helpline.core.switching import Here, Words
from helpline.core.waiting_words import Next, Told


@dataclass(slots=True)
class Attended:
    """conversation: null for who was sent away · caller_key: as the line tells it · refused: what it hears then ·
    has_way_back: key 1 lets it in all the same · last: its last words · leaving: since when they play ·
    blind_since: since when an error keeps us from seeing what it should be."""

    here: Here
    caller_key: str | None
    conversation: str | None = None
    refused: Names = ()
    has_way_back: bool = False
    told: Told = field(default_factory=Told)
    last: Words | None = None
    leaving: datetime | None = None
    blind_since: datetime | None = None

    def words(self, names: Names, language: str, prompt: str, *, is_urgent: bool = False) -> Words:
        """The same last words under the same id, so that they are said once."""
        if self.last is None or self.last.recordings != names:
            self.last = Words(prompt, names, language, is_urgent)
        return self.last

    def said(self, it: Next) -> None:
        """It was asked for."""
        self.told = it.told
