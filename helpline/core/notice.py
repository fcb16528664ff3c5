"""A notice that a coordinator puts on the child's page when something is the matter: what it says, and until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from helpline.core.errors import Invalid

LONGEST = 300
"""Code points."""
AT_MOST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One that was put. texts: by language · put_by, lifted_by: coordinators. The newest of a line is the one that
    counts, also when it has lapsed or was lifted, so that an older one never comes back."""

    id: str
    line: str
    texts: Mapping[str, str]
    put_by: str
    put_at: datetime
    until: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None

    def is_up(self, now: datetime) -> bool:
        """Does it stand on the child's page now?"""
        return self.lifted_at is None and now < self.until


def check_texts(texts: Mapping[str, str], languages: Collection[str]) -> Mapping[str, str]:
    """The texts as they are shown: one for each language of the helpline, and no other.

    Raises:
        Invalid: a language is missing or unknown, or a text is empty or too long.
    """
    shown = {language: texts.get(language, "").strip() for language in languages}
    if texts.keys() != shown.keys() or not all(0 < len(text) <= LONGEST for text in shown.values()):
        raise Invalid
    return MappingProxyType(shown)


def check_until(until: datetime, now: datetime) -> None:
    """A notice ends by itself: later than now, and within a week.

    Raises:
        Invalid: it would not.
    """
    if not now < until <= now + AT_MOST:
        raise Invalid
