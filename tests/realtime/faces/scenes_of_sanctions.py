"""The scenes of a time-out: given, agreed, undone, and come back from."""

from __future__ import annotations

from tests.realtime.faces.evening import Evening
from tests.realtime.faces.stage import scene


@scene(child="ended keep", desk="conversation agreements")
async def a_child_is_sent_away_for_a_while(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    await blue.say("1", "een pizza graag")
    given = await ann.do("time_out", talk, minutes=240, reason="prank")
    assert given["pending"]
    await evening.agrees()
    assert cora.view["agreements"] == [given["sanction"]]
    assert "agreements" not in ann.view
    ended = blue.view["ended"]
    assert (ended["reason"], ended["why"], ended["way_back"]) == ("time_out", "prank", True)
    assert ended["until"] == ended["keep_until"] == given["until"]
    assert ann.view["conversations"][talk]["ended_by"] == "time_out"
    agreed = await cora.call("agree", {"sanction": given["sanction"]})
    await evening.agrees()
    assert blue.view["ended"]["keep_until"] == agreed["until"] > given["until"]
    assert cora.view["agreements"] == []
    resume = blue.view["resume"]
    await evening.leaves(blue)
    await evening.pass_time(3600)
    later = await evening.child(resume)
    assert (later.view["state"], later.view["messages"]) == ("ended", [])
    assert later.view["ended"]["until"] == agreed["until"]
    refused = (await later.call("enter"))["error"]
    assert refused == {"code": "timed_out", "until": agreed["until"], "reason": "prank", "way_back": True}
    (shown,) = (await cora.call("sanctions"))["sanctions"]
    assert (shown["by"], shown["refused"], shown["pending"], shown["holds"]) == ("Nora", 1, False, True)
    assert shown.pop("suggests_block") is False
    assert (await ann.call("sanctions"))["sanctions"] == [shown | {"mine": True}]
    assert (await (await evening.desk("ben")).call("sanctions"))["sanctions"] == []
    assert (await cora.call("lift", {"sanction": given["sanction"], "reason": "vergissing"}))["ok"]
    await evening.settle()
    assert later.view["ended"]["keep_until"] is None
    assert (await later.call("enter"))["ok"]
    await evening.agrees()


@scene(child="snapshot joined out", desk="offer")
async def a_child_comes_back_in_spite_of_it(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    given = await ann.do("time_out", talk, minutes=15, reason="sexual")
    await evening.pass_time(1)
    assert (await blue.call("enter", {"way_back": True}))["ok"]
    await evening.agrees()
    ben = await evening.desk("ben")
    await ben.be("available")
    await evening.agrees()
    assert [offer["returned"] for offer in ben.view["offers"].values()] == ["way_back"]
    again = await ben.accept()
    await evening.agrees()
    assert ben.view["conversations"][again]["way_back"]
    await ben.do("end", again)
    await evening.agrees()
    assert (await blue.call("enter", {"way_back": True}))["error"]["way_back"] is False
    await evening.agrees()
    assert (await ann.call("lift", {"sanction": given["sanction"], "reason": "vergissing"}))["ok"]
    await evening.settle()
    await evening.agrees()


@scene(child="ended")
async def a_child_that_left_is_sent_away_in_wrap_up(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    await blue.call("leave")
    await evening.agrees()
    await ann.do("time_out", talk, minutes=5, reason="testing")
    await evening.agrees()
    assert (blue.view["ended"]["reason"], blue.view["ended"]["keep_until"]) == ("time_out", None)
