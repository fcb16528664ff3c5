"""A snapshot followed by the events after it equals a fresh snapshot, for every event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpline.core.permissions import CHILD_FACE, DESK_FACE
from helpline.settings import Settings
from tests.realtime.faces import (
    scenes,
    scenes_of_advice,
    scenes_of_blocks,
    scenes_of_company,
    scenes_of_danger,
    scenes_of_loss,
    scenes_of_sanctions,
)
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.reducers import CHILD_EVENTS, DESK_EVENTS
from tests.realtime.faces.stage import SCENES

assert scenes
assert scenes_of_advice
assert scenes_of_company
assert scenes_of_danger
assert scenes_of_blocks
assert scenes_of_sanctions
assert scenes_of_loss
"""Imported for what they put into `SCENES`."""


ON_THE_TELEPHONE = {"beside"}
"""What only a call can make: `test_calls.py` compares the pages after these."""


def patient(settings: Settings) -> Settings:
    """An offer stays open for long, so that comparing the pages does not let it lapse."""
    return replace(settings, routing=replace(settings.routing, offer_seconds=1500))


@pytest.mark.parametrize("name", SCENES)
async def test_the_events_of_a_scene_lead_to_the_next_snapshot(name: str, open_line: Open):
    scene = SCENES[name]
    heard: dict[str, set[str]] = {CHILD_FACE: set(), DESK_FACE: set()}
    async with open_line(patient) as evening:
        evening.told = heard
        await scene.play(evening)
    assert scene.child <= heard[CHILD_FACE]
    assert scene.desk <= heard[DESK_FACE]


def test_no_event_of_the_contract_is_without_a_scene():
    assert {"opening", *(event for scene in SCENES.values() for event in scene.child)} == CHILD_EVENTS
    assert {event for scene in SCENES.values() for event in scene.desk} == DESK_EVENTS - ON_THE_TELEPHONE
