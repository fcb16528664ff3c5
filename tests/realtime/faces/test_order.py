"""What one person sends happens in the order in which they sent it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from helpline import storage
from tests.fakes.clock import FakeClock
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.site import Site, evening_at


@pytest.fixture
async def evening(either_site: Site, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Evening]:
    """Where the disk is slow, so that words are kept beside the event loop while other things go on."""
    monkeypatch.setattr(storage, "syncs_quickly", lambda *_: False)
    async with evening_at(either_site, clock) as evening:
        yield evening


async def test_the_last_words_come_before_the_end_that_follows_them(evening: Evening):
    blue, ann, talk = await evening.talk()
    said, ended = await asyncio.gather(ann.say(talk, "1", "Dag!"), ann.do("end", talk))
    assert said.get("ok"), said
    assert ended == {"ok": True}
    assert (await blue.hears("message"))["text"] == "Dag!"
    await evening.agrees()


async def test_a_child_that_writes_and_leaves_has_written(evening: Evening):
    blue, ann, _ = await evening.talk()
    answers = await asyncio.gather(*(blue.say(str(n), f"regel {n}") for n in range(9)), blue.call("leave"))
    assert [answer.get("seq") for answer in answers[:9]] == list(range(1, 10))
    assert [message["text"] for message in ann.view["conversations"].popitem()[1]["messages"]] == [
        f"regel {n}" for n in range(9)
    ]


async def test_words_before_a_hand_over_are_there_for_whoever_comes_next(evening: Evening):
    _, ann, talk = await evening.talk()
    ben = await evening.desk("ben")
    said, _ = await asyncio.gather(ann.say(talk, "1", "Ik haal Sam erbij."), ann.do("hand_over", talk, note="x"))
    assert said.get("ok"), said
    await ben.be("available")
    await ben.accept()
    assert [message["text"] for message in ben.view["conversations"][talk]["messages"]] == ["Ik haal Sam erbij."]
