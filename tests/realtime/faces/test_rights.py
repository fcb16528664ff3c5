"""Who may do what to whose conversation, for every event there is."""

from __future__ import annotations

import pytest

from helpline.core.permissions import CHILD_FACE, DESK_FACE, EVENTS
from tests.realtime.faces.clients import ChildClient, DeskClient, Refused
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.kept import all_rows

OK = "ok"
NOT_YOURS = "not_yours"
ENDED = "ended"

MINE: dict[str, dict[str, str]] = {
    # talking · in wrap-up · closed
    "say": {"talking": OK, "wrap_up": ENDED, "closed": ENDED},
    "sync": {"talking": OK, "wrap_up": OK, "closed": ENDED},
    "typing": {"talking": OK, "wrap_up": ENDED, "closed": ENDED},
    "phase": {"talking": OK, "wrap_up": ENDED, "closed": ENDED},
    "register": {"talking": OK, "wrap_up": OK, "closed": ENDED},
    "ask_along": {"talking": OK, "wrap_up": ENDED, "closed": ENDED},
    "alarm": {"talking": OK, "wrap_up": OK, "closed": ENDED},
    "history": {"talking": OK, "wrap_up": OK, "closed": ENDED},
    "put_advice_away": {"talking": OK, "wrap_up": OK, "closed": OK},
    "danger": {"talking": OK, "wrap_up": OK, "closed": ENDED},
    "call": {"talking": NOT_YOURS, "wrap_up": NOT_YOURS, "closed": NOT_YOURS},
    "consent": {"talking": OK, "wrap_up": OK, "closed": ENDED},
    "finish": {"talking": "not_talking", "wrap_up": OK, "closed": OK},
    "end": {"talking": OK, "wrap_up": OK, "closed": OK},
    "time_out": {"talking": OK, "wrap_up": OK, "closed": ENDED},
    "colleagues": {"talking": OK, "wrap_up": OK, "closed": OK},
    "hand_over": {"talking": OK, "wrap_up": ENDED, "closed": ENDED},
}
"""What whoever holds, or held, a conversation may do with it. Somebody else's is `not_yours`, whatever its state."""

OF_NOBODYS_CONVERSATION = {
    "be": OK, "alias": OK, "colleagues": OK, "accept": "offer_gone", "decline": "offer_gone", "sanctions": OK,
    "lift": NOT_YOURS, "phone": "no_phone",
}  # fmt: skip

ABOUT_A_TALK = ("alarm_take", "watch", "unwatch", "whisper", "take_over", "block_preview", "block")
OF_COORDINATORS = {"put_notice": OK, "lift_notice": OK, "agree": NOT_YOURS, "renew": NOT_YOURS} | dict.fromkeys(
    ABOUT_A_TALK, NOT_YOURS
)
"""For everybody else they are `forbidden`."""
GIVES_UP = ("end", "hand_over", "time_out")

CHILD: dict[str, dict[str, str]] = {
    "enter": {"idle": OK, "waiting": OK, "talking": OK, "ended": OK},
    "say": {"idle": "not_talking", "waiting": "not_talking", "talking": OK, "ended": ENDED},
    "sync": {"idle": OK, "waiting": OK, "talking": OK, "ended": OK},
    "typing": {"idle": "not_talking", "waiting": "not_talking", "talking": OK, "ended": ENDED},
    "leave": {"idle": OK, "waiting": OK, "talking": OK, "ended": OK},
    "forget": {"idle": OK, "waiting": OK, "talking": OK, "ended": OK},
    "prefer": {"idle": "not_talking", "waiting": "not_talking", "talking": "not_talking", "ended": ENDED},
    "survey": {"idle": "not_talking", "waiting": OK, "talking": OK, "ended": ENDED},
}

DATA: dict[str, dict[str, object]] = {
    "watch": {"reason": "coaching"},
    "take_over": {"reason": "safety"},
    "whisper": {"text": "goed bezig"},
    "say": {"client_id": "m", "text": "hoi"},
    "sync": {"after": 0},
    "phase": {"phase": 2},
    "register": {"fields": {"type": "thanks"}},
    "hand_over": {"note": ""},
    "danger": {"asked": "Ben je veilig?", "answer": None, "action": None},
    "be": {"status": "away"},
    "time_out": {"minutes": 15, "reason": "prank"},
    "lift": {"sanction": "x", "reason": "vergissing"},
    "agree": {"sanction": "x"},
    "block": {"hours": 1, "reason": "prank", "scope": "device"},
    "renew": {"sanction": "x", "hours": 1, "reason": "prank"},
    "call": {"do": "hold"},
    "consent": {"asked": "veilig_thuis", "answer": "yes"},
    "alias": {"alias": "Roos"},
    "accept": {"offer": "x"},
    "decline": {"offer": "x"},
    "prefer": {"choice": "wait"},
    "survey": {"moment": "before", "feeling": 3, "size": None},
    "put_notice": {"texts": {"nl": "Hoi", "en": "Hello"}, "until": "2026-11-21T22:00:00Z"},
}


