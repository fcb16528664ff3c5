"""The short card of an article about danger that nobody has approved: what to ask, and when to raise the alarm."""

from __future__ import annotations

import re

_SECTION = re.compile(r"^## ", re.MULTILINE)
_ON_THE_CARD = (
    "Wat je kunt vragen",
    "Wanneer je je zorgen maakt",
    "What you can ask",
    "When to worry",
)


def card_of(body: str) -> str:
    """The parts of an article that stand on its card; nothing where it has none of them."""
    sections = [f"## {section}".rstrip() for section in _SECTION.split(body)[1:]]
    return "\n\n".join(section for section in sections if section[3:].split("\n", 1)[0].strip() in _ON_THE_CARD)
