"""A conversation that is taken is followed by its volunteer, and by a coordinator who said so; by nobody else."""

from __future__ import annotations

import json

import pytest

from helpline.core.staff import Role
from helpline.realtime.shapes import DESK_SHAPES
from tests.realtime.faces.clients import ChildClient, DeskClient
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.test_rights import ABOUT_A_TALK, DATA, MINE

NAMES_A_TALK = {event for event, shape in DESK_SHAPES.items() if "conversation" in shape.__struct_fields__} | {"say"}
OPENS_IT = {"watch", "take_over"}
"""By these a coordinator says so."""
OPENS_NOTHING = ("alarm_take", "block_preview", "block")
"""Of any coordinator, whoever holds it; they show nothing of what is in it."""
SECRETS = ("alleen tussen ons", "wat fijn dat je er bent", "blauwe vogel", "hij staat op de gang", "company")
"""The words of both, the child's name, what was asked in danger, the registration."""
OF_THE_EVENING = {"snapshot", "me", "notice"}
OF_COORDINATORS = {"queue", "asked_along", "asked_along_over", "alarm", "alarm_taken", "alarm_over", "agreements"}
"""They name a conversation and say nothing of what is in it."""


def test_every_event_that_names_a_conversation_is_tried_below():
    assert set(MINE) | set(ABOUT_A_TALK) == NAMES_A_TALK


async def cast(evening: Evening) -> tuple[ChildClient, DeskClient, str, DeskClient, DeskClient]:
    """Ann talks with blue; Ben volunteers, and Dirk coordinates beside Cora."""
    await evening.add("dirk", "Kim", Role.COORDINATOR)
    blue, ann, talk = await evening.talk(nickname="blauwe vogel")
    await ann.be("last")
    ben, dirk = await evening.desk("ben"), await evening.desk("dirk")
    await blue.say("1", "alleen tussen ons")
    await ann.say(talk, "1", "wat fijn dat je er bent")
    return blue, ann, talk, ben, dirk


async def happens(evening: Evening, blue: ChildClient, ann: DeskClient, talk: str) -> None:
    """All that can happen in a conversation until its volunteer is lost."""
    await ann.do("ask_along", talk)
    await blue.call("typing")
    await ann.do("phase", talk, phase=3)
    await ann.do("register", talk, fields={"type": "company"})
    await ann.do("alarm", talk)
    await ann.do("danger", talk, asked=None, answer="hij staat op de gang", action=None)
    await blue.say("2", "alleen tussen ons, nog iets")
    await evening.settle()


async def tries_everything(desk: DeskClient, talk: str) -> None:
    """Nothing of it is done, and no answer says what is in it."""
    for event in sorted(NAMES_A_TALK - OPENS_IT - set(OPENS_NOTHING)):
        answer = await desk.call(event, DATA.get(event, {}) | {"conversation": talk})
        assert answer["error"]["code"] in ("not_yours", "forbidden"), event
        assert set(answer["error"]) == {"code"}, event


def has_followed(desk: DeskClient, more: set[str]) -> list[str]:
    """What this window was told that it should not have been."""
    told = [event for event, _ in desk.heard if event not in OF_THE_EVENING | more]
    said = json.dumps([*desk.heard, desk.view], ensure_ascii=False)
    return told + [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize("somebody_reads_along", [False, True])
async def test_whoever_did_not_say_so_is_told_nothing_and_may_do_nothing(evening: Evening, somebody_reads_along: bool):
    blue, ann, talk, ben, dirk = await cast(evening)
    if somebody_reads_along:
        cora = await evening.desk("cora")
        await cora.do("watch", talk, reason="coaching")
    await happens(evening, blue, ann, talk)
    for desk in (ben, dirk):
        await tries_everything(desk, talk)
    await evening.leaves(ann)
    await evening.pass_time(95)
    for desk in (ben, dirk):
        await tries_everything(desk, talk)
    assert has_followed(ben, set()) == []
    assert has_followed(dirk, OF_COORDINATORS) == []
    assert dirk.has_heard("queue"), "else it was not seen that the evening goes on"
    if somebody_reads_along:
        assert has_followed(cora, OF_COORDINATORS) != []


@pytest.mark.parametrize("event", OPENS_NOTHING)
async def test_an_alarm_and_a_block_open_no_conversation(evening: Evening, event: str):
    blue, ann, talk, _, dirk = await cast(evening)
    await ann.do("alarm", talk)
    await evening.settle()
    answer = await dirk.call(event, DATA.get(event, {}) | {"conversation": talk})
    assert answer["ok"]
    assert not [secret for secret in SECRETS if secret in json.dumps(answer, ensure_ascii=False)]
    await blue.say("2", "alleen tussen ons, nog iets")
    await evening.settle()
    assert has_followed(dirk, OF_COORDINATORS) == []
    for other in ("sync", "say", "register", "history", "whisper", "unwatch"):
        answer = await dirk.call(other, DATA.get(other, {}) | {"conversation": talk})
        assert answer["error"]["code"] == "not_yours", other


@pytest.mark.parametrize("how", ["unwatch", "log_out", "gone"])
async def test_whoever_read_along_is_told_nothing_from_then_on(evening: Evening, how: str):
    blue, _, talk, _, dirk = await cast(evening)
    cookie = dirk.headers["Cookie"]
    await dirk.do("watch", talk, reason="safety")
    if how == "unwatch":
        await dirk.do("unwatch", talk)
    elif how == "log_out":
        await evening.log_out(cookie)
        await evening.settle()
        await evening.loses(dirk)
    else:
        await evening.leaves(dirk)
        await evening.pass_time(95)
    await evening.settle()
    again = dirk if how == "unwatch" else await evening.desk("dirk", cookie=cookie if how == "gone" else None)
    before = len(again.heard)
    await blue.say("2", "dit leest niemand anders")
    await evening.settle()
    assert again.view["conversations"] == {}
    assert "dit leest niemand anders" not in json.dumps(again.heard[before:])
    await tries_everything(again, talk)