def test_every_event_has_its_place_in_the_table():
    desk = {event for face, event in EVENTS if face == DESK_FACE}
    assert desk == set(MINE) | set(OF_NOBODYS_CONVERSATION) | set(OF_COORDINATORS)
    assert {event for face, event in EVENTS if face == CHILD_FACE} == set(CHILD)


async def outcome(client: DeskClient | ChildClient, event: str, **about: str) -> str:
    answer = await client.call(event, DATA.get(event, {}) | about)
    return str(answer["error"]["code"]) if "error" in answer else OK


async def in_state(evening: Evening, name: str, state: str) -> tuple[DeskClient, str]:
    """A conversation of this person, so far."""
    _, desk, talk = await evening.talk(name)
    if state != "talking":
        await desk.do("register", talk, fields={"type": "thanks"})
        await desk.do("end", talk)
    if state == "closed":
        await desk.do("finish", talk)
    await evening.settle()
    return desk, talk


@pytest.mark.parametrize("name", ["ann", "cora"])
@pytest.mark.parametrize("state", ["talking", "wrap_up", "closed"])
async def test_what_may_be_done_with_ones_own_conversation(evening: Evening, name: str, state: str):
    desk, talk = await in_state(evening, name, state)
    events = [event for event in MINE if event not in GIVES_UP]
    assert {event: await outcome(desk, event, conversation=talk) for event in events} == {
        event: MINE[event][state] for event in events
    }


@pytest.mark.parametrize("name", ["ann", "cora"])
@pytest.mark.parametrize("state", ["talking", "wrap_up", "closed"])
@pytest.mark.parametrize("event", GIVES_UP)
async def test_how_ones_own_conversation_may_be_given_up(evening: Evening, name: str, state: str, event: str):
    desk, talk = await in_state(evening, name, state)
    assert await outcome(desk, event, conversation=talk) == MINE[event][state]


@pytest.mark.parametrize("state", ["talking", "wrap_up", "closed"])
async def test_somebody_elses_conversation_is_nobodys_business(evening: Evening, state: str):
    _, talk = await in_state(evening, "ann", state)
    ben, cora = await evening.desk("ben"), await evening.desk("cora")
    before = await all_rows(evening.node)
    for desk in (ben, cora):
        for event in MINE:
            assert await outcome(desk, event, conversation=talk) == NOT_YOURS, event
    assert await all_rows(evening.node) == before
    assert ben.view["conversations"] == cora.view["conversations"] == {}


async def test_a_child_that_waits_is_nobodys_yet(evening: Evening):
    blue, ann = await evening.child(), await evening.desk("ann")
    await blue.enter()
    before = await all_rows(evening.node)
    for event in MINE:
        assert await outcome(ann, event, conversation=blue.view["conversation"]) == NOT_YOURS, event
    assert await all_rows(evening.node) == before


async def test_whoever_handed_it_over_has_nothing_to_say_in_it_any_more(evening: Evening):
    _, ann, talk = await evening.talk()
    await ann.do("hand_over", talk, note="")
    ben = await evening.desk("ben")
    await ben.be("available")
    assert await ben.accept() == talk
    for event in MINE:
        assert await outcome(ann, event, conversation=talk) == NOT_YOURS, event


async def test_whoever_lost_it_is_fenced_out_once_somebody_else_has_it(evening: Evening):
    _, ann, talk = await evening.talk()
    cookie = ann.headers["Cookie"]
    await evening.leaves(ann)
    await evening.pass_time(95)
    ben = await evening.desk("ben")
    await ben.be("available")
    assert await ben.accept() == talk
    ann = await evening.desk("ann", cookie=cookie)
    assert ann.view["conversations"] == {}
    for event in MINE:
        assert await outcome(ann, event, conversation=talk) == NOT_YOURS, event


@pytest.mark.parametrize("name", ["ann", "cora"])
async def test_what_needs_no_conversation(evening: Evening, name: str):
    desk = await evening.desk(name)
    for event, expected in OF_NOBODYS_CONVERSATION.items():
        assert await outcome(desk, event) == expected, event


