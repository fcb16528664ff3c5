"""Who may what: each event that is served, asked by everybody whose it is not, of a server that runs.

What may be done with one's own conversation in each of its states, and with somebody else's, is asked in
`test_rights.py`, whose tables this goes by; the same for the routes in `tests/web/test_routes.py`.
"""

from __future__ import annotations

import json
from inspect import getmembers, iscoroutinefunction

import aiohttp
import pytest

from helpline.core.permissions import CHILD_FACE, DESK_FACE, EVENTS
from helpline.realtime.child_events import ChildEvents
from helpline.realtime.desk_events import DeskEvents
from helpline.realtime.shapes import CHILD_SHAPES, DESK_SHAPES
from tests.realtime.faces.clients import DEADLINE, DeskClient, Refused
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.kept import all_rows
from tests.realtime.faces.test_rights import (
    ABOUT_A_TALK,
    CHILD,
    DATA,
    MINE,
    NOT_YOURS,
    OF_COORDINATORS,
    OF_NOBODYS_CONVERSATION,
    OK,
    outcome,
)

ON_THE_HOT_PATH = {"say"}
"""Has neither a shape nor a deed of its own."""
AT_THE_DESK = (*MINE, *OF_NOBODYS_CONVERSATION, *OF_COORDINATORS)
WITHOUT_A_SESSION = ("nobody", "a_child", "logged_out", "disabled")

OF_A_TALK_THAT_RUNS = {
    "alarm_take": OK, "watch": OK, "unwatch": OK, "whisper": NOT_YOURS, "block_preview": OK, "block": OK,
    "take_over": OK,
}  # fmt: skip
"""What a coordinator may do with the conversation of a volunteer, asked in this order; a whisper only while reading."""


@pytest.mark.parametrize(
    ("face", "shapes", "deeds"), [(CHILD_FACE, CHILD_SHAPES, ChildEvents), (DESK_FACE, DESK_SHAPES, DeskEvents)]
)
def test_what_is_served_and_what_states_who_may_send_it_are_the_same(
    face: str, shapes: dict[str, object], deeds: type[object]
):
    stated = {event for namespace, event in EVENTS if namespace == face}
    served = {name for name, it in getmembers(deeds, iscoroutinefunction) if not name.startswith("_")}
    assert stated - ON_THE_HOT_PATH == set(shapes) == served


def test_every_event_of_coordinators_about_a_conversation_has_its_place():
    assert set(OF_A_TALK_THAT_RUNS) == set(ABOUT_A_TALK)


async def cookie_of(evening: Evening, who: str, resume: str | None) -> str:
    """What somebody who may not sit at the desk has in their hands."""
    if who == "nobody":
        return ""
    if who == "a_child":
        return f"helpline={resume}"
    cookie = await evening.log_in("ben")
    if who == "logged_out":
        await evening.log_out(cookie)
    else:
        await evening.disable("ben")
    return cookie


@pytest.mark.parametrize("who", WITHOUT_A_SESSION)
async def test_whoever_has_no_session_is_not_let_in_and_not_answered(evening: Evening, who: str):
    blue, _, talk = await evening.talk()
    cookie = await cookie_of(evening, who, blue.resume)
    with pytest.raises(Refused) as refused:
        await DeskClient.open(evening.http, headers={"Cookie": cookie})
    assert refused.value.code == "signed_out"
    before = await all_rows(evening.node)
    for event in AT_THE_DESK:
        assert await answers(evening, cookie, event, DATA.get(event, {}) | {"conversation": talk}) == [], event
    assert await all_rows(evening.node) == before


async def answers(evening: Evening, cookie: str, event: str, data: dict[str, object]) -> list[str]:
    """What is answered to whoever was refused and sends all the same; the child's face tells when all was heard."""
    url = "/socket.io/?EIO=4&transport=websocket"
    async with evening.http.ws_connect(url, headers={"Cookie": cookie}) as socket:
        await socket.receive(DEADLINE)
        for packet in (f"40{DESK_FACE},", f"42{DESK_FACE},1{json.dumps([event, data])}", f"40{CHILD_FACE},"):
            await socket.send_str(packet)
        heard: list[str] = []
        while True:
            packet = await socket.receive(DEADLINE)
            if packet.type is not aiohttp.WSMsgType.TEXT or packet.data.startswith(f"40{CHILD_FACE},"):
                return [it for it in heard if not it.startswith(f"44{DESK_FACE},")]
            heard.append(packet.data)


@pytest.mark.parametrize("how", ["log_out", "disable"])
async def test_whoever_is_let_go_loses_the_window_and_what_stood_in_it(evening: Evening, how: str):
    _, ann, talk = await evening.talk()
    cookie = ann.headers["Cookie"]
    await (evening.disable("ann") if how == "disable" else evening.log_out(cookie))
    await evening.loses(ann)
    assert await answers(evening, cookie, "sync", {"conversation": talk, "after": 0}) == []


@pytest.mark.parametrize("state", ["talking", "ended"])
async def test_a_child_reaches_no_conversation_but_its_own(evening: Evening, state: str):
    blue, ann, talk = await evening.talk()
    await blue.say("1", "alleen voor Nora")
    if state == "ended":
        await ann.do("end", talk)
    green = await evening.child(resume=talk)  # an id is no token
    await evening.settle()
    assert green.view["state"] == "idle"
    before = await all_rows(evening.node)
    for event in CHILD:
        assert await outcome(green, event, conversation=talk) == "invalid", event
    for event in set(AT_THE_DESK) - set(CHILD):
        assert await outcome(green, event, conversation=talk) == "invalid", event
    assert await all_rows(evening.node) == before
    assert "alleen voor Nora" not in str((green.heard, green.view))


async def test_what_coordinators_may_do_with_a_conversation_no_other_volunteer_may(evening: Evening):
    _, ann, talk = await evening.talk()
    await ann.do("alarm", talk)
    ben, cora = await evening.desk("ben"), await evening.desk("cora")
    before = await all_rows(evening.node)
    for event in ABOUT_A_TALK:
        for volunteer in (ann, ben):
            assert await outcome(volunteer, event, conversation=talk) == "forbidden", event
    assert await all_rows(evening.node) == before
    for event, expected in OF_A_TALK_THAT_RUNS.items():
        assert await outcome(cora, event, conversation=talk) == expected, event
