"""Two nodes that are woken by Redis alone: nobody looks by themselves, and everything is seen at once all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from types import SimpleNamespace

import pytest

from helpline.realtime import poll
from helpline.realtime.poll import MOST_RESTED, Poll
from tests.fakes.clock import FakeClock
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.site import Site, evening_at
from tests.servers.redis import Redis


async def rests(_: Poll) -> None:
    await asyncio.Event().wait()


@pytest.fixture
async def nodes(
    shared_site: Site, redis_server: Redis, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Evening, Evening]]:
    """The one and the other, sure of each other."""
    monkeypatch.setattr(Poll, "run", rests)
    site = replace(shared_site, redis_url=redis_server.url)
    async with evening_at(site, clock) as one, evening_at(site, clock) as other:
        yield one, other


async def test_a_talk_over_two_nodes_and_a_time_out_given_and_undone(nodes: tuple[Evening, Evening]):
    here, there = nodes
    blue, ann, cora = await here.child(), await there.desk("ann"), await here.desk("cora")
    await blue.enter()
    await ann.be("available")
    talk = await ann.accept()
    await blue.hears("joined")
    await blue.say("1", "ik durf niet naar huis")
    assert (await ann.hears("message"))["text"] == "ik durf niet naar huis"
    await ann.say(talk, "1", "wat goed dat je dat vertelt")
    assert (await blue.hears("message", sender="volunteer"))["text"] == "wat goed dat je dat vertelt"
    given = await ann.do("time_out", talk, minutes=120, reason="prank")
    assert (await blue.hears("ended"))["until"] == given["until"]
    assert await cora.hears("agreements") == {"sanctions": [given["sanction"]]}
    assert (await blue.call("enter"))["error"]["code"] == "timed_out"
    here.clock.advance(seconds=1)
    assert (await ann.call("lift", {"sanction": given["sanction"], "reason": "vergissing"}))["ok"]
    assert await blue.hears("out") == {"code": None}
    assert await cora.hears("agreements") == {"sanctions": []}


async def test_who_is_sure_to_be_woken_looks_now_and_then_and_who_is_not_each_time(evening: Evening):
    house, looked = evening.node.house, 0
    is_sure = True

    def looks(topics: Collection[str]) -> None:
        nonlocal looked
        looked += 1

    polls = Poll(house, looks, lambda nodes: is_sure)
    for _ in range(MOST_RESTED):
        await polls.round()
    assert looked == 1
    is_sure = False
    for _ in range(3):
        await polls.round()
    assert looked == 4


async def test_who_is_not_woken_by_redis_rests_for_no_more_than_two_seconds_and_a_half(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
):
    rested: list[float] = []
    looked: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)
        if len(looked) == 2:
            raise asyncio.CancelledError

    def looks(topics: Collection[str]) -> None:
        if "queue" in topics:
            looked.append(sum(rested))

    monkeypatch.setattr(poll, "asyncio", SimpleNamespace(sleep=rest))
    with pytest.raises(asyncio.CancelledError):
        await Poll(evening.node.house, looks, lambda nodes: False).run()
    first, second = looked
    assert max(first, second - first) <= 2.5
