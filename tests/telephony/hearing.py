"""Whom everybody in a call should hear, by the handbook; so that no test asks the product what is right."""

from __future__ import annotations

from collections.abc import Mapping

from helpline.core.call import TALKING, Child, Part
from helpline.telephony.practice_call import CHILD

People = Mapping[str, Part]
"""Who is in a call, and as what."""


def in_the_talk(child: Child, people: People) -> set[str]:
    """Who talks with each other."""
    if child is Child.TALKS:
        talking = {who for who, part in people.items() if part in TALKING}
        return talking | {CHILD} if talking else set()
    return {who for who, part in people.items() if part in TALKING or part is Part.CONSULT}


def should_hear(who: str, child: Child, people: People) -> set[str]:
    """By the handbook."""
    talk = in_the_talk(child, people)
    along = {it for it, part in people.items() if part in (Part.LISTEN, Part.WHISPER)}
    holder = next((it for it, part in people.items() if part is Part.VOLUNTEER), None)
    if who in along:
        if holder is None:
            return set()
        return talk if holder in talk else {holder}
    hears = talk - {who} if who in talk else set()
    whispers = {it for it in along if people[it] is Part.WHISPER}
    return hears | whispers if who == holder else hears
