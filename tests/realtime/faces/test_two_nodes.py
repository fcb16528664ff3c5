"""Two nodes on one database: what happens on the one is seen on the other, with the next look of its poll."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from helpline.actions.tick import beat, mourn
from helpline.core.staff import Role
from helpline.realtime.poll import Poll
from tests.fakes.clock import FakeClock
from tests.realtime.faces.clients import DEADLINE, ChildClient, Client
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.scenes_of_advice import asks_for_pizza, knows_its_articles, two_pranks
from tests.realtime.faces.site import Site, evening_at
from tests.realtime.faces.test_blocks import behind_a_proxy
from tests.realtime.faces.test_sessions import becomes

SCHOOL = {"X-Forwarded-For": "84.241.200.17"}


@pytest.fixture
async def nodes(shared_site: Site, clock: FakeClock) -> AsyncIterator[tuple[Evening, Evening]]:
    """The one and the other, with the same keys and the same clock."""
    async with (
        evening_at(shared_site, clock, behind_a_proxy) as one,
        evening_at(shared_site, clock, behind_a_proxy) as other,
    ):
        yield one, other


async def looks(node: Evening) -> None:
    """What this node does every two seconds."""
    await Poll(node.node.house, node.node.house.store._wakeups.publish).step()
    await node.settle()


async def test_a_child_at_the_door_of_one_hears_what_is_undone_on_the_other(nodes: tuple[Evening, Evening]):
    here, there = nodes
    blue, ann = await here.child(), await there.desk("ann")
    await blue.enter()
    await ann.be("available")
    talk = await ann.accept()
    given = await ann.do("time_out", talk, minutes=30, reason="prank")
    await here.pass_time(1)
    refused = (await blue.call("enter"))["error"]
    assert (refused["code"], refused["until"]) == ("timed_out", given["until"])
    assert (await ann.call("lift", {"sanction": given["sanction"], "reason": "vergissing"}))["ok"]
    await looks(here)
    assert await blue.hears("out") == {"code": None}
    assert (await blue.call("enter"))["ok"]


async def test_who_has_no_conversation_and_is_kept_out_by_its_network_hears_it_too(nodes: tuple[Evening, Evening]):
    here, there = nodes
    await there.add("dirk", "Kim", Role.COORDINATOR)
    ann, cora, dirk = [await there.desk(name) for name in ("ann", "cora", "dirk")]
    prankster, at_school = await there.child(headers=SCHOOL), await here.child(headers=SCHOOL)
    await prankster.enter()
    await ann.be("available")
    given = await cora.do("block", await ann.accept(), hours=2, reason="abusive", scope="network")
    assert (await dirk.call("agree", {"sanction": given["sanction"]}))["ok"]
    assert (await at_school.call("enter"))["error"]["code"] == "blocked"
    assert (await cora.call("lift", {"sanction": given["sanction"], "reason": "het was de hele klas"}))["ok"]
    await looks(here)
    assert await at_school.hears("out") == {"code": None}


async def closes(client: Client, evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its socket closes, and its face has done all that it does then."""
    face: Any = evening.node.child if isinstance(client, ChildClient) else evening.node.desk
    is_done, does = asyncio.Event(), face.closed

    async def closed(*given: Any) -> None:
        await does(*given)
        is_done.set()

    monkeypatch.setattr(face, "closed", closed)
    evening.clients.remove(client)
    await client.close()
    async with asyncio.timeout(DEADLINE):
        await is_done.wait()


async def test_who_went_over_to_another_node_is_not_gone_when_the_first_one_notices(
    nodes: tuple[Evening, Evening], monkeypatch: pytest.MonkeyPatch
):
    here, there = nodes
    blue, ann, talk = await here.talk()
    await there.desk("ann", cookie=ann.headers["Cookie"])
    await there.child(blue.resume)
    for client in (blue, ann):
        await closes(client, here, monkeypatch)
    async with there.node.house.store.look() as records:
        it = await records.conversations.get(talk)
    assert it is not None
    assert it.child_gone_at is it.interrupted_at is None


async def test_who_closes_the_newer_of_two_windows_is_here_until_the_older_one_closes(
    nodes: tuple[Evening, Evening], monkeypatch: pytest.MonkeyPatch
):
    here, there = nodes
    blue, ann, talk = await here.talk()
    newer = await there.desk("ann", cookie=ann.headers["Cookie"])
    await closes(newer, there, monkeypatch)
    await here.pass_time(100)
    assert blue.has_heard("interrupted") == []
    assert (await ann.say(talk, "1", "ik ben er nog"))["ok"]
    monkeypatch.undo()
    await closes(ann, here, monkeypatch)
    await here.pass_time(1)
    await blue.hears("interrupted")


async def test_who_sits_at_a_node_that_was_taken_for_dead_is_there_again(nodes: tuple[Evening, Evening]):
    here, there = nodes
    _, _, talk = await here.talk()
    house = there.node.house
    await mourn(house.store, here.node.house.node, house.rules, house.clock.now())
    async with house.store.look() as records:
        it = await records.conversations.get(talk)
    assert it is not None
    assert None not in (it.child_gone_at, it.interrupted_at)
    await here.node.say_who_is_here()
    async with house.store.look() as records:
        it = await records.conversations.get(talk)
    assert it is not None
    assert it.child_gone_at is it.interrupted_at is None


async def test_an_advice_about_a_child_of_one_shows_at_a_desk_of_the_other(shared_site: Site, clock: FakeClock):
    async with evening_at(shared_site, clock) as there:
        await knows_its_articles(there)
        ann = await there.desk("ann")
        resume = await two_pranks(there, ann)
        await beat(
            there.node.house.store, there.node.house.node, clock.now()
        )  # or the one that comes takes it for dead
        async with evening_at(shared_site, clock) as here:
            talk = await asks_for_pizza(ann, await here.child(resume), 2)
            await looks(there)
            async with asyncio.timeout(DEADLINE):
                while not (told := await ann.hears("conversation", id=talk)).get("advice"):
                    continue
    assert told["advice"]["suggest"] == "looks_like_prank"


async def test_who_may_less_loses_the_windows_of_every_node_without_being_told(nodes: tuple[Evening, Evening]):
    cora = await nodes[0].desk("cora")
    there = await nodes[1].desk("cora", cookie=cora.headers["Cookie"])
    await becomes(nodes[0], "cora", role=Role.VOLUNTEER)
    for node, window in zip(nodes, (cora, there), strict=True):
        await node.sessions.step()  # as each does every second
        await node.loses(window)
    again = await nodes[1].desk("cora", cookie=cora.headers["Cookie"])
    assert "queue" not in again.view
