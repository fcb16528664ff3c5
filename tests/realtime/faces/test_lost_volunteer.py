"""A volunteer's bad wifi: the child is told soon, may choose, is helped on, and never loses a word."""

from __future__ import annotations

from dataclasses import replace

from helpline.settings import Settings
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.evening import Evening


async def test_a_child_hears_within_two_seconds_that_the_socket_closed(evening: Evening):
    blue, ann, _ = await evening.talk()
    await evening.leaves(ann)
    assert blue.has_heard("interrupted") == []
    await evening.pass_time(1)
    assert await blue.hears("interrupted") == {"volunteer": "Nora"}
    assert blue.view["state"] == "talking"
    assert "position" not in blue.view


async def test_a_reload_at_the_desk_is_not_worth_a_word(evening: Evening):
    blue, ann, talk = await evening.talk()
    cookie = ann.headers["Cookie"]
    await evening.leaves(ann)
    ann = await evening.desk("ann", cookie=cookie)
    await evening.pass_time(100)
    assert blue.has_heard("interrupted") == blue.has_heard("joined") == []
    assert list(ann.view["conversations"]) == [talk]
    await evening.agrees()


async def test_a_child_hears_within_twenty_seconds_that_the_desk_fell_silent(evening: Evening):
    blue, ann, _ = await evening.talk()
    ann.is_alive = False
    for _ in range(19):
        evening.clock.advance(seconds=1)
        evening.node.transport.sweep()
        await evening.settle_without_asking()
    assert await blue.hears("interrupted") == {"volunteer": "Nora"}


async def test_after_ninety_seconds_the_child_is_first_in_the_queue(evening: Evening):
    blue, ann, _ = await evening.talk()
    green = await evening.child()
    await green.enter()
    await evening.leaves(ann)
    await evening.pass_time(89)
    assert "position" not in blue.view
    await evening.pass_time(2)
    await evening.agrees()
    assert (blue.view["position"], green.view["position"]) == (1, 2)
    ben = await evening.desk("ben")
    await ben.be("available")
    assert (await ben.hears("offer"))["returned"] == "lost_volunteer"
    assert blue.view["state"] == "talking"
    assert blue.view["interrupted"] is True


async def test_a_child_may_have_somebody_else_at_once(evening: Evening):
    blue, ann, talk = await evening.talk()
    ben = await evening.desk("ben")
    await ben.be("available")
    await evening.leaves(ann)
    await evening.pass_time(1)
    assert await blue.call("prefer", {"choice": "other"}) == {"ok": True}
    assert await ben.accept() == talk
    joined = await blue.hears("joined")
    assert (joined["volunteer"], joined["reads_back"]) == ("Sam", True)
    assert [it["alias"] for it in joined["holders"]] == ["Nora", "Sam"]
    await evening.agrees()


async def test_whoever_is_back_before_somebody_else_accepted_has_it_again(evening: Evening):
    blue, ann, talk = await evening.talk()
    cookie = ann.headers["Cookie"]
    await evening.leaves(ann)
    await evening.pass_time(95)
    ben = await evening.desk("ben")
    await ben.be("available")
    offer = await ben.hears("offer")
    ann = await evening.desk("ann", cookie=cookie)
    assert (await ben.hears("offer_gone")) == {"offer": offer["offer"], "reason": "withdrawn"}
    assert await blue.hears("joined") == {"volunteer": "Nora", "reads_back": False}
    assert (await ben.call("accept", {"offer": offer["offer"]}))["error"]["code"] == "offer_gone"
    assert (await ann.say(talk, "1", "daar ben ik weer"))["ok"]
    await evening.agrees()


async def test_what_a_child_writes_meanwhile_is_there_for_whoever_comes(evening: Evening):
    blue, ann, talk = await evening.talk()
    await blue.say("1", "een")
    await evening.leaves(ann)
    await evening.pass_time(2)
    await blue.say("2", "twee")
    await evening.pass_time(95)
    await blue.say("3", "drie")
    ben = await evening.desk("ben")
    await ben.be("available")
    await blue.say("4", "vier")
    await ben.accept()
    texts = [message["text"] for message in ben.view["conversations"][talk]["messages"]]
    assert texts == ["een", "twee", "drie", "vier"]
    await evening.agrees()


async def test_a_lost_socket_leaves_the_offer_and_the_status_as_they_are(evening: Evening):
    ann, blue = await evening.desk("ann"), await evening.child()
    await ann.be("available", chats=2)
    await blue.enter()
    offer = await ann.hears("offer")
    cookie = ann.headers["Cookie"]
    await evening.leaves(ann)
    again = await evening.desk("ann", cookie=cookie)
    assert again.view["me"]["status"] == "available"
    assert again.view["me"]["chats"] == 2
    assert list(again.view["offers"].values()) == [offer]


async def test_an_offer_that_nobody_answers_sets_to_away_and_says_why(evening: Evening):
    ann, blue = await evening.desk("ann"), await evening.child()
    await ann.be("available")
    await blue.enter()
    offer = await ann.hears("offer")
    ann.heard.clear()
    await evening.pass_time(30)
    assert await ann.hears("offer_gone") == {"offer": offer["offer"], "reason": "lapsed"}
    assert (await ann.hears("me"))["why"] == "lapsed"
    assert ann.view["me"]["status"] == "away"
    assert blue.view["position"] == 1


async def test_the_graces_are_those_of_the_settings(open_line: Open):
    async with open_line(quick) as evening:
        blue, ann, _ = await evening.talk()
        await evening.leaves(ann)
        await evening.pass_time(3)
        await evening.agrees()
        assert blue.view["position"] == 1
        green, ben = await evening.child(), await evening.desk("ben")
        await ben.be("available")
        await ben.accept()
        await green.enter()
        await evening.leaves(green)
        await evening.pass_time(5)
        assert (await evening.child(green.resume)).view["state"] == "ended"


def quick(settings: Settings) -> Settings:
    return replace(settings, routing=replace(settings.routing, volunteer_grace_seconds=2, waiting_grace_seconds=4))
