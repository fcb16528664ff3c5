"""What becomes of an advice: shown quietly, put away, followed or not; nobody's name stands with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from helpline.core.advice import Advice, Suggestion
from helpline.core.history import MARKS
from helpline.core.topics import Topics

_STRENGTH = {it: number for number, it in enumerate(Suggestion)}
NOTHING = Advice(Suggestion.NOTHING)


@dataclass(frozen=True, slots=True)
class Advised:
    """The advice of a conversation as it stands. put_away: what was suggested when the volunteer put it away."""

    advice: Advice = NOTHING
    put_away: Suggestion | None = None


def is_shown(it: Advised) -> bool:
    """Is there something to show? What was put away comes back only when more is suggested."""
    put_away = it.put_away or Suggestion.NOTHING
    return _STRENGTH[it.advice.suggestion] > _STRENGTH[put_away]


def put_away(it: Advised) -> Advised:
    """The volunteer has read it."""
    return replace(it, put_away=it.advice.suggestion)


def is_about_danger(registration: Mapping[str, Any], topics: Topics) -> bool:
    """Does a registered sub-topic, or the registration itself, concern danger? Then nothing is advised."""
    named = registration.get("topics") or ()
    return registration.get("danger") in ("acute", "possible") or not topics.acute.isdisjoint(named)


def became(registration: Mapping[str, Any], *, had_time_out: bool) -> str:
    """What the volunteer decided: a time-out, a mark, or neither."""
    if had_time_out:
        return "time_out"
    return "mark" if registration.get("type") in MARKS else "neither"
