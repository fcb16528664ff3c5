"""A call at the desk: offered like a chat, held, shared and ended, with a practice line for a telephone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from helpline.settings import Settings
from helpline.telephony.practice import PracticeLine
from tests.realtime.faces.clients import DeskClient
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.evening import Evening

KEY = "a" * 40
"""As the line tells it in place of a number."""
WORKER = "veilig_thuis"


def with_telephone(settings: Settings) -> Settings:
    """The practice line."""
    return replace(settings, telephone=replace(settings.telephone, line="practice"))


@pytest.fixture
async def evening(open_line: Open) -> AsyncIterator[Evening]:
    async with open_line(with_telephone) as it:
        yield it


def line_of(evening: Evening) -> PracticeLine:
    opened = evening.node.opened
    assert opened is not None
    assert opened.practice is not None
    return opened.practice


async def at_the_phone(evening: Evening, name: str) -> DeskClient:
    """At the desk, with a phone, and available for calls."""
    window = await evening.desk(name)
    answer = await window.call("phone")
    assert (answer["practice"], answer["silent_seconds"]) == (True, 15)
    while window.view["me"]["phone"] != {"online": True}:
        await window.hears("me")
    await window.be("available", channels=["chat", "phone"])
    return window


async def becomes(window: DeskClient, talk: str, **fields: Any) -> None:
    """Wait until the conversation shows these."""
    while not fields.items() <= window.view["conversations"][talk].items():
        await window.hears("conversation")


async def in_a_call(evening: Evening, *, is_mute: bool = False) -> tuple[str, DeskClient, str]:
    """A child on the line, a window, and their conversation."""
    ann = await at_the_phone(evening, "ann")
    call = line_of(evening).ring_up("0800", KEY, is_mute=is_mute)
    talk = await ann.accept()
    await becomes(ann, talk, call={"is_up": True, "others": []})
    return call, ann, talk


async def test_a_call_is_offered_like_a_chat_and_says_nothing_of_a_number(evening: Evening):
    ann = await at_the_phone(evening, "ann")
    line_of(evening).ring_up("0800", KEY)
    offer = await ann.hears("offer")
    assert offer["channel"] == "phone"
    answer = await ann.call("accept", {"offer": offer["offer"]})
    assert answer["conversation"]["channel"] == "phone"
    assert KEY not in str(answer)
    assert ann.view["conversations"] == {} or "call" in next(iter(ann.view["conversations"].values()))


async def test_without_a_telephone_nobody_becomes_one(open_line: Open):
    async with open_line() as evening:
        ann = await evening.desk("ann")
        assert "phone" not in ann.view["me"]
        assert (await ann.call("phone"))["error"]["code"] == "no_phone"
        assert (await ann.do("call", "x", do="hold"))["error"]["code"] == "not_yours"


async def test_hold_and_resume_show_and_agree_with_a_fresh_look(evening: Evening):
    _, ann, talk = await in_a_call(evening)
    assert (await ann.do("call", talk, do="hold"))["ok"]
    await becomes(ann, talk, hold=True)
    assert (await ann.do("call", talk, do="resume"))["ok"]
    await becomes(ann, talk, hold=False)
    await evening.agrees()


async def test_a_worker_is_added_only_with_consent(evening: Evening):
    _, ann, talk = await in_a_call(evening)
    answer = await ann.do("call", talk, do="add", to=WORKER)
    assert answer["error"]["code"] == "no_consent"
    assert (await ann.do("consent", talk, asked=WORKER, answer="yes"))["ok"]
    assert (await ann.do("call", talk, do="add", to=WORKER))["ok"]
    await ann.hears("conversation")
    (other,) = ann.view["conversations"][talk]["call"]["others"]
    assert (other["part"], other["who"], other["is_ringing"]) == ("conference", WORKER, True)
    assert (await ann.do("call", talk, do="drop", to=WORKER))["ok"]
    await becomes(ann, talk, call={"is_up": True, "others": []})
    await evening.agrees()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"do": "consult"}, "invalid"),
        ({"do": "hold", "to": WORKER}, "invalid"),
        ({"do": "consult", "to": "nobody"}, "invalid"),
        ({"do": "listen"}, "forbidden"),
    ],
)
async def test_what_nobody_can_do_in_a_call(evening: Evening, asked: dict[str, Any], code: str):
    _, ann, talk = await in_a_call(evening)
    assert (await ann.do("call", talk, **asked))["error"]["code"] == code


async def test_somebody_elses_call_is_not_yours(evening: Evening):
    _, _, talk = await in_a_call(evening)
    ben = await evening.desk("ben")
    for do in ("hold", "resume", "hang_up", "recording"):
        assert (await ben.do("call", talk, do=do))["error"]["code"] == "not_yours"
    answer = await ben.do("consent", talk, asked=WORKER, answer="yes")
    assert answer["error"]["code"] == "not_yours"


async def test_a_child_that_hangs_up_leaves_the_wrap_up(evening: Evening):
    call, ann, talk = await in_a_call(evening)
    line_of(evening).hang_up(call)
    await becomes(ann, talk, state="wrap_up", ended_by="child", call=None)
    assert (await ann.do("call", talk, do="hold"))["error"]["code"] == "ended"
    await evening.agrees()


async def test_one_key_ends_a_call_with_a_recording(evening: Evening):
    call, ann, talk = await in_a_call(evening)
    assert (await ann.do("call", talk, do="recording"))["ok"]
    await becomes(ann, talk, state="wrap_up", ended_by="volunteer")
    await ann.hears("me", status="break", why="recover")
    assert line_of(evening).calls()[call].recordings[0] == "ended_by_volunteer"


async def test_a_silent_call_is_registered_and_closed_after_the_child_is_gone(evening: Evening):
    call, ann, talk = await in_a_call(evening)
    line_of(evening).hang_up(call)
    await becomes(ann, talk, state="wrap_up")
    assert await ann.do("register", talk, fields={"type": "silent"}) == {"ok": True, "missing": []}
    assert (await ann.do("finish", talk))["ok"]


async def test_a_call_without_any_sound_is_a_fault_and_not_silent(evening: Evening):
    _, ann, talk = await in_a_call(evening, is_mute=True)
    answer = await ann.do("register", talk, fields={"type": "silent", "gender": "girl"})
    assert answer["error"] == {"code": "invalid", "fields": {"type": "no_sound"}}
    assert ann.view["conversations"][talk]["registration"] == {}
    assert (await ann.do("register", talk, fields={"type": "fault"}))["ok"]
    await evening.agrees()


async def test_a_key_is_shown_to_who_holds_the_call(evening: Evening):
    call, ann, talk = await in_a_call(evening)
    ben = await evening.desk("ben")
    line_of(evening).press(call, "1")
    assert await ann.hears("key") == {"conversation": talk, "key": "1"}
    await evening.settle()
    assert ben.has_heard("key") == []


async def test_a_coordinator_who_watches_listens_and_the_volunteer_sees_it(evening: Evening):
    _, ann, talk = await in_a_call(evening)
    cora = await at_the_phone(evening, "cora")
    assert (await cora.do("call", talk, do="listen"))["error"]["code"] == "not_yours"
    assert (await cora.do("watch", talk, reason="coaching"))["ok"]
    assert (await cora.do("call", talk, do="listen"))["ok"]
    while not (others := ann.view["conversations"][talk]["call"]["others"]):
        await ann.hears("conversation")
    assert (others[0]["part"], others[0]["who"]) == ("listen", "Lou")
    assert (await cora.do("unwatch", talk))["ok"]
    await becomes(ann, talk, call={"is_up": True, "others": []})


async def test_a_colleague_is_asked_comes_beside_and_has_the_call_when_the_volunteer_leaves(evening: Evening):
    _, ann, talk = await in_a_call(evening)
    ben = await at_the_phone(evening, "ben")
    (sam,) = (await ann.call("colleagues"))["colleagues"]
    assert sam["phone"] is True
    assert (await ann.do("call", talk, do="ask", to=sam["id"]))["ok"]
    told = (await ben.hears("beside"))["beside"]
    assert (told["conversation"], told["volunteer"], told["part"], told["is_asked"]) == (talk, "Nora", "consult", True)
    assert (await ann.call("colleagues"))["colleagues"][0]["phone"] is False
    await evening.agrees()
    assert (await ben.do("call", talk, do="come"))["ok"]
    while not ben.view["beside"]["is_up"]:
        await ben.hears("beside")
    (other,) = ann.view["conversations"][talk]["call"]["others"]
    while other["is_ringing"]:
        await ann.hears("conversation")
        (other,) = ann.view["conversations"][talk]["call"]["others"]
    assert (other["part"], other["who"], other["colleague"]) == ("consult", "Sam", True)
    assert (await ann.do("call", talk, do="add", to=other["leg"]))["ok"]
    await becomes(ann, talk, hold=False)
    while ben.view["beside"]["part"] != "conference":
        await ben.hears("beside")
    await evening.agrees()
    assert (await ann.do("register", talk, fields={"type": "counselling"}))["missing"]
    ben.heard.clear()
    assert (await ann.do("call", talk, do="pass_on"))["ok"]
    gone = await ann.hears("conversation", state="closed")
    assert gone["why"] == "handed_over"
    await evening.agrees()
    # last, or a browser would hang up in between
    assert [name for name, _ in ben.heard if name in ("conversation", "beside")] == ["conversation", "beside"]
    it = ben.view["conversations"][talk]
    assert (it["registration"], it["call"]) == ({"type": "counselling"}, {"is_up": True, "others": []})
    assert [(one["alias"], one["mine"]) for one in it["holders"]] == [("Nora", False), ("Sam", True)]


async def test_a_colleague_who_says_no_is_asked_nothing_any_more(evening: Evening):
    _, ann, talk = await in_a_call(evening)
    ben = await at_the_phone(evening, "ben")
    (sam,) = (await ann.call("colleagues"))["colleagues"]
    assert (await ann.do("call", talk, do="pass_on"))["error"]["code"] == "not_free"
    assert (await ann.do("call", talk, do="ask", to=sam["id"]))["ok"]
    await ben.hears("beside")
    assert (await ann.do("call", talk, do="come"))["error"]["code"] == "not_yours"
    assert (await ben.do("call", talk, do="go"))["ok"]
    await ben.hears("beside", beside=None)
    assert (await ben.do("call", talk, do="come"))["error"]["code"] == "not_yours"
    missed = {"who": "Sam", "why": "no", "colleague": True}
    await becomes(ann, talk, call={"is_up": True, "others": [], "missed": missed}, hold=True)
    await evening.agrees()


async def test_what_is_typed_while_the_child_is_on_hold_reaches_nobody(evening: Evening):
    _, ann, talk = await in_a_call(evening)
    assert (await ann.say(talk, "1", "hoi"))["ok"]
    assert (await ann.do("call", talk, do="hold"))["ok"]
    await becomes(ann, talk, hold=True)
    assert (await ann.say(talk, "2", "ze hoort me niet"))["error"]["code"] == "not_talking"
    assert (await ann.do("call", talk, do="resume"))["ok"]
    await becomes(ann, talk, hold=False)
    assert (await ann.say(talk, "3", "daar ben ik weer"))["ok"]
    await evening.agrees()