async def test_what_is_for_coordinators_alone(evening: Evening):
    ann, cora = await evening.desk("ann"), await evening.desk("cora")
    before = await all_rows(evening.node)
    for event in OF_COORDINATORS:
        assert await outcome(ann, event, **about(event)) == "forbidden", event
    assert await all_rows(evening.node) == before
    for event, expected in OF_COORDINATORS.items():
        assert await outcome(cora, event, **about(event)) == expected, event


def about(event: str) -> dict[str, str]:
    """Some conversation, where the event is about one."""
    return {"conversation": "nobody's"} if event in ABOUT_A_TALK else {}


async def test_an_offer_is_for_one_person(evening: Evening):
    blue, ann = await evening.child(), await evening.desk("ann")
    ben, cora = await evening.desk("ben"), await evening.desk("cora")
    await ann.be("available")
    await blue.enter()
    offer = (await ann.hears("offer"))["offer"]
    for other in (ben, cora):
        assert await outcome(other, "accept", offer=offer) == "offer_gone"
        assert await outcome(other, "decline", offer=offer) == "offer_gone"
    assert await outcome(ann, "accept", offer=offer) == OK
    again = await ann.call("accept", {"offer": offer})
    assert again["conversation"]["id"] == blue.view["conversation"]
    assert await outcome(ann, "decline", offer=offer) == "offer_gone"


@pytest.mark.parametrize("event", CHILD)
@pytest.mark.parametrize("state", ["idle", "waiting", "talking", "ended"])
async def test_what_a_child_may_do(evening: Evening, event: str, state: str):
    blue = await evening.child()
    if state == "talking":
        blue, _, _ = await evening.talk()
    elif state != "idle":
        await blue.enter()
    if state == "ended":
        await blue.call("leave")
    await evening.settle()
    assert blue.view["state"] == state
    assert await outcome(blue, event) == CHILD[event][state]


async def test_nothing_is_done_for_whoever_is_logged_out(evening: Evening):
    _, ann, talk = await evening.talk()
    await evening.log_out(ann.headers["Cookie"])
    await evening.settle()
    await ann.is_closed()
    with pytest.raises(Refused) as refused:
        await evening.desk("ann", cookie=ann.headers["Cookie"])
    assert refused.value.data == {"code": "signed_out"}
    assert talk


async def test_a_closed_session_comes_before_every_other_check(evening: Evening):
    _, ann, talk = await evening.talk()
    before = await all_rows(evening.node)
    assert evening.node.desk is not None
    for window in evening.node.desk.windows():
        window.is_signed_in = False
    for event in (*MINE, *OF_COORDINATORS, *OF_NOBODYS_CONVERSATION, "no_event"):
        assert await outcome(ann, event, conversation=talk, extra="x") == "signed_out", event
    assert await all_rows(evening.node) == before


@pytest.mark.parametrize(
    "cookie", ["", "helpline=", "helpline=x", f"helpline={'x' * 5000}", "helpline=\u00e9", "other=1"]
)
async def test_without_a_session_nobody_sits_at_the_desk(evening: Evening, cookie: str):
    with pytest.raises(Refused) as refused:
        await DeskClient.open(evening.http, headers={"Cookie": cookie})
    assert refused.value.data == {"code": "signed_out"}


OF_WHO_READS_ALONG = {"sync": OK, "watch": OK, "whisper": OK}
"""Of everything about a conversation, what a coordinator who reads along may do; the rest is the volunteer's."""


async def test_who_reads_along_may_read_and_whisper_and_nothing_else(evening: Evening):
    blue, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    await cora.do("watch", talk, reason="coaching")
    for event in (*MINE, "alarm_take", "watch", "whisper"):
        expected = OF_WHO_READS_ALONG.get(event, NOT_YOURS)
        assert await outcome(cora, event, conversation=talk) == expected, event
    await cora.do("unwatch", talk)
    await evening.settle()
    await blue.say("1", "alleen voor jou")
    await ann.hears("message")
    await evening.settle()
    assert "alleen voor jou" not in str(cora.heard)
    for event in (*MINE, "unwatch", "whisper"):
        assert await outcome(cora, event, conversation=talk) == NOT_YOURS, event


@pytest.mark.parametrize("state", ["wrap_up", "closed"])
async def test_nobody_reads_along_with_what_has_ended(evening: Evening, state: str):
    _, talk = await in_state(evening, "ann", state)
    cora = await evening.desk("cora")
    for event in ("watch", "unwatch", "whisper", "take_over"):
        assert await outcome(cora, event, conversation=talk) == NOT_YOURS, event
