"""What who practises hears on the line, as a page can show it. Pure but for reading."""

from __future__ import annotations

from helpline.core.call import Call, Leg
from helpline.core.conversation import Conversation
from helpline.core.staff import alias_of
from helpline.ports import Records, Sound
from helpline.realtime.forms import Form
from helpline.settings import Settings

IDLE: Form = {"state": "idle", "hears": [], "music": False, "voices": []}
"""No call yet."""
OVER: Form = IDLE | {"state": "over"}


async def look(sound: Sound | None, it: Conversation | None, records: Records, settings: Settings) -> Form:
    """The call. it: once it is in the queue."""
    if sound is None:
        return OVER
    kept = await records.calls.of(it.id) if it is not None and it.ended_at is None else None
    legs = await records.calls.legs(it.id) if it is not None else []
    return {
        "state": _state(sound, kept),
        "hears": [_said(name, settings) for name in sound.recordings],
        "music": sound.music,
        "voices": [await _voice(leg, records, settings) for leg in legs if leg.id in sound.legs],
    }


def _state(sound: Sound, kept: Call | None) -> str:
    """kept: null for who was sent away, or whose conversation is over."""
    if not sound.is_answered:
        return "rings"
    if sound.is_in_talk:
        return "talks"
    if kept is None:
        return "leaves"
    return "on_hold" if kept.held_at is not None else "waits"


def _said(recording: str, settings: Settings) -> Form:
    """What a recording says, in each language."""
    return {language: said.get(recording, recording) for language, said in settings.prompts.items()}


async def _voice(leg: Leg, records: Records, settings: Settings) -> str | None:
    """Who is heard: of ours the alias and nothing else, of others where they work."""
    if leg.staff is not None:
        staff = await records.people.get(leg.staff)
        return alias_of(staff, await records.people.duty(leg.staff)) if staff is not None else None
    names = (it.names for it in settings.referrals if it.slug == leg.referral)
    return next((it[settings.helpline.language] for it in names), None)
