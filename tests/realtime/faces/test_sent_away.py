"""A child that was told at the door why it cannot come in: what changes of that reaches its page."""

from __future__ import annotations

from tests.realtime.faces.clients import ChildClient
from tests.realtime.faces.evening import Evening


async def sent_away(evening: Evening) -> tuple[ChildClient, str]:
    """A child at the door whose way back is used up, and the time-out of a day that keeps it out."""
    blue, ann, talk = await evening.talk()
    assert isinstance(blue, ChildClient)
    given = await ann.do("time_out", talk, minutes=1440, reason="prank")
    await evening.pass_time(1)
    assert (await blue.call("enter", {"way_back": True}))["ok"]
    ben = await evening.desk("ben")
    await ben.be("available")
    again = await ben.accept()
    await ben.do("end", again)
    refused = (await blue.call("enter"))["error"]
    assert (refused["code"], refused["way_back"]) == ("timed_out", False)
    return blue, given["sanction"]


async def test_it_hears_that_it_is_welcome_again(evening: Evening):
    blue, given = await sent_away(evening)
    cora = await evening.desk("cora")
    assert (await cora.call("lift", {"sanction": given, "reason": "vergissing"}))["ok"]
    assert await blue.hears("out") == {"code": None}
    await evening.pass_time(1)
    assert (await blue.call("enter"))["ok"]
    await evening.agrees()


async def test_it_hears_that_it_lasts_longer(evening: Evening):
    blue, given = await sent_away(evening)
    cora = await evening.desk("cora")
    agreed = await cora.call("agree", {"sanction": given})
    now = await blue.hears("out")
    assert now == {"code": "timed_out", "until": agreed["until"], "reason": "prank", "way_back": False}


async def test_who_came_in_hears_no_more_of_it(evening: Evening):
    blue, ann, talk = await evening.talk()
    given = await ann.do("time_out", talk, minutes=15, reason="prank")
    await evening.pass_time(1)
    assert (await blue.call("enter"))["error"]["code"] == "timed_out"
    assert (await blue.call("enter", {"way_back": True}))["ok"]
    assert (await ann.call("lift", {"sanction": given["sanction"], "reason": "vergissing"}))["ok"]
    await evening.settle()
    assert blue.has_heard("out") == []


async def test_a_child_that_nothing_keeps_out_hears_nothing(evening: Evening):
    red = await evening.child()
    _, ann, talk = await evening.talk()
    given = await ann.do("time_out", talk, minutes=15, reason="prank")
    await evening.pass_time(1)
    assert (await ann.call("lift", {"sanction": given["sanction"], "reason": "vergissing"}))["ok"]
    await evening.settle()
    assert isinstance(red, ChildClient)
    assert red.has_heard("out") == []


async def came_back(evening: Evening, blue: ChildClient, *, lost: bool = False) -> ChildClient:
    """The same page after its network was gone. lost: it says that it still stands at the door."""
    resume = blue.resume
    await evening.leaves(blue)
    return await evening.child(resume, at_the_door=True) if lost else await evening.child(resume)


async def test_after_its_socket_came_back_it_still_hears_that_it_is_welcome_again(evening: Evening):
    blue, given = await sent_away(evening)
    cora = await evening.desk("cora")
    blue = await came_back(evening, blue)
    assert (await cora.call("lift", {"sanction": given, "reason": "vergissing"}))["ok"]
    assert await blue.hears("out") == {"code": None}


async def test_long_after_the_conversation_that_sent_it_away_it_hears_it_too(evening: Evening):
    blue, given = await sent_away(evening)
    cora = await evening.desk("cora")
    await evening.pass_time(1200)
    blue = await came_back(evening, blue)
    assert (await cora.call("lift", {"sanction": given, "reason": "vergissing"}))["ok"]
    assert await blue.hears("out") == {"code": None}


async def test_what_changed_while_its_network_was_gone_stands_in_its_snapshot(evening: Evening):
    blue, given = await sent_away(evening)
    cora = await evening.desk("cora")
    still = await came_back(evening, blue, lost=True)
    told = still.view["out"]
    assert (told["code"], told["reason"], told["way_back"]) == ("timed_out", "prank", False)
    resume = still.resume
    await evening.leaves(still)
    assert (await cora.call("lift", {"sanction": given, "reason": "vergissing"}))["ok"]
    again = await evening.child(resume, at_the_door=True)
    assert again.view["out"] == {"code": None}


async def test_who_talks_again_in_spite_of_it_hears_nothing_of_it_after_a_reconnect(evening: Evening):
    blue, ann, talk = await evening.talk()
    given = await ann.do("time_out", talk, minutes=15, reason="prank")
    await evening.pass_time(1)
    assert (await blue.call("enter", {"way_back": True}))["ok"]
    blue = await came_back(evening, blue, lost=True)
    assert "out" not in blue.view
    assert (await ann.call("lift", {"sanction": given["sanction"], "reason": "vergissing"}))["ok"]
    await evening.settle()
    assert blue.has_heard("out") == []
