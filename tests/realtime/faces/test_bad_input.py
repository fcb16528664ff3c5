"""Whatever is sent: a stable code, nothing changed, nothing lost, nothing in the log, and the connection alive."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from helpline.core.permissions import CHILD_FACE, DESK_FACE, EVENTS, PRACTICE_FACE
from tests.fakes.clock import FakeClock
from tests.realtime.faces.clients import ChildClient, Client, DeskClient
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.kept import all_rows
from tests.realtime.faces.site import Site, evening_at
from tests.realtime.faces.test_calls import with_telephone
from tests.realtime.faces.wrong import (
    LATER,
    NAMES,
    Event,
    wrong_data,
    wrong_json,
)

ID = "AAAAAAAAAAAAAAAAAAAAAA"
UNTIL = "2026-11-21T22:00:00Z"
"""Later in the evening of the tests."""
INVALID = {"error": {"code": "invalid"}}

CHILD = (
    Event(
        "enter",
        {"nickname": "blauw", "topic": "home", "language": "nl", "way_back": True},
        optional=frozenset({"nickname", "topic", "language", "way_back"}),
        takes={"nickname": (None, ""), "topic": (None,), "language": (None,), "way_back": (None, True)},
    ),
    Event("say", {"client_id": "1", "text": "hoi"}),
    Event("sync", {"after": 0}),
    Event("typing", {}),
    Event("leave", {}),
    Event("forget", {}),
    Event("prefer", {"choice": "wait"}),
    Event(
        "survey",
        {"moment": "before", "feeling": 3, "size": 4},
        takes={"feeling": (None,), "size": (None,)},
    ),
)
DESK = (
    Event(
        "be",
        {"status": "away", "channels": ["chat"], "chats": 1, "works_from": "home"},
        optional=frozenset({"channels", "chats", "works_from"}),
    ),
    Event("alias", {"alias": "Roos"}, takes={"alias": (None,)}),
    Event("accept", {"offer": ID}),
    Event("decline", {"offer": ID}),
    Event("say", {"conversation": ID, "client_id": "1", "text": "hoi"}),
    Event("sync", {"conversation": ID, "after": 0}),
    Event("typing", {"conversation": ID}),
    Event("phase", {"conversation": ID, "phase": 2}),
    Event("register", {"conversation": ID, "fields": {"type": "prank"}}, takes={"fields": ({},)}),
    Event("end", {"conversation": ID}),
    Event("finish", {"conversation": ID}),
    Event("hand_over", {"conversation": ID, "note": "", "to": ID}, frozenset({"to"}), {"note": ("",), "to": (None,)}),
    Event("colleagues", {}),
    Event("alarm", {"conversation": ID}),
    Event("ask_along", {"conversation": ID}),
    Event(
        "time_out",
        {"conversation": ID, "minutes": 15, "reason": "prank", "note": "x"},
        frozenset({"note"}),
        {"minutes": (15,), "note": (None, "")},
    ),
    Event("history", {"conversation": ID}),
    Event("put_advice_away", {"conversation": ID}),
    Event("sanctions", {}),
    Event("lift", {"sanction": ID, "reason": "vergissing"}, takes={"reason": ("a",)}),
    Event(
        "danger",
        {"conversation": ID, "asked": "veilig?", "answer": "nee", "action": "gebeld"},
        takes=dict.fromkeys(("asked", "answer", "action"), (None, "")),
    ),
    Event("phone", {}),
    Event("call", {"conversation": ID, "do": "consult", "to": "a"}, frozenset({"to"}), {"to": (None,)}),
    Event("consent", {"conversation": ID, "asked": "veilig_thuis", "answer": "yes"}),
)
COORDINATORS = (
    Event("put_notice", {"texts": {"nl": "Bellen werkt niet.", "en": "The phone is down."}, "until": UNTIL}),
    Event("lift_notice", {}),
    Event("alarm_take", {"conversation": ID}),
    Event("watch", {"conversation": ID, "reason": "asked"}),
    Event("unwatch", {"conversation": ID}),
    Event("whisper", {"conversation": ID, "text": "goed bezig"}),
    Event("take_over", {"conversation": ID, "reason": "safety"}),
    Event("agree", {"sanction": ID}),
    Event("block_preview", {"conversation": ID}),
    Event(
        "block",
        {"conversation": ID, "hours": 24, "reason": "prank", "scope": "device", "note": "x", "end": True},
        frozenset({"note", "end"}),
        {"note": (None, ""), "end": (None, True)},
    ),
    Event("renew", {"sanction": ID, "hours": 24, "reason": "prank"}),
)


PRACTICE = (
    Event("dial", {"number": "0612345678"}, takes={"number": (None,)}),
    Event("press", {"key": "1"}),
    Event("say", {"client_id": "1", "text": "hoi"}),
    Event("hang_up", {}),
)


@pytest.fixture
async def evening(either_site: Site, clock: FakeClock) -> AsyncIterator[Evening]:
    async with evening_at(either_site, clock) as evening:
        yield evening


def test_every_event_is_tried():
    tried = {(CHILD_FACE, event.name) for event in CHILD} | {
        (DESK_FACE, event.name) for event in (*DESK, *COORDINATORS)
    }
    tried |= {(PRACTICE_FACE, event.name) for event in PRACTICE}
    assert tried == set(EVENTS)


async def test_a_child_with_wrong_data_is_told_so_and_nothing_changes(evening: Evening):
    talking, _, _ = await evening.talk()
    waiting, idle, over = [await evening.child() for _ in range(3)]
    await waiting.enter()
    await over.enter()
    await over.call("leave")
    await evening.settle()
    before = await all_rows(evening.node)
    for child in (talking, waiting, idle, over):
        for event in CHILD:
            await refuses(child, event)
        for name in (*NAMES, *LATER[CHILD_FACE], *(event.name for event in DESK if event.name not in SHARED)):
            assert await child.call(name) == INVALID, name
    assert await all_rows(evening.node) == before
    await evening.agrees()


async def test_a_telephone_with_wrong_data_is_told_so_and_nothing_changes(open_line: Open):
    async with open_line(with_telephone) as evening:
        idle, waiting = await evening.telephone(), await evening.telephone()
        await waiting.dial(None)
        await waiting.is_told(state="waits")
        before = await all_rows(evening.node)
        for phone in (idle, waiting):
            for event in PRACTICE:
                await refuses(phone, event)
            for name in (*NAMES, *LATER[CHILD_FACE], "enter", "accept", "call", "sync"):
                assert await phone.call(name) == INVALID, name
        assert await all_rows(evening.node) == before


SHARED = {event.name for event in CHILD} & {event.name for event in DESK}


async def test_the_desk_with_wrong_data_is_told_so_and_nothing_changes(evening: Evening):
    _, ann, talk = await evening.talk()
    await (await evening.child()).enter()
    ben, cora = await evening.desk("ben"), await evening.desk("cora")
    await ben.be("available")
    offer = await ben.hears("offer")
    await evening.settle()
    before = await all_rows(evening.node)
    for desk in (ann, ben, cora):
        for event in (*DESK, *(COORDINATORS if desk is cora else ())):
            data = {"conversation": talk, "offer": offer["offer"]}
            await refuses(desk, Event(event.name, event.data | shared(data, event.data), event.optional, event.takes))
        for name in (*NAMES, *LATER[DESK_FACE], *(event.name for event in CHILD if event.name not in SHARED)):
            assert await desk.call(name) == INVALID, name
    assert await all_rows(evening.node) == before
    await evening.agrees()


def shared(values: dict[str, str], data: dict[str, object]) -> dict[str, str]:
    return {key: value for key, value in values.items() if key in data}


async def refuses(client: Client, event: Event) -> None:
    for data in wrong_data(event):
        answer = await client.call_raw(event.name, json.dumps([event.name, data]))
        assert answer["error"]["code"] == "invalid", (event.name, data, answer)
    for content in wrong_json(event):
        answer = await client.call_raw(event.name, content)
        assert answer["error"]["code"] == "invalid", (event.name, content, answer)


OPEN_TO_ALL = ("watch", "take_over", "block_preview", "block")


async def test_no_answer_tells_whether_a_thing_exists(evening: Evening):
    blue, ann, talk = await evening.talk()
    ben, cora = await evening.desk("ben"), await evening.desk("cora")
    gone = await evening.child()
    await gone.enter()
    waiting = gone.view["conversation"]
    before = await all_rows(evening.node)
    for event in (*DESK, *COORDINATORS):
        if "conversation" in event.data:
            asks = cora if event in COORDINATORS else ben
            # what runs is in the coordinators' list, and may be opened with a reason
            others = (waiting, ID, "?") if event.name in OPEN_TO_ALL else (talk, waiting, ID, "?")
            answers = [await asks.call(event.name, event.data | {"conversation": it}) for it in others]
            assert answers == [{"error": {"code": "not_yours"}}] * len(others), event.name
    for event in ("accept", "decline"):
        assert await ben.call(event, {"offer": ID}) == {"error": {"code": "offer_gone"}}
    assert await all_rows(evening.node) == before
    assert blue.view["state"] == ann.view["conversations"][talk]["state"].replace("active", "talking")


async def test_a_conversation_that_ended_takes_what_belongs_to_wrap_up_and_nothing_else(evening: Evening):
    blue, ann, talk = await evening.talk()
    await blue.say("1", "hoi")
    await ann.say(talk, "1", "dag")
    await ann.do("end", talk)
    await evening.settle()
    assert await refusals(ann, talk) == {"say": "ended", "typing": "ended", "phase": "ended", "hand_over": "ended"}
    assert (await blue.say("2", "nog iets"))["error"]["code"] == "ended"
    assert (await blue.call("typing"))["error"]["code"] == "ended"
    assert (await ann.do("register", talk, fields={"type": "thanks"}))["ok"]
    assert (await ann.do("finish", talk)) == {"ok": True}
    before = await all_rows(evening.node)
    closed = await refusals(ann, talk)
    assert closed == dict.fromkeys(("say", "typing", "phase", "hand_over", "register", "sync"), "ended")
    # what was heard the first time is not lost when it is asked again
    assert (await ann.say(talk, "1", "dag"))["seq"] == 2
    assert (await blue.say("1", "hoi"))["seq"] == 1
    assert (await blue.say("1", "anders"))["error"]["code"] == "id_conflict"
    assert (await ann.do("end", talk)) == (await ann.do("finish", talk)) == {"ok": True}
    assert await all_rows(evening.node) == before


async def refusals(desk: DeskClient, talk: str) -> dict[str, str]:
    """How each event about this conversation is refused."""
    answers = {
        "say": await desk.say(talk, "9", "te laat"),
        "sync": await desk.do("sync", talk, after=0),
        "typing": await desk.do("typing", talk),
        "phase": await desk.do("phase", talk, phase=2),
        "register": await desk.do("register", talk, fields={}),
        "hand_over": await desk.do("hand_over", talk, note="x"),
    }
    return {name: answer["error"]["code"] for name, answer in answers.items() if "error" in answer}


async def test_who_does_not_talk_yet_is_told_so(evening: Evening):
    idle, waiting = await evening.child(), await evening.child()
    await waiting.enter()
    for child in (idle, waiting):
        await not_talking(child)
    assert await idle.call("sync", {"after": 0}) == {"ok": True, "messages": [], "state": "idle"}
    assert await waiting.call("sync", {"after": 0}) == {"ok": True, "messages": [], "state": "waiting"}


async def not_talking(child: ChildClient) -> None:
    expected = {"error": {"code": "not_talking"}}
    assert await child.say("1", "hoi") == expected
    assert await child.call("typing") == expected
    assert await child.call("prefer", {"choice": "other"}) == expected


async def test_words_said_again_are_answered_as_the_first_time(evening: Evening):
    blue, ann, talk = await evening.talk()
    first = await blue.say("1", "hoi")
    assert await blue.say("1", "hoi") == first
    assert (await blue.say("1", "anders"))["error"] == {"code": "id_conflict"}
    # the other side counts for itself
    assert (await ann.say(talk, "1", "dag"))["seq"] == 2
    again = await evening.child(blue.resume)
    assert await again.say("1", "hoi") == first
    assert [message["text"] for message in again.view["messages"]] == ["hoi", "dag"]
