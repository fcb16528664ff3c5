"""An alarm reaches every coordinator at once, and whoever comes later; one of them takes it."""

from __future__ import annotations

from collections.abc import Collection

from helpline.core.staff import Role
from helpline.realtime.poll import Poll
from tests.realtime.faces.evening import Evening


async def test_every_coordinator_hears_it_at_once_and_no_volunteer_does(evening: Evening):
    await evening.add("dirk", "Kim", Role.COORDINATOR)
    _, ann, talk = await evening.talk()
    ben, cora, dirk = [await evening.desk(name) for name in ("ben", "cora", "dirk")]
    assert await ann.do("alarm", talk) == {"ok": True}
    for coordinator in (cora, dirk):
        heard = await coordinator.hears("alarm")
        assert (heard["conversation"], heard["volunteer"]) == (talk, "Nora")
    await evening.settle()
    assert ben.has_heard("alarm") == ann.has_heard("alarm") == []
    assert "alarms" not in ben.view


async def test_whoever_comes_later_finds_it_and_who_took_it(evening: Evening):
    _, ann, talk = await evening.talk()
    await ann.do("alarm", talk)
    cora = await evening.desk("cora")
    assert cora.view["alarms"][talk]["taken_by"] is None
    await cora.do("alarm_take", talk)
    assert await ann.hears("alarm_taken") == {"conversation": talk, "by": "Lou"}
    again = await evening.desk("cora", cookie=cora.headers["Cookie"])
    assert again.view["alarms"][talk]["taken_by"] == "Lou"


async def test_a_rest_lasts_over_a_reload(evening: Evening):
    _, ann, talk = await evening.talk()
    await ann.do("alarm", talk)
    await ann.do("end", talk)
    assert (await ann.hears("me", status="break"))["why"] == "recover"
    again = await evening.desk("ann", cookie=ann.headers["Cookie"])
    assert again.view["me"]["why"] == "recover"


async def test_what_is_written_down_says_something_and_no_more_than_it_may(evening: Evening):
    _, ann, talk = await evening.talk()
    empty = {"asked": None, "answer": "", "action": " \n"}
    assert (await ann.do("danger", talk, **empty))["error"]["code"] == "invalid"
    for text in ("x" * 501, "\U0001f600" * 501, "a\x00b", "a\x1bb"):
        assert (await ann.do("danger", talk, **empty | {"action": text}))["error"]["code"] == "invalid"
    assert await ann.do("danger", talk, **empty | {"asked": "\U0001f600" * 500}) == {"ok": True}
    await evening.settle()
    (kept,) = ann.view["conversations"][talk]["danger"]
    assert (kept["asked"], kept["answer"], kept["action"]) == ("\U0001f600" * 500, None, None)


async def test_on_several_nodes_an_alarm_is_listened_for(evening: Evening):
    woken: list[Collection[str]] = []
    poll = Poll(evening.node.house, woken.append)
    _, ann, talk = await evening.talk()
    await ann.do("alarm", talk)
    await poll.listen()
    assert woken == []  # no coordinator looks at it on this node
    cora = await evening.desk("cora")
    await poll.listen()
    await poll.listen()
    assert woken == [{"alarms"}]
    await cora.do("alarm_take", talk)
    await poll.listen()
    assert woken == [{"alarms"}] * 2
