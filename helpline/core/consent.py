"""What a child was asked before somebody else is told or put through, and what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    """`WITHDRAWN`: it agreed, and does not any more."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """asked: who would be put through, by the slug of the referral directory."""

    asked: str
    answer: Answer
    at: datetime


def agrees(given: Sequence[Consent], asked: str) -> bool:
    """Does the child agree to this now? given: oldest first; the newest answer counts."""
    newest = next((it for it in reversed(given) if it.asked == asked), None)
    return newest is not None and newest.answer is Answer.YES
