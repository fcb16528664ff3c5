"""The knowledge base as the routes need it: what is found, and what is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from helpline.core.article import Review, Shown


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. article: its slug, or null where the sub-topic has none · reason: why it was found."""

    article: str | None
    title: str
    topic: str
    subtopic: str
    excerpt: str
    reason: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first; without any, perhaps what was meant."""

    hits: tuple[Hit, ...]
    did_you_mean: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article as a volunteer reads it: all of it, or the card. others: its slugs in other languages."""

    slug: str
    title: str
    topic: str
    subtopic: str
    language: str
    body: str
    acute: bool
    referrals: tuple[str, ...]
    shown: Shown
    review: Review | None
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForChildren:
    """The part of an article that children read themselves."""

    slug: str
    title: str
    topic: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What somebody wrote, taken apart. due_on: the day by which it is to be read again."""

    slug: str
    title: str
    language: str
    topic: str
    subtopic: str
    acute: bool
    keywords: tuple[str, ...]
    body: str
    for_children: str
    referrals: tuple[str, ...]
    due_on: str


class WrongText(Exception):
    """What was written is no article, or no list of synonyms; says why."""


class Library(Protocol):
    """The knowledge base of one process, always as it is now."""

    async def shipped_synonyms(self) -> str:
        """The list of synonyms that comes with the program, as its file."""
        ...

    async def search(self, text: str, *, topic: str | None, most: int, language: str) -> Found:
        """What fits this text; nothing for a text without words.

        Raises:
            Invalid: no such topic.
            TryAgain: it is still being read.
        """
        ...

    async def complete(self, text: str) -> Sequence[str]:
        """How what is being typed may go on."""
        ...

    def about(self, subtopics: Sequence[str], language: str) -> Sequence[Hit]:
        """The articles of these sub-topics."""
        ...

    def page(self, slug: str) -> Page | None:
        """An article, or null."""
        ...

    def for_children(self, language: str, subtopics: Sequence[str] | None) -> Sequence[ForChildren]:
        """The parts for children, of these sub-topics or of all."""
        ...

    async def check(self, content: str) -> Checked:
        """Take apart what somebody wrote.

        Raises:
            WrongText: it is no article.
        """
        ...

    async def take_apart(self, contents: Sequence[str]) -> list[Checked | None]:
        """The same of many texts at once, null for what is no article."""
        ...

    async def check_synonyms(self, content: str) -> None:
        """See that a list of synonyms can be used.

        Raises:
            WrongText: it cannot.
        """
        ...
