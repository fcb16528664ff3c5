"""The main job, from a child's first tap to the closed registration, with the clients that others would use."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.clock import FakeClock
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.site import Site, evening_at

COUNSELLING = {"type": "counselling", "age": 12, "gender": "unknown", "about": "self", "topics": ["physical-abuse"]}


@pytest.fixture
async def evening(either_site: Site, clock: FakeClock) -> AsyncIterator[Evening]:
    async with evening_at(either_site, clock) as evening:
        yield evening


async def test_a_conversation_goes_from_the_first_tap_to_the_closed_registration(evening: Evening):
    blue = await evening.child()
    assert blue.view == {"state": "idle", "open": True, "messages": [], "last_seq": 0}
    entered = await blue.enter(nickname="blauw", topic="home")
    assert entered == {
        "ok": True,
        "conversation": entered["conversation"],
        "resume": entered["resume"],
        "position": 1,
        "estimate_seconds": None,
    }
    ann = await evening.desk("ann")
    assert ann.view["me"]["status"] == "away"
    await ann.be("available")
    conversation = await ann.accept()
    assert conversation == entered["conversation"]
    assert await blue.hears("joined") == {"volunteer": "Nora", "reads_back": False}
    assert (await blue.say("b1", "ik durf niet naar huis"))["seq"] == 1
    assert (await ann.hears("message"))["text"] == "ik durf niet naar huis"
    assert (await ann.say(conversation, "a1", "Wat goed dat je dat vertelt"))["seq"] == 2
    assert (await ann.do("phase", conversation, phase=4))["ok"]
    assert (await ann.do("register", conversation, fields={"type": "counselling"}))["missing"]
    assert (await ann.do("end", conversation))["ok"]
    assert await blue.hears("ended") == {"reason": "volunteer", "asks": True}
    assert (await ann.do("finish", conversation))["error"]["code"] == "incomplete"
    assert (await ann.do("register", conversation, fields=COUNSELLING)) == {"ok": True, "missing": []}
    assert (await ann.do("finish", conversation)) == {"ok": True}
    assert await evening.agrees(blue) is None
    assert await evening.agrees(ann) is None
    assert ann.view["conversations"] == {}
