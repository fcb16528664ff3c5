"""The rules of one helpline, made once from its settings and handed to the actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from helpline.core.deadlines import Graces
from helpline.core.definitions import Definitions
from helpline.core.opening_hours import OpeningHours

STATISTICS = "1"
"""The version of the definitions in `docs/statistics.md`; it stands in every attempt and conversation."""

RETURNS_FOR = timedelta(minutes=10)
"""How long after its end a child can still read its conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """graces: how long things may take · full_minutes: from which wait on the line is full (0: never).

    lasting_device: a page may keep its token beyond the tab, while a time-out lasts.
    survey: the two questions before and after are asked · adults_only: topics of the child's own choosing that a young
    volunteer is never offered.
    """

    graces: Graces
    hours: OpeningHours
    definitions: Definitions
    languages: tuple[str, ...]
    full_minutes: int
    line: str = "main"
    survey: bool = True
    lasting_device: bool = True
    adults_only: frozenset[str] = field(default_factory=lambda: frozenset({"sex_body", "hurt"}))

    @property
    def version(self) -> str:
        """The definitions that counted when something was recorded."""
        return f"{STATISTICS}/{self.definitions.version}"
