"""Windows of the desk: several of one person, and none for whoever may not sit there any more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from helpline.actions.accounts import set_password
from helpline.actions.carry_out import carry_out
from helpline.core.errors import Forbidden
from helpline.core.staff import Level, Role
from tests.counting import counting
from tests.realtime.faces.clients import Refused
from tests.realtime.faces.evening import Evening
from tests.web.place import CountingPasswords


async def test_what_one_window_chooses_the_other_shows(evening: Evening):
    first = await evening.desk("ann")
    second = await evening.desk("ann", cookie=first.headers["Cookie"])
    await first.be("available", channels=["phone", "chat"], chats=2)
    me = await second.hears("me")
    assert (me["status"], me["channels"], me["chats"]) == ("available", ["phone", "chat"], 2)
    assert "why" not in me


async def test_an_offer_taken_in_one_window_opens_in_the_other(evening: Evening):
    first = await evening.desk("ann")
    second = await evening.desk("ann", cookie=first.headers["Cookie"])
    blue = await evening.child()
    await first.be("available")
    await blue.enter(nickname="blauw")
    offer = await second.hears("offer")
    talk = await first.accept()
    assert (await second.hears("offer_gone"))["offer"] == offer["offer"]
    shown = await second.hears("conversation", id=talk)
    assert (shown["nickname"], shown["messages"], shown["missing"]) == ("blauw", [], ["type"])
    await blue.say("1", "hoi")
    for window in (first, second):
        assert (await window.hears("message"))["text"] == "hoi"


async def test_closing_one_of_two_windows_leaves_nobody_alone(evening: Evening):
    blue, ann, _ = await evening.talk()
    second = await evening.desk("ann", cookie=ann.headers["Cookie"])
    await evening.leaves(ann)
    await evening.pass_time(200)
    assert blue.has_heard("interrupted") == []
    await evening.leaves(second)
    await evening.pass_time(1)
    await blue.hears("interrupted")


async def test_logging_out_closes_all_windows_of_that_session_at_once(evening: Evening):
    first = await evening.desk("ann")
    second = await evening.desk("ann", cookie=first.headers["Cookie"])
    other = await evening.desk("ann")
    await evening.log_out(first.headers["Cookie"])
    await first.is_closed()
    await second.is_closed()
    assert (await other.call("colleagues"))["ok"]


async def test_the_cookie_of_before_logging_out_opens_no_window_again(evening: Evening):
    ann = await evening.desk("ann")
    cookie = ann.headers["Cookie"]
    await evening.log_out(cookie)
    await ann.is_closed()
    for held in (cookie, cookie.rpartition("=")[0] + "=" + "A" * 43):
        with pytest.raises(Refused) as refused:
            await evening.desk("ann", cookie=held)
        assert refused.value.code == "signed_out"


async def test_a_new_log_in_of_the_same_browser_closes_the_windows_of_the_one_before(evening: Evening):
    before = await evening.desk("ben")
    cookie = await evening.log_in("ann", held=before.headers["Cookie"])
    await before.is_closed()
    assert cookie != before.headers["Cookie"]
    assert (await evening.desk("ann", cookie=cookie)).view["me"]["alias"] == "Nora"


async def test_a_new_password_closes_all_windows_of_that_person(evening: Evening):
    first, second, other = [await evening.desk(name) for name in ("ann", "ann", "ben")]
    hashed, now = await CountingPasswords().hash("een ander wachtwoord"), evening.clock.now()
    await carry_out(evening.node.house.store, lambda work: set_password("ann", hashed, work=work, now=now))
    await evening.sessions.step()
    for window in (first, second):
        await window.is_closed()
        with pytest.raises(Refused):
            await evening.desk("ann", cookie=window.headers["Cookie"])
    assert (await other.call("colleagues"))["ok"]


async def becomes(evening: Evening, name: str, **now: Any) -> None:
    """In the database, as a command beside the server would change it; each node looks by itself."""
    async with evening.node.house.store.begin() as work:
        staff = await work.people.named(name)
        assert staff is not None
        await work.people.save(replace(staff, **now))
        await work.commit()


async def test_who_coordinates_no_longer_loses_the_windows_and_comes_back_as_a_volunteer(evening: Evening):
    blue, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    assert "queue" in cora.view
    assert (await cora.do("watch", talk, reason="safety"))["ok"]
    await blue.say("1", "hoi")
    await cora.hears("message")
    await becomes(evening, "cora", role=Role.VOLUNTEER)
    await evening.sessions.step()
    await evening.loses(cora)
    again = await evening.desk("cora", cookie=cora.headers["Cookie"])
    assert {"queue", "alarms", "agreements"} & again.view.keys() == set()
    assert again.view["conversations"] == {}
    for window in (cora, again):
        window.heard.clear()
    await blue.say("2", "ben je er nog")
    await ann.do("alarm", talk)
    await (await evening.child()).enter()
    await evening.pass_time(2)
    for window in (cora, again):
        assert {it for it, _ in window.heard} & {"message", "queue", "alarm", "agreements", "asked_along"} == set()
    for event in ("watch", "take_over", "block_preview"):
        assert (await again.do(event, talk, reason="safety"))["error"]["code"] == "forbidden"


async def test_what_was_asked_before_the_window_closes_is_asked_with_the_rights_of_now(evening: Evening):
    _, _, talk = await evening.talk()
    cora = await evening.desk("cora")
    await becomes(evening, "cora", role=Role.VOLUNTEER)
    (window,) = [it for it in evening.node.desk.windows() if it.staff.name == "cora"]
    await evening.sessions.step()
    with pytest.raises(Forbidden):
        evening.node.desk.received(window.connection, "watch", {"conversation": talk, "reason": "safety"}, None)
    await evening.loses(cora)


async def test_who_begins_to_coordinate_sees_the_queue_without_logging_in_again(evening: Evening):
    ann = await evening.desk("ann")
    await becomes(evening, "ann", role=Role.COORDINATOR)
    await evening.sessions.step()
    await evening.loses(ann)
    assert "queue" in (await evening.desk("ann", cookie=ann.headers["Cookie"])).view


@pytest.mark.parametrize("less", [{"level": Level.COACHED}, {"level": Level.TRAINING}, {"youth": True}])
async def test_who_may_less_loses_all_windows_and_a_colleague_none(evening: Evening, less: dict[str, Any]):
    first, second, ben = [await evening.desk(name) for name in ("ann", "ann", "ben")]
    await becomes(evening, "ann", **less)
    await evening.sessions.step()
    for window in (first, second):
        await evening.loses(window)
    assert (await ben.call("colleagues"))["ok"]
    assert (await evening.desk("ann", cookie=first.headers["Cookie"])).view["me"]["level"] == less.get(
        "level", Level.INDEPENDENT
    )


async def test_who_may_more_or_speaks_another_language_goes_on_talking(evening: Evening):
    await becomes(evening, "ann", level=Level.COACHED, youth=True)
    _, ann, talk = await evening.talk()
    await becomes(evening, "ann", level=Level.INDEPENDENT, youth=False, languages=("nl",))
    await evening.settle()
    assert ann.view["me"]["level"] == "independent"
    assert (await ann.say(talk, "1", "hoi"))["ok"]


async def test_logging_out_withdraws_an_open_offer(evening: Evening):
    ann, ben, blue = await evening.desk("ann"), await evening.desk("ben"), await evening.child()
    await ann.be("available")
    await blue.enter()
    await ann.hears("offer")
    await ben.be("available")
    await evening.log_out(ann.headers["Cookie"])
    await evening.pass_time(1)
    assert (await ben.hears("offer"))["conversation"] == blue.view["conversation"]


async def test_a_closed_account_loses_its_windows_and_its_child_is_helped_on(evening: Evening):
    blue, ann, _ = await evening.talk()
    await evening.disable("ann")
    await evening.sessions.step()
    await evening.loses(ann)
    with pytest.raises(Refused) as refused:
        await evening.desk("ann", cookie=ann.headers["Cookie"])
    assert refused.value.code == "signed_out"
    await evening.pass_time(95)
    await evening.agrees(blue)
    assert blue.view["position"] == 1


async def test_an_idle_hour_ends_the_session_and_a_conversation_keeps_it(evening: Evening):
    _, ann, talk = await evening.talk()
    ben = await evening.desk("ben")
    await evening.settle_without_asking()
    evening.clock.advance(minutes=31)
    await evening.sessions.step()
    await ben.is_closed()
    assert (await ann.do("sync", talk, after=0))["ok"]


async def test_whoever_works_is_not_logged_out(evening: Evening):
    ann = await evening.desk("ann")
    for _ in range(4):
        await ann.call("colleagues")
        await evening.sessions.step()
        evening.clock.advance(minutes=29)
        await evening.sessions.step()
    assert (await ann.call("colleagues"))["ok"]


async def test_that_many_work_is_written_at_once(evening: Evening):
    windows = [await evening.desk(name) for name in ("ann", "ben", "cora")]
    for window in windows:
        await window.call("colleagues")
    evening.clock.advance(minutes=2)
    async with evening.node.house.store.begin() as work:
        writes = work.connection.sync_connection.engine
    with counting(writes, "UPDATE session") as said:
        await evening.sessions.step()
    assert len(said) == 1
    evening.clock.advance(minutes=29)
    await evening.sessions.step()
    for window in windows:
        assert (await window.call("colleagues"))["ok"]


async def test_whoever_looks_while_it_is_written_that_somebody_works_sees_it_too(evening: Evening):
    ann = await evening.desk("ann")
    await ann.call("colleagues")
    evening.clock.advance(minutes=31)
    await asyncio.gather(evening.sessions.step(), evening.sessions.step(), evening.sessions.step())
    assert (await ann.call("colleagues"))["ok"]


async def test_twelve_hours_are_enough_for_anybody(evening: Evening):
    ann = await evening.desk("ann")
    for _ in range(24):
        await ann.call("colleagues")
        evening.clock.advance(minutes=29)
        await evening.sessions.step()
    evening.clock.advance(minutes=29)
    await evening.sessions.step()
    await ann.is_closed()


async def test_a_log_in_starts_away_and_a_reload_does_not(evening: Evening):
    ann = await evening.desk("ann")
    await ann.be("available")
    cookie = ann.headers["Cookie"]
    await evening.leaves(ann)
    ann = await evening.desk("ann", cookie=cookie)
    assert ann.view["me"]["status"] == "available"
    await evening.leaves(ann)
    ann = await evening.desk("ann")
    assert ann.view["me"]["status"] == "away"


async def test_a_coordinator_sees_the_queue_and_a_volunteer_does_not(evening: Evening):
    blue, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    assert "queue" not in ann.view
    running = {"conversation": talk, "channel": "chat", "volunteer": "Nora", "phase": 1}
    assert [{key: it[key] for key in running} for it in cora.view["queue"]["running"]] == [running]
    assert cora.view["queue"]["volunteers"] == {"available": 0, "talking": 1, "wrap_up": 0, "break": 0, "away": 0}
    await (await evening.child()).enter()
    await evening.agrees()
    assert cora.view["queue"]["waiting"] == {"chat": 1, "phone": 0}
    assert ann.has_heard("queue") == []
    assert blue.view["state"] == "talking"


async def test_the_coordinators_queue_is_sent_at_most_every_two_seconds(evening: Evening):
    cora = await evening.desk("cora")
    await evening.pass_time(2)
    cora.heard.clear()
    for _ in range(6):
        await (await evening.child()).enter()
        await evening.settle()
    assert len(cora.has_heard("queue")) <= 1
    await evening.pass_time(2)
    assert cora.view["queue"]["waiting"]["chat"] == 6
