"""The scenes in which somebody is lost, away, or gives a conversation to another."""

from __future__ import annotations

from tests.realtime.faces.evening import Evening
from tests.realtime.faces.stage import scene


@scene(child="interrupted queue joined", desk="queue")
async def a_volunteer_is_lost_and_back(evening: Evening) -> None:
    blue, ann, _ = await evening.talk()
    cookie = ann.headers["Cookie"]
    await evening.desk("cora")
    await evening.leaves(ann)
    await evening.pass_time(2)
    await evening.agrees()
    assert blue.view["interrupted"] is True
    await blue.say("1", "ben je er nog?")
    ann = await evening.desk("ann", cookie=cookie)
    await evening.agrees()
    await evening.leaves(ann)
    await evening.pass_time(95)
    await evening.agrees()
    assert blue.view["position"] == 1
    await blue.say("2", "hallo?")
    ann = await evening.desk("ann", cookie=cookie)
    await evening.agrees()
    assert [message["text"] for message in blue.view["messages"]] == ["ben je er nog?", "hallo?"]


@scene(child="interrupted queue joined", desk="offer")
async def another_volunteer_takes_over(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    ben = await evening.desk("ben")
    await blue.say("1", "hoi")
    await evening.leaves(ann)
    await evening.pass_time(2)
    await blue.call("prefer", {"choice": "wait"})
    await evening.agrees()
    await blue.call("prefer", {"choice": "other"})
    await evening.agrees()
    await ben.be("available")
    assert await ben.accept() == talk
    await evening.agrees()
    assert blue.view["reads_back"] is True
    ann = await evening.desk("ann")
    await evening.agrees()
    assert ann.view["conversations"] == {}


@scene(child="interrupted joined", desk="conversation offer")
async def it_is_handed_over(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    await evening.desk("cora")
    await ann.do("hand_over", talk, note="wil een man spreken")
    await evening.agrees()
    assert blue.view["interrupted"] is True
    ben = await evening.desk("ben")
    await ben.be("available")
    await ben.accept()
    await evening.agrees()
    assert ben.view["conversations"][talk]["note"] == "wil een man spreken"
    await ann.be("available")
    who = next(it["id"] for it in (await ben.call("colleagues"))["colleagues"] if it["alias"] == "Nora")
    await ben.do("hand_over", talk, note="", to=who)
    await evening.agrees()
    offer = await ann.hears("offer", conversation=talk)
    await ann.call("decline", {"offer": offer["offer"]})
    await evening.agrees()
    await evening.pass_time(120)
    await evening.agrees()


@scene(child="snapshot", desk="conversation")
async def a_child_is_away_and_back(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    token = blue.resume
    await evening.leaves(blue)
    await evening.agrees()
    await evening.pass_time(130)
    await evening.agrees()
    assert ann.view["conversations"][talk]["child"] == "away"
    await ann.say(talk, "1", "tot straks")
    blue = await evening.child(token)
    await evening.agrees()
    assert ann.view["conversations"][talk]["child"] == "here"
    await evening.leaves(blue)
    await evening.pass_time(130)
    await ann.do("end", talk)
    await evening.agrees()
    blue = await evening.child(token)
    assert blue.view["ended"] == {"reason": "lost", "asks": True}


@scene(child="snapshot queue")
async def a_dark_screen_keeps_its_place(evening: Evening) -> None:
    blue, green = await evening.child(), await evening.child()
    await blue.enter()
    evening.clock.advance(seconds=1)
    await green.enter()
    token = blue.resume
    await evening.leaves(blue)
    await evening.pass_time(1000)
    await evening.agrees()
    blue = await evening.child(token)
    await evening.agrees()
    assert blue.view["position"] == 1
    await evening.leaves(blue)
    await evening.pass_time(1900)
    await evening.agrees()
    assert green.view["position"] == 1
    blue = await evening.child(token)
    assert blue.view["state"] in ("idle", "ended")
