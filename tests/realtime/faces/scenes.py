"""The ordinary scenes: after each step everybody's page is compared with a fresh snapshot."""

from __future__ import annotations

from datetime import timedelta

from helpline.realtime.forms import iso
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.stage import COUNSELLING, scene


@scene(child="snapshot joined message typing ended", desk="snapshot me offer message typing conversation queue")
async def a_whole_conversation(evening: Evening) -> None:
    blue, ann = await evening.child(), await evening.desk("ann")
    await evening.desk("cora")
    await evening.agrees()
    await blue.enter(nickname="blauw", topic="bullying", language="en")
    await evening.agrees()
    await ann.be("available")
    await evening.agrees()
    talk = await ann.accept()
    await evening.agrees()
    await blue.say("1", "hoi")
    await evening.agrees()
    await ann.say(talk, "1", "dag")
    await ann.do("typing", talk)
    await blue.call("typing")
    await evening.agrees()
    for phase in (2, 5, 3):
        await ann.do("phase", talk, phase=phase)
        await evening.agrees()
    await ann.do("register", talk, fields={"type": "counselling", "age": 9, "gender": "boy"})
    await evening.agrees()
    await ann.do("register", talk, fields={"age": None})
    await evening.agrees()
    await ann.do("end", talk)
    await evening.agrees()
    await ann.do("register", talk, fields=COUNSELLING)
    await ann.do("finish", talk)
    await evening.agrees()


@scene(child="queue ended", desk="queue")
async def five_wait(evening: Evening) -> None:
    await evening.desk("cora")
    waiting = [await evening.child() for _ in range(5)]
    for child in waiting:
        await child.enter()
        evening.clock.advance(seconds=1)
        await evening.agrees()
    for child in (waiting[1], waiting[4], waiting[0]):
        await child.call("leave")
        await evening.agrees()


@scene(child="joined", desk="me queue conversation")
async def somebody_goes_by_another_name(evening: Evening) -> None:
    ann, blue = await evening.desk("ann"), await evening.child()
    window = await evening.desk("ann", cookie=ann.headers["Cookie"])
    await evening.desk("cora")
    assert await ann.call("alias", {"alias": " Roos "}) == {"ok": True}
    await evening.agrees()
    assert (ann.view["me"]["alias"], window.view["me"]["alias"]) == ("Roos", "Roos")
    await blue.enter()
    await ann.be("available")
    await ann.accept()
    await evening.agrees()
    assert blue.view["volunteer"] == "Roos"
    assert await ann.call("alias", {"alias": "sam"}) == {"error": {"code": "alias_taken"}}
    await ann.call("alias", {"alias": None})
    await evening.agrees()
    assert (blue.view["volunteer"], ann.view["me"]["alias"]) == ("Roos", "Nora")


@scene(desk="offer offer_gone me")
async def an_offer_goes_every_way(evening: Evening) -> None:
    ann, ben = await evening.desk("ann"), await evening.desk("ben")
    await evening.desk("cora")
    blue = await evening.child()
    await ann.be("available")
    await blue.enter()
    offer = await ann.hears("offer")
    await ann.call("decline", {"offer": offer["offer"]})
    await evening.agrees()
    await ben.be("available")
    await evening.agrees()
    await ben.be("break")
    await evening.agrees()
    await ben.be("available", chats=2, channels=["phone", "chat"])
    await evening.agrees()
    await evening.pass_time(1600)
    await evening.agrees()
    assert ben.view["me"]["status"] == "away"
    await ben.be("available")
    await ann.be("available")
    await evening.agrees()
    await blue.call("leave")
    await evening.agrees()
    reasons = {data["reason"] for desk in (ann, ben) for data in desk.has_heard("offer_gone")}
    assert reasons == {"withdrawn", "lapsed", "left"}


@scene(child="ended superseded", desk="conversation")
async def a_child_leaves_forgets_and_begins_again(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    await blue.say("1", "hoi")
    await blue.call("leave")
    await evening.agrees()
    assert ann.view["conversations"][talk]["ended_by"] == "child"
    await blue.enter(topic="home")
    await evening.agrees()
    await blue.call("forget")
    await evening.agrees()
    assert blue.view["state"] == "idle"
    await blue.enter()
    await evening.agrees()
    other = await evening.child(blue.resume)
    await blue.hears("superseded")
    await blue.is_closed()
    await evening.agrees()
    await other.enter()
    await evening.agrees()


@scene(desk="me offer offer_gone conversation message")
async def somebody_has_two_windows(evening: Evening) -> None:
    first = await evening.desk("ann")
    second = await evening.desk("ann", cookie=first.headers["Cookie"])
    blue, green = await evening.child(), await evening.child()
    await second.be("available", chats=2)
    await evening.agrees()
    await blue.enter()
    await evening.agrees()
    talk = await first.accept()
    await evening.agrees()
    await second.say(talk, "1", "hoi")
    await first.do("register", talk, fields={"type": "thanks"})
    await second.do("phase", talk, phase=2)
    await evening.agrees()
    await green.enter()
    offer = await second.hears("offer", waiting_seconds=0, returned=None)
    if offer["conversation"] == talk:
        offer = await second.hears("offer")
    await second.call("decline", {"offer": offer["offer"]})
    await evening.agrees()
    await second.do("end", talk)
    await first.do("finish", talk)
    await evening.agrees()


@scene(desk="me conversation")
async def a_last_conversation(evening: Evening) -> None:
    _, ann, talk = await evening.talk()
    await ann.be("last")
    await evening.agrees()
    await ann.do("register", talk, fields={"type": "company"})
    await ann.do("end", talk)
    await ann.do("finish", talk)
    await evening.agrees()
    assert ann.view["me"]["status"] == "away"
    await ann.be("available")
    green = await evening.child()
    await green.enter()
    offer = await ann.hears("offer", conversation=green.view["conversation"])
    await ann.be("last")
    await ann.call("decline", {"offer": offer["offer"]})
    await evening.agrees()
    await ann.be("last")
    await evening.agrees()
    assert ann.view["me"]["status"] == "away"


@scene(desk="notice")
async def a_notice_stands_on_the_childs_page(evening: Evening) -> None:
    await evening.child()
    waiting, _, _ = await evening.talk()
    cora, texts = await evening.desk("cora"), {"nl": "Bellen werkt niet.", "en": "The phone is down."}
    until = iso(evening.clock.now() + timedelta(minutes=30))
    await cora.call("put_notice", {"texts": texts, "until": until})
    await evening.agrees()
    assert waiting.view["notice"] == texts
    await cora.call("put_notice", {"texts": texts, "until": iso(evening.clock.now() + timedelta(minutes=5))})
    await evening.agrees()
    await evening.pass_time(300)
    await evening.agrees()
    assert "notice" not in waiting.view
    await cora.call("put_notice", {"texts": texts, "until": until})
    await evening.agrees()
    await cora.call("lift_notice")
    await evening.agrees()
    assert cora.view["notice"] is None


@scene(child="ended")
async def a_child_says_how_it_is(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    await blue.call("survey", {"moment": "before", "feeling": 2, "size": 5})
    await ann.do("end", talk)
    await evening.agrees()
    assert blue.view["ended"] == {"reason": "volunteer", "asks": True}
    await ann.do("register", talk, fields={"danger": "acute"})
    await evening.agrees()
    assert blue.view["ended"] == {"reason": "volunteer"}
    await ann.do("register", talk, fields={"danger": None})
    await evening.agrees()
    await blue.call("survey", {"moment": "after", "feeling": 4, "size": None})
    await evening.agrees()
    assert blue.view["ended"] == {"reason": "volunteer"}
