"""The scenes of reading along: asking for it, whispering, and taking over."""

from __future__ import annotations

from tests.realtime.faces.evening import Evening
from tests.realtime.faces.stage import scene


@scene(
    child="joined message",
    desk="snapshot asked_along asked_along_over whisper conversation message typing",
)
async def somebody_looks_along_and_takes_over(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    await ann.do("ask_along", talk)
    await evening.agrees()
    assert cora.view["asked_along"] == {talk: {"conversation": talk, "volunteer": "Nora"}}
    assert ann.view["conversations"][talk]["asked_along"] is True
    assert (await cora.do("watch", talk, reason="asked"))["conversation"]["watching"] is True
    second = await evening.desk("cora", cookie=cora.headers["Cookie"])
    await evening.agrees()
    assert ann.view["conversations"][talk]["watched_by"] == ["Lou"]
    assert cora.view["asked_along"] == {}
    await blue.say("1", "ben je er nog")
    await blue.call("typing")
    await ann.say(talk, "1", "ja hoor")
    assert (await cora.do("sync", talk, after=0))["ok"]
    await evening.agrees()
    assert [it["text"] for it in second.view["conversations"][talk]["messages"]] == ["ben je er nog", "ja hoor"]
    assert await cora.do("whisper", talk, text="vraag naar thuis") == {"ok": True}
    said = await ann.hears("whisper")
    assert (said["conversation"], said["from"], said["text"]) == (talk, "Lou", "vraag naar thuis")
    assert not cora.has_heard("whisper")
    assert (await cora.do("take_over", talk, reason="asked"))["ok"]
    told = await ann.hears("conversation", state="closed")
    assert (told["why"], told["by"]) == ("taken_over", "Lou")
    await evening.agrees()
    assert (blue.view["volunteer"], blue.view["reads_back"]) == ("Lou", True)
    assert [it["alias"] for it in blue.view["holders"]] == ["Nora", "Lou"]
    assert "vraag naar thuis" not in str(blue.heard)
    assert "watching" not in second.view["conversations"][talk]
    assert [(it["alias"], it["mine"]) for it in second.view["conversations"][talk]["holders"]] == [
        ("Nora", False),
        ("Lou", True),
    ]
    assert (await ann.say(talk, "2", "nog iets"))["error"]["code"] == "not_yours"


@scene(desk="conversation")
async def somebody_looks_along_until_the_end(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    await cora.do("watch", talk, reason="coaching")
    await evening.agrees()
    await cora.call("alias", {"alias": "Puck"})
    await evening.agrees()
    assert ann.view["conversations"][talk]["watched_by"] == ["Puck"]
    await cora.do("unwatch", talk)
    await evening.agrees()
    assert ann.view["conversations"][talk]["watched_by"] == []
    await cora.do("watch", talk, reason="safety")
    await ann.be("away")
    await ann.do("hand_over", talk, note="")
    await evening.agrees()
    assert cora.view["conversations"][talk]["state"] == "waiting"
    await blue.call("leave")
    await evening.agrees()
    assert cora.view["conversations"] == {}


@scene(desk="conversation")
async def whoever_looks_along_goes_home(evening: Evening) -> None:
    _, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    await cora.do("watch", talk, reason="coaching")
    await evening.log_out(cora.headers["Cookie"])
    await evening.settle()
    await evening.loses(cora)
    await evening.agrees()
    assert ann.view["conversations"][talk]["watched_by"] == []
    cora = await evening.desk("cora")
    await cora.do("watch", talk, reason="coaching")
    await evening.leaves(cora)
    await evening.pass_time(95)
    await evening.agrees()
    assert ann.view["conversations"][talk]["watched_by"] == []
