"""A child leaves, by the button, by the exit or for good, and wipes what it said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpline.settings import Settings
from tests.realtime.faces.clients import ChildClient
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.evening import OURS, Evening


@pytest.mark.parametrize("state", ["idle", "waiting", "talking", "ended"])
async def test_what_a_child_wipes_is_gone_for_its_token(evening: Evening, state: str):
    blue, ann = await evening.child(), await evening.desk("ann")
    if state != "idle":
        await blue.enter()
    if state in ("talking", "ended"):
        await ann.be("available")
        talk = await ann.accept()
        await blue.say("1", "hoi")
    if state == "ended":
        await ann.do("end", talk)
    token = blue.resume
    assert await blue.call("forget") == {"ok": True}
    await evening.agrees()
    assert blue.view["state"] == "idle"
    assert await blue.call("sync", {"after": 0}) == {"ok": True, "messages": [], "state": "idle"}
    again = await evening.child(token)
    assert again.view == {"state": "idle", "open": True, "messages": [], "last_seq": 0}
    if token is not None:
        assert (await again.enter())["resume"] == token


async def test_wiping_reaches_the_last_conversation_however_short_a_place_is_kept(open_line: Open):
    async with open_line(impatient) as evening:
        blue, ann, talk = await evening.talk()
        token = blue.resume
        await ann.do("end", talk)
        await evening.pass_time(300)
        await blue.call("forget")
        assert (await evening.child(token)).view["state"] == "idle"


def impatient(settings: Settings) -> Settings:
    return replace(settings, routing=replace(settings.routing, waiting_grace_seconds=1))


@pytest.mark.parametrize("how", ["event", "beacon"])
@pytest.mark.parametrize("state", ["waiting", "offered", "talking"])
async def test_leaving_ends_it_wherever_the_child_stands(evening: Evening, state: str, how: str):
    blue, ann = await evening.child(), await evening.desk("ann")
    await blue.enter()
    if state != "waiting":
        await ann.be("available")
        await ann.hears("offer")
    if state == "talking":
        await ann.call("accept", {"offer": next(iter(ann.view["offers"]))})
        await blue.hears("joined")
    await leave(evening, blue, how)
    assert await blue.hears("ended") == {"reason": "left"} | ({"asks": True} if state == "talking" else {})
    await evening.agrees()
    if state == "offered":
        assert (await ann.hears("offer_gone"))["reason"] == "left"
    if state == "talking":
        assert ann.view["conversations"][blue.view["conversation"]]["ended_by"] == "child"


async def leave(evening: Evening, blue: ChildClient, how: str) -> None:
    if how == "event":
        assert await blue.call("leave") == {"ok": True}
        return
    headers = {"Origin": OURS, "Content-Type": "text/plain"}
    async with evening.http.post("/child/away", data=blue.resume, headers=headers) as answer:
        assert answer.status == 204
