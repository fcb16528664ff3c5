"""What a page must know of the settings, as JSON that stands in it. Anybody can read it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from helpline.core.opening_hours import Hours, OpeningHours
from helpline.settings import Settings
from helpline.settings.numbers import numbers_for_page
from helpline.settings.words import FROM_RIGHT_TO_LEFT, Said


def told_to_child(settings: Settings) -> str:
    """What the child's page knows."""
    retention, languages = settings.retention, settings.helpline.languages
    return json.dumps(
        {
            **_every(settings, "child_"),
            "exit_to": settings.child.exit_to,
            "messages_days": retention.messages_days,
            "pseudonyms_days": retention.pseudonyms_days,
            "survey": settings.survey.enabled,
            "legal_review": bool(settings.texts.legal_review),
            "phone": phone_for_page(settings.helpline.phone),
            "hours": hours_for_page(settings.opening),
            "numbers": {language: numbers_for_page(settings.numbers, language) for language in languages},
        },
        ensure_ascii=False,
    )


def told_to_desk(settings: Settings, version: str) -> str:
    """What the desk knows. version: what it was built for, so that it notices when there is a newer page."""
    return json.dumps(_every(settings, "desk_") | {"version": version}, ensure_ascii=False)


def told_to_practice(settings: Settings) -> str:
    """What the telephone of the practice line knows."""
    return json.dumps(_every(settings, "practice_"), ensure_ascii=False)


def phone_for_page(phone: str) -> dict[str, str] | None:
    """The helpline's own number as it is shown, and what a telephone dials for it."""
    return {"number": phone, "href": "tel:" + re.sub(r"[^0-9+]", "", phone)} if phone else None


def hours_for_page(opening: OpeningHours) -> dict[str, Any]:
    """The hours as they are written: the week from Monday, and the single days."""
    return {
        "always": opening.always,
        "weekly": [_spans(opening.weekly.get(day, ())) for day in range(7)],
        "dates": {day.isoformat(): _spans(hours) for day, hours in sorted(opening.dates.items())},
    }


def _every(settings: Settings, its: str) -> dict[str, Any]:
    """What every page knows. its: how the keys of its own texts begin."""
    helpline = settings.helpline
    return {
        "name": helpline.name,
        "language": helpline.language,
        "languages": list(helpline.languages),
        "from_right_to_left": sorted(FROM_RIGHT_TO_LEFT.intersection(helpline.languages)),
        "texts": {language: _texts(own, its) for language, own in settings.words.own.items() if own},
    }


def _texts(own: Mapping[str, Said], its: str) -> dict[str, Any]:
    heard = {key: said for key, said in own.items() if key.startswith((its, "shared_"))}
    return {key: said if isinstance(said, str) else dict(said) for key, said in heard.items()}


def _spans(hours: Hours) -> list[list[str]]:
    return [[_clock(start), _clock(end)] for start, end in sorted(hours)]


def _clock(at: time) -> str:
    return at.strftime("%H:%M")
