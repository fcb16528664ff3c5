"""What waits for a yes is called out to every coordinator but the one who gave it, for as long as it waits."""

from __future__ import annotations

from collections.abc import Collection

from helpline.core.staff import Role
from helpline.realtime.poll import Poll
from tests.realtime.faces.clients import DeskClient
from tests.realtime.faces.evening import Evening


async def asks(evening: Evening) -> tuple[str, DeskClient]:
    """Cora sits there, and Ann asks for a day."""
    _, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    return (await ann.do("time_out", talk, minutes=1440, reason="prank"))["sanction"], cora


async def test_every_coordinator_hears_at_once_that_one_waits(evening: Evening):
    await evening.add("dirk", "Kim", Role.COORDINATOR)
    dirk = await evening.desk("dirk")
    waits, cora = await asks(evening)
    for window in (cora, dirk):
        assert await window.hears("agreements") == {"sanctions": [waits]}
    assert (await evening.desk("dirk", cookie=dirk.headers["Cookie"])).view["agreements"] == [waits]
    assert (await cora.call("agree", {"sanction": waits}))["ok"]
    for window in (cora, dirk):
        assert await window.hears("agreements") == {"sanctions": []}


async def test_it_is_over_once_it_is_undone(evening: Evening):
    waits, cora = await asks(evening)
    await cora.hears("agreements")
    await evening.pass_time(1)
    assert (await cora.call("lift", {"sanction": waits, "reason": "vergissing"}))["ok"]
    assert await cora.hears("agreements") == {"sanctions": []}


async def test_it_is_over_when_nobody_said_yes_within_the_hour(evening: Evening):
    _, cora = await asks(evening)
    for _ in range(3):  # a window that does nothing for half an hour is logged out
        await evening.pass_time(1199)
    await evening.pass_time(2.999)
    assert len(cora.view["agreements"]) == 1
    await evening.pass_time(0.001)
    assert cora.view["agreements"] == []


async def test_a_short_one_waits_for_nobody_and_disturbs_nobody(evening: Evening):
    _, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    await ann.do("time_out", talk, minutes=15, reason="prank")
    await evening.agrees()
    assert cora.has_heard("agreements") == []


async def test_nobody_is_asked_to_agree_with_a_block_of_their_own(evening: Evening):
    await evening.add("dirk", "Kim", Role.COORDINATOR)
    _, _, talk = await evening.talk()
    cora, dirk = await evening.desk("cora"), await evening.desk("dirk")
    given = await cora.do("block", talk, hours=48, reason="abusive", scope="device")
    assert await dirk.hears("agreements") == {"sanctions": [given["sanction"]]}
    await evening.agrees()
    assert cora.view["agreements"] == []


async def test_on_several_nodes_they_are_listened_for(evening: Evening):
    woken: list[Collection[str]] = []
    poll = Poll(evening.node.house, woken.append)
    waits, cora = await asks(evening)
    await poll.listen()
    await poll.listen()
    assert woken == [{"alarms"}]
    await cora.call("agree", {"sanction": waits})
    await poll.listen()
    assert woken == [{"alarms"}] * 2
