"""The scenes of a block: shown beforehand, given, agreed, renewed, and what it ends."""

from __future__ import annotations

from helpline.core.staff import Role
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.stage import scene


@scene(child="ended keep", desk="conversation")
async def a_child_is_blocked_and_its_conversation_ended(evening: Evening) -> None:
    await evening.add("dirk", "Kim", Role.COORDINATOR)
    blue, ann, talk = await evening.talk()
    cora, dirk = await evening.desk("cora"), await evening.desk("dirk")
    shown = await cora.do("block_preview", talk)
    assert shown["device"] == {"contacts": "1-4", "counselling": "0"}
    assert shown["scopes"] == {"device": "ok", "network": "no_pseudonym", "number": "no_pseudonym"}
    given = await cora.do("block", talk, hours=48, reason="abusive", scope="device", end=True)
    assert given["pending"] == given["sanction"]
    await evening.agrees()
    ended = blue.view["ended"]
    assert (ended["reason"], ended["until"], ended["way_back"]) == ("blocked", given["until"], True)
    assert ended["keep_until"] == ended["until"]
    assert ann.view["conversations"][talk]["ended_by"] == "block"
    assert (await cora.call("agree", {"sanction": given["sanction"]}))["error"] == {"code": "forbidden"}
    agreed = await dirk.call("agree", {"sanction": given["sanction"]})
    await evening.agrees()
    assert blue.view["ended"]["until"] == agreed["until"] > given["until"]
    assert (await blue.call("enter"))["error"] == {"code": "blocked", "until": agreed["until"], "way_back": True}
    renewed = await dirk.call("renew", {"sanction": given["sanction"], "hours": 12, "reason": "sexual"})
    assert "pending" not in renewed
    await evening.agrees()
    assert blue.view["ended"]["until"] == renewed["until"]
    (line,) = (await cora.call("sanctions"))["sanctions"]
    assert (line["kind"], line["scope"], line["by"], line["refused"]) == ("block", "device", "Kim", 1)
    assert (await ann.call("sanctions"))["sanctions"] == []
    assert (await ann.call("lift", {"sanction": given["sanction"], "reason": "x"}))["error"]["code"] == "not_yours"
    assert (await cora.call("lift", {"sanction": given["sanction"], "reason": "vergissing"}))["ok"]
    await evening.agrees()
    assert blue.view["ended"]["keep_until"] is None
    assert (await blue.call("enter"))["ok"]
    await evening.agrees()


@scene(child="ended")
async def a_block_cuts_nobody_off_unless_it_is_asked_to(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    given = await cora.do("block", talk, hours=24, reason="other", scope="device", note="bedreigt ons")
    assert "pending" not in given
    await evening.agrees()
    assert blue.view["state"] == "talking"
    assert (await blue.say("1", "ik ben er nog"))["ok"]
    await ann.do("end", talk)
    await evening.agrees()
    assert (blue.view["ended"]["reason"], blue.view["ended"]["until"]) == ("blocked", given["until"])
    assert (await blue.call("enter"))["error"]["code"] == "blocked"
