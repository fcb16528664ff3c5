"""The practice line: a telephone in a page, from the first ring to the last word, with a volunteer at the desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from helpline.core.staff import Level, Role
from helpline.db.turn import PostgresqlTurn
from helpline.identity.caller_pepper import CallerPepper
from helpline.realtime import practice_view
from helpline.telephony.secret_files import make_ari_password
from tests.fakes.clock import FakeClock
from tests.realtime.faces.clients import PracticeClient, Refused
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.kept import all_rows
from tests.realtime.faces.site import Site, evening_at
from tests.realtime.faces.test_calls import at_the_phone, becomes, line_of, with_telephone

NUMBER = "06 1234 5678"
HOLD = "We zijn er zo weer. Blijf even wachten."


@pytest.fixture
async def evening(open_line: Open) -> AsyncIterator[Evening]:
    async with open_line(with_telephone) as it:
        yield it


def heard(phone: PracticeClient) -> list[str]:
    """What is said to who rings, in Dutch."""
    return [text["nl"] for text in phone.view["call"]["hears"]]


async def hears(phone: PracticeClient, text: str) -> None:
    """Wait until this is said."""
    while text not in heard(phone):
        await phone.hears("call")


async def conversation_of(evening: Evening) -> str:
    """The one call that there is."""
    async with evening.node.house.store.look() as records:
        (it,) = await records.calls.all()
    return it.conversation


@pytest.fixture
async def other_attends(shared_site: Site) -> AsyncIterator[None]:
    """Another process has the turn."""
    is_there = asyncio.Event()

    async def attends() -> None:
        is_there.set()
        await asyncio.Event().wait()

    assert shared_site.database_url is not None
    takes = asyncio.create_task(PostgresqlTurn(shared_site.database_url).take(attends))
    await is_there.wait()
    yield
    takes.cancel()
    with suppress(asyncio.CancelledError):
        await takes


@pytest.mark.usefixtures("other_attends")
async def test_where_another_process_attends_page_and_desk_say_so(shared_site: Site, clock: FakeClock):
    async with evening_at(shared_site, clock, with_telephone) as here:
        phone, ann = await here.telephone(), await here.desk("ann")
        for asked in (phone.call("dial", {"number": NUMBER}), ann.call("phone")):
            assert (await asked)["error"]["code"] == "practice_elsewhere"


async def test_a_call_is_practice_at_the_desk_and_in_whatever_is_counted(evening: Evening):
    phone = await evening.telephone()
    await phone.dial(NUMBER)
    ann = await at_the_phone(evening, "ann")
    talk = await ann.accept()
    await becomes(ann, talk, practice=True)
    await phone.call("hang_up")
    await ann.hears("conversation")
    assert (await ann.do("register", talk, fields={"type": "testing"}))["ok"]
    assert (await ann.do("finish", talk))["ok"]
    async with evening.node.house.store.look() as records:
        since = evening.node.house.clock.now() - timedelta(hours=1)
        assert await records.attempts.outcomes(since) == {}
        assert await records.conversations.recent_services(since, 9) == []
        it = await records.conversations.get(talk)
        assert it is not None
        assert it.practice


async def test_the_whole_way_of_a_call(evening: Evening):
    phone = await evening.telephone()
    assert phone.view["call"] == practice_view.IDLE
    assert (await phone.dial(NUMBER)) == {"ok": True}
    await phone.is_told(state="waits", music=True)
    await hears(phone, "Er is nu niemand vóór jou. Soms gaat iemand even voor.")
    assert heard(phone)[0] == "Fijn dat je belt. Je hoeft niet te zeggen wie je bent."
    ann = await at_the_phone(evening, "ann")
    talk = await ann.accept()
    await phone.is_told(state="talks", voices=["Nora"], music=False, hears=[])
    await becomes(ann, talk, call={"is_up": True, "others": []})

    assert (await phone.say("1", "hallo?"))["seq"] == 1
    assert (await ann.hears("message"))["text"] == "hallo?"
    assert (await ann.say(talk, "1", "Hoi, ik ben er."))["seq"] == 2
    assert [(await phone.hears("message"))["text"] for _ in range(2)] == ["hallo?", "Hoi, ik ben er."]

    assert (await ann.do("call", talk, do="hold"))["ok"]
    await phone.is_told(state="on_hold", music=True, voices=[])
    await hears(phone, HOLD)
    assert (await phone.say("2", "hoor je mij"))["error"]["code"] == "not_talking"
    assert (await phone.call("press", {"key": "2"})) == {"ok": True}
    assert await ann.hears("key") == {"conversation": talk, "key": "2"}
    assert (await ann.do("call", talk, do="resume"))["ok"]
    await phone.is_told(state="talks", voices=["Nora"])

    assert (await phone.call("hang_up")) == {"ok": True}
    await phone.is_told(state="over", voices=[])
    await becomes(ann, talk, state="wrap_up", ended_by="child", call=None)
    await evening.agrees(ann)
    assert line_of(evening).calls() == {}


async def test_a_chat_is_helped_first_and_then_practice_calls_as_they_came(evening: Evening):
    first, blue, last = await evening.telephone(), await evening.child(), await evening.telephone()
    await first.dial(NUMBER)
    await first.is_told(state="waits")
    evening.clock.advance(seconds=1)
    await blue.enter()
    evening.clock.advance(seconds=1)
    await last.dial(None)
    await last.is_told(state="waits")
    assert blue.view["position"] == 1
    await hears(last, "Er zijn nog twee kinderen vóór jou.")
    ann = await at_the_phone(evening, "ann")
    for channel in ("chat", "phone", "phone"):
        offer = await ann.hears("offer")
        assert offer["channel"] == channel
        talk = (await ann.call("accept", {"offer": offer["offer"]}))["conversation"]["id"]
        assert (await ann.do("register", talk, fields={"type": "thanks"}))["ok"]
        assert (await ann.do("end", talk))["ok"]
        assert (await ann.do("finish", talk))["ok"]


async def test_a_page_that_goes_hangs_up(evening: Evening):
    phone = await evening.telephone()
    await phone.dial(NUMBER)
    await phone.is_told(state="waits")
    evening.clients.remove(phone)
    ann = await at_the_phone(evening, "ann")
    await ann.hears("offer")
    await phone.close()
    assert (await ann.hears("offer_gone"))["reason"] == "left"


async def test_a_number_is_known_again_however_it_is_written_and_stands_nowhere(evening: Evening):
    node, now = evening.node, evening.clock.now()
    assert node.pseudonyms is not None
    for number in (NUMBER, "+31612345678", "0031 6 12345678"):
        phone = await evening.telephone()
        await phone.dial(number)
        await phone.is_told(state="waits")
        await phone.call("hang_up")
        await phone.is_told(state="over")
    async with node.house.store.look() as records:
        number = node.pseudonyms.of_number("+31612345678", now)
        before = await records.attempts.before(number)
    assert before is not None
    kept = str(await all_rows(node))
    pepper = await asyncio.to_thread(CallerPepper, node.house.settings.places.keys)
    key = pepper.key("+31612345678")
    assert "612345678" not in kept
    assert key is not None
    assert key not in kept


async def test_two_withheld_numbers_are_two_children(evening: Evening):
    phones = [await evening.telephone() for _ in range(2)]
    for phone in phones:
        await phone.dial(None)
        await phone.is_told(state="waits")
    async with evening.node.house.store.look() as records:
        assert len(await records.calls.all()) == 2


async def test_who_is_kept_out_hears_why_and_comes_in_with_a_key(evening: Evening):
    phone = await evening.telephone()
    await phone.dial(NUMBER)
    ann = await at_the_phone(evening, "ann")
    talk = await ann.accept()
    await phone.is_told(state="talks")
    assert (await ann.do("time_out", talk, minutes=15, reason="prank"))["ok"]
    await phone.is_told(state="leaves")
    line_of(evening).hear_out(next(iter(line_of(evening).calls())))
    await phone.is_told(state="over")
    await phone.dial(NUMBER)
    await phone.is_told(state="leaves", voices=[])
    assert heard(phone)
    assert (await phone.call("press", {"key": "1"}))["ok"]
    await phone.is_told(state="waits")
    assert phone.page.messages == []


async def test_dialling_again_while_it_rings_changes_nothing(evening: Evening):
    phone = await evening.telephone()
    await phone.dial(NUMBER)
    await phone.is_told(state="waits")
    assert (await phone.dial("0687654321")) == {"ok": True}
    assert len(line_of(evening).calls()) == 1


async def test_without_a_call_there_is_nothing_to_say_or_press(evening: Evening):
    phone = await evening.telephone()
    assert (await phone.say("1", "hoi"))["error"]["code"] == "not_talking"
    assert (await phone.call("press", {"key": "1"}))["error"]["code"] == "not_talking"
    assert (await phone.call("hang_up")) == {"ok": True}
    for number in ("112", "++", "06"):
        assert (await phone.dial(number))["error"]["code"] == "invalid"
    assert line_of(evening).calls() == {}


async def test_what_was_told_is_what_a_fresh_look_shows(evening: Evening):
    phone = await evening.telephone()
    await phone.dial(NUMBER)
    ann = await at_the_phone(evening, "ann")
    talk = await ann.accept()
    await phone.is_told(state="talks", voices=["Nora"])
    for do in ("hold", "resume"):
        await ann.do("call", talk, do=do)
        await evening.settle()
        await phone.is_told(state="on_hold" if do == "hold" else "talks")
        assert phone.view["call"] == await fresh(evening)
    await ann.say(talk, "1", "Hoi.")
    await phone.hears("message")
    assert [it["text"] for it in phone.page.messages] == ["Hoi."]


async def fresh(evening: Evening) -> dict[str, Any]:
    """What the one call sounds like, read anew."""
    node, talk = evening.node, await conversation_of(evening)
    assert node.opened is not None
    assert node.opened.receiver is not None
    (call,) = line_of(evening).calls()
    async with node.house.store.look() as records:
        it = await records.conversations.get(talk)
        return await practice_view.look(node.opened.receiver.sound(call), it, records, node.house.settings)


@pytest.mark.parametrize("line", ["none", "asterisk"])
async def test_without_a_practice_line_there_is_no_such_telephone(site: Site, clock: FakeClock, line: str):
    """Most of all where a real one is."""

    def with_line(settings: Any) -> Any:
        return replace(settings, telephone=replace(settings.telephone, line=line, ari_url="http://127.0.0.1:9/ari"))

    settings = await asyncio.to_thread(site.settings, with_line)
    await asyncio.to_thread(site.prepare, settings, clock)
    await asyncio.to_thread(make_ari_password, settings.places.keys)
    async with evening_at(site, clock, with_line) as evening:
        with pytest.raises(Refused) as refused:
            await evening.telephone()
        assert refused.value.code == "invalid"
        async with evening.http.get("/practice") as answer:
            assert answer.status == 404


async def test_the_page_is_there_where_the_line_is(evening: Evening):
    async with evening.http.get("/practice") as answer:
        assert answer.status == 200
        assert "practice" in await answer.text()


async def test_who_drains_takes_no_new_call(evening: Evening):
    phone = await evening.telephone()
    evening.node.drain()
    assert (await phone.dial(NUMBER))["error"]["code"] == "try_again"


async def test_dialling_has_its_limits(open_line: Open):
    def limited(settings: Any) -> Any:
        it = with_telephone(settings)
        return replace(it, limits=replace(it.limits, enabled=True))

    async with open_line(limited) as evening:
        phone = await evening.telephone()
        codes = set()
        for _ in range(200):
            answer = await phone.call("press", {"key": "1"})
            codes.add(answer["error"]["code"])
        assert "too_many" in codes


async def test_who_practises_hears_that_a_child_waits_and_who_is_in_training_does_not(evening: Evening):
    await evening.add("tess", "Robin", Role.VOLUNTEER, Level.TRAINING)
    talks = {}
    for name in ("ann", "tess"):
        phone = await evening.telephone()
        await phone.dial(NUMBER)
        desk = await at_the_phone(evening, name)
        talks[name] = (desk, await desk.accept())
    (ann, talk), (tess, trained) = talks["ann"], talks["tess"]
    await ann.be("available", channels=["phone", "chat"])
    await evening.agrees(ann, tess)
    assert "children_waiting" not in ann.view["conversations"][talk]

    blue, red = await evening.child(), await evening.child()
    await blue.enter()
    await evening.pass_time(2)
    assert ann.view["conversations"][talk]["children_waiting"] == 1
    await red.enter()
    await evening.pass_time(2)
    assert ann.view["conversations"][talk]["children_waiting"] == 2
    assert "children_waiting" not in tess.view["conversations"][trained]
    for child in (blue, red):
        await child.call("leave")
    await evening.pass_time(2)
    assert "children_waiting" not in ann.view["conversations"][talk]
    await evening.agrees(ann, tess)
