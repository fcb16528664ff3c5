"""An article of the knowledge base: what becomes of it, who approved it, and who may read how much of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from helpline.core.errors import Refusal


class EditedMeanwhile(Refusal):
    """Somebody else wrote a version since this one was opened; `latest` is the number of theirs."""

    code = "edited_meanwhile"


class ArticleState(StrEnum):
    """draft → published → retired; a retired one may be published again."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Shown(StrEnum):
    """How much of an article somebody reads. `CARD`: what to ask, when to raise the alarm, and the numbers."""

    WHOLE = "whole"
    UNREVIEWED = "unreviewed"
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text in one language, under a slug of its own.

    latest: its newest version · published: the version that is read, or was last · revision: grows with every change
    to what is read, over all articles, so that each process finds what is new.
    """

    slug: str
    language: str
    state: ArticleState
    latest: int
    published: int | None = None
    revision: int = 0
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version, whole: header and Markdown as in a file. by: who wrote it, null for what is shipped or imported."""

    slug: str
    number: int
    content: str
    by: str | None
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A named professional approved this version on a day; the approval lapses after the day `until`."""

    slug: str
    version: int
    name: str
    role: str
    on: date
    until: date


def write(it: Article, base: int, now: datetime) -> Article:
    """There is a newer version, made from version `base`; what is read stays as it is.

    Raises:
        EditedMeanwhile: it was not made from the newest.
    """
    if base != it.latest:
        raise EditedMeanwhile(latest=it.latest)
    return replace(it, latest=it.latest + 1, changed_at=now)


def publish(it: Article, number: int, revision: int, now: datetime) -> Article:
    """This version is what people read from now on."""
    return replace(it, state=ArticleState.PUBLISHED, published=number, revision=revision, changed_at=now)


def retire(it: Article, revision: int, now: datetime) -> Article:
    """Nobody reads it any more; its versions stay."""
    return replace(it, state=ArticleState.RETIRED, revision=revision, changed_at=now)


def is_approved(it: Article, review: Review | None, today: date) -> bool:
    """Did a professional approve what is read, and does that approval still hold?"""
    return review is not None and review.version == it.published and today <= review.until


def shown_to_staff(*, is_approved: bool, is_acute: bool, shows_all: bool) -> Shown:
    """What a volunteer reads. shows_all: `[knowledge] unreviewed = "all"`, for a demo or a helpline that decides so."""
    if is_approved:
        return Shown.WHOLE
    return Shown.UNREVIEWED if shows_all or not is_acute else Shown.CARD


def is_shown_to_children(*, is_approved: bool, shows_all: bool) -> bool:
    """A text that nobody approved is hidden from children, except in a demo."""
    return is_approved or shows_all
