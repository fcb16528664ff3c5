"""Where the articles of the knowledge base stand, with their versions, and what the editors count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from helpline.core.article import Article, Review, Version


@dataclass(frozen=True, slots=True)
class Standing:
    """An article with the text of the version that is read (of the newest one while it is a draft), and who approved
    that text last."""

    article: Article
    content: str
    review: Review | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A query that found nothing, with how often since some hour."""

    query: str
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class SynonymVersion:
    """One version of the list of synonyms, whole. by: who wrote it, null for what is imported."""

    number: int
    content: str
    by: str | None
    why: str
    at: datetime


class Shelf(Protocol):
    """The articles. One is named by its slug, which is another one in each language."""

    async def revision(self) -> int:
        """The newest revision of all, 0 when nothing was ever published."""
        ...

    async def next_revision(self) -> int:
        """The next one. Whoever asks holds it until the commit, so that none is ever seen out of order."""
        ...

    async def changed_after(self, revision: int) -> list[Standing]:
        """Those published or retired after this revision, the oldest change first."""
        ...

    async def all(self) -> list[Standing]:
        """Every article, by slug."""
        ...

    async def get(self, slug: str) -> Article | None:
        """One, or null."""
        ...

    async def add(self, it: Article) -> None:
        """A new one.

        Raises:
            Changed: there is one of this name.
        """
        ...

    async def save(self, it: Article, before: Article) -> None:
        """Write it where it still is as it was read.

        Raises:
            Changed: somebody else was first.
        """
        ...

    async def add_version(self, it: Version) -> None:
        """A new version; none is ever changed.

        Raises:
            Changed: the number is taken.
        """
        ...

    async def version(self, slug: str, number: int) -> Version | None:
        """One version, or null."""
        ...

    async def versions(self, slug: str) -> list[Version]:
        """All of them, the newest first."""
        ...

    async def approve(self, it: Review) -> None:
        """Keep an approval; a later one of the same version takes its place."""
        ...

    async def newest_synonyms(self) -> SynonymVersion | None:
        """The list of synonyms that is in use; null for the one that comes with the program."""
        ...

    async def add_synonyms(self, it: SynonymVersion) -> None:
        """A newer list.

        Raises:
            Changed: the number is taken.
        """
        ...

    async def count_missed(self, query: str, language: str, hour: datetime) -> None:
        """One more query that found nothing. Nothing says who typed it, or in which conversation."""
        ...

    async def missed_since(self, hour: datetime, most: int) -> list[Missed]:
        """Those that found nothing, the most frequent first."""
        ...

    async def count_opened(self, slug: str, day: date) -> None:
        """One more reading of an article."""
        ...

    async def opened_since(self, day: date) -> Sequence[tuple[str, int]]:
        """Slug and how often each was opened, the most read first."""
        ...
