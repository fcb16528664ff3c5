"""A child goes and comes back: another tab, a reload, a new process, ten minutes later, or never again."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import pytest

from tests.realtime.faces.clients import ChildClient
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.evening import Evening

STRANGE = ("", "x", 7, None, True, [], {}, "A" * 87, "é" * 30, "a b" * 10, "\x00" * 22, "A" * 5_000 + "=")


def a_token() -> str:
    """As another client might make one: 16 random bytes."""
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()


async def test_the_newest_tab_wins_and_the_older_one_is_told_and_let_go(evening: Evening):
    blue, ann, talk = await evening.talk()
    newer = await evening.child(blue.resume)
    assert await blue.hears("superseded") == {}
    await blue.is_closed()
    assert newer.view["state"] == "talking"
    assert (await newer.say("1", "hier ben ik nu"))["ok"]
    await evening.pass_time(200)
    assert ann.view["conversations"][talk]["child"] == "here"
    await evening.agrees()


async def test_the_older_tab_can_do_nothing_any_more(evening: Evening):
    blue, _, _ = await evening.talk()
    newer = await evening.child(blue.resume)
    with pytest.raises((ConnectionError, TimeoutError)):
        await blue.call("leave")
    await evening.settle()
    assert newer.view["state"] == "talking"


async def test_a_reload_brings_everything_back(evening: Evening):
    blue, ann, talk = await evening.talk(nickname="blauw")
    await blue.say("1", "hoi")
    await ann.say(talk, "1", "dag")
    await evening.settle()
    before = blue.view
    await evening.leaves(blue)
    await ann.say(talk, "2", "ben je er nog?")
    again = await evening.child(before["resume"])
    assert again.view["messages"][:2] == before["messages"]
    assert again.view["last_seq"] == 3
    assert again.view["resume"] == before["resume"]
    assert {key: again.view[key] for key in ("state", "conversation", "volunteer", "reads_back")} == {
        key: before[key] for key in ("state", "conversation", "volunteer", "reads_back")
    }


async def test_who_waits_and_who_talks_come_back_to_the_next_process(open_line: Open):
    async with open_line() as evening:
        blue, ann, talk = await evening.talk()
        await blue.say("1", "hoi")
        first, second = await evening.child(), await evening.child()
        await first.enter()
        evening.clock.advance(seconds=1)
        await second.enter()
        tokens = [child.resume for child in (blue, first, second)]
        cookie = ann.headers["Cookie"]
        evening.node.drain()
        assert (await (await evening.child()).call("enter"))["error"]["code"] == "try_again"
    async with open_line() as evening:
        evening.clock.advance(seconds=30)
        blue, first, second = [await evening.child(token) for token in tokens]
        ann = await evening.desk("ann", cookie=cookie)
        assert [message["text"] for message in blue.view["messages"]] == ["hoi"]
        assert [child.view["position"] for child in (first, second)] == [1, 2]
        assert ann.view["me"]["status"] == "available"
        assert (await ann.say(talk, "1", "daar ben ik weer"))["ok"]
        await evening.agrees()
        assert "interrupted" not in blue.view


@pytest.mark.parametrize("resume", STRANGE, ids=lambda value: repr(value)[:20])
async def test_a_strange_token_is_no_error_and_no_token(evening: Evening, resume: Any):
    blue = await evening.child(resume)
    assert blue.view == {"state": "idle", "open": True, "messages": [], "last_seq": 0}
    assert (await blue.enter())["resume"] != resume


@pytest.mark.parametrize("auth", [[], "x", 7, True, {"resume": {"resume": "x"}}, {"other": 1}])
async def test_whatever_else_is_sent_along_is_no_error(evening: Evening, auth: Any):
    child = await ChildClient.open(evening.http, auth=auth)
    assert child.view["state"] == "idle"
    await child.close()


async def test_a_token_that_nobody_knows_is_kept_for_its_child(evening: Evening):
    token = a_token()
    blue = await evening.child(token)
    assert blue.view["state"] == "idle"
    assert (await blue.enter())["resume"] == token
    await evening.leaves(blue)
    again = await evening.child(token)
    assert again.view["state"] == "waiting"


async def test_one_token_serves_for_all_conversations_of_a_child(evening: Evening):
    blue = await evening.child()
    first = await blue.enter()
    await blue.call("leave")
    second = await blue.enter()
    assert second["resume"] == first["resume"]
    assert second["conversation"] != first["conversation"]


async def test_a_conversation_comes_back_for_ten_minutes_after_its_end(evening: Evening):
    blue, ann, talk = await evening.talk()
    await blue.say("1", "dank je")
    await ann.do("end", talk)
    token = blue.resume
    await evening.leaves(blue)
    await evening.pass_time(590)
    again = await evening.child(token)
    assert again.view["state"] == "ended"
    assert again.view["ended"] == {"reason": "volunteer", "asks": True}
    assert [message["text"] for message in again.view["messages"]] == ["dank je"]
    await evening.leaves(again)
    await evening.pass_time(11)
    late = await evening.child(token)
    assert late.view["state"] == "idle"
    assert late.view["messages"] == []
    assert await late.call("sync", {"after": 0}) == {"ok": True, "messages": [], "state": "idle"}
    assert (await late.enter())["resume"] == token


async def test_an_open_page_reads_no_more_than_a_new_one_after_ten_minutes(evening: Evening):
    blue, ann, talk = await evening.talk()
    await blue.say("1", "dank je")
    await ann.do("end", talk)
    await evening.pass_time(601)
    assert await blue.call("sync", {"after": 0}) == {"ok": True, "messages": [], "state": "idle"}


async def test_entering_again_changes_nothing_and_answers_with_the_place_of_now(evening: Evening):
    first, blue = await evening.child(), await evening.child()
    await first.enter()
    evening.clock.advance(seconds=1)
    entered = await blue.enter(nickname="blauw")
    assert entered["position"] == 2
    await first.call("leave")
    again = await blue.enter(nickname="iemand anders", topic="home")
    assert again == entered | {"position": 1}
    ann = await evening.desk("ann")
    await ann.be("available")
    talk = await ann.accept()
    assert await blue.enter() == entered | {"position": None, "estimate_seconds": None}
    assert ann.view["conversations"][talk]["nickname"] == "blauw"
    await evening.agrees()
