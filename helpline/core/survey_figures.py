"""What may be told of the survey: counts by week, channel and topic, without the small ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from helpline.core.small_cells import LEAST, without_small
from helpline.core.survey import Survey

QUESTIONS = ("before_feeling", "before_size", "after_feeling", "after_size")
ANSWERS = (1, 2, 3, 4, 5, None)
"""Null: not answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The children of one week, channel and main topic. counts: for each question how many gave each of `ANSWERS`, null
    where it is left out."""

    week: str
    channel: str
    topic: str | None
    pairs: int
    counts: dict[str, list[int | None]]


def figures(answers: Iterable[Survey]) -> list[Group]:
    """The groups of at least five, in order. No sum over groups is told: from it one left out could be worked out."""
    groups: dict[tuple[str, str, str], list[Survey]] = {}
    for it in answers:
        groups.setdefault((it.week, it.channel, it.topic or ""), []).append(it)
    return [
        Group(week=week, channel=channel, topic=topic or None, pairs=len(theirs), counts=_counts(theirs))
        for (week, channel, topic), theirs in sorted(groups.items())
        if len(theirs) >= LEAST
    ]


def _counts(theirs: list[Survey]) -> dict[str, list[int | None]]:
    counted = {question: Counter(getattr(it, question) for it in theirs) for question in QUESTIONS}
    return {question: without_small([counts[answer] for answer in ANSWERS]) for question, counts in counted.items()}
