"""How often: each limit refuses with the time to come back, takes nothing while it refuses, and can be switched off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from ipaddress import ip_network

import pytest

from helpline.core.limits import Bucket
from helpline.realtime.rates import NAMES
from helpline.settings import Limits, Settings
from helpline.settings.sections import A_CLASS
from tests.realtime.faces.clients import DeskClient, Refused
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.kept import all_rows
from tests.realtime.faces.reducers import Form

BURST = 3
EVERY_SECONDS = 10
TIGHT = Bucket(1 / EVERY_SECONDS, BURST)
SCHOOL = {"X-Forwarded-For": "193.0.14.129"}

Try = Callable[[], Awaitable[Form]]


def only(name: str) -> Callable[[Settings], Settings]:
    """This limit is tight, and no other."""
    wide = {field.name: Bucket(1000, 100_000) for field in fields(Limits) if field.name != "enabled"}
    limits = Limits(enabled=True, **(wide | {name: TIGHT}))
    return lambda settings: behind_a_proxy(replace(settings, limits=limits))


def behind_a_proxy(settings: Settings) -> Settings:
    return replace(settings, web=replace(settings.web, trusted_proxies=(ip_network("127.0.0.1/32"),)))


def off(settings: Settings) -> Settings:
    """As tight as can be, and switched off."""
    tight = {field.name: Bucket(0.001, 1) for field in fields(Limits) if field.name != "enabled"}
    return behind_a_proxy(replace(settings, limits=Limits(enabled=False, **tight)))


async def connects(evening: Evening) -> Try:
    async def attempt() -> Form:
        try:
            await evening.child(headers=SCHOOL)
        except Refused as refused:
            return {"error": refused.data}
        return {"ok": True}

    return attempt


async def the_desk_connects(evening: Evening) -> Try:
    """Also without a log-in: that is asked of the database, and so after the limit."""

    async def attempt() -> Form:
        try:
            await DeskClient.open(evening.http, headers=SCHOOL)
        except Refused as refused:
            return {"ok": True} if refused.data == {"code": "signed_out"} else {"error": refused.data}
        raise AssertionError("nobody logged in")

    return attempt


async def enters_and_leaves(evening: Evening) -> Try:
    blue = await evening.child(headers=SCHOOL)
    await blue.enter()
    await blue.call("leave")

    async def attempt() -> Form:
        entered = await blue.call("enter")
        if entered.get("ok"):
            await blue.call("leave")
        return entered

    return attempt


async def enters_as_another(evening: Evening) -> Try:
    async def attempt() -> Form:
        return await (await evening.child(headers=SCHOOL)).call("enter")

    return attempt


async def a_child_says(evening: Evening) -> Try:
    blue, _, _ = await evening.talk()
    words = iter(range(1000))

    async def attempt() -> Form:
        return await blue.say(str(next(words)), "hoi")

    return attempt


async def a_volunteer_says(evening: Evening) -> Try:
    _, ann, talk = await evening.talk()
    words = iter(range(1000))

    async def attempt() -> Form:
        return await ann.say(talk, str(next(words)), "hoi")

    return attempt


async def a_child_syncs(evening: Evening) -> Try:
    blue = await evening.child()

    async def attempt() -> Form:
        return await blue.call("sync", {"after": 0})

    return attempt


async def the_desk_asks(evening: Evening) -> Try:
    ann = await evening.desk("ann")

    async def attempt() -> Form:
        return await ann.call("colleagues")

    return attempt


LIMITED = [
    ("connects_network", connects),
    ("connects_all", connects),
    ("connects_network", the_desk_connects),
    ("connects_all", the_desk_connects),
    ("enters_device", enters_and_leaves),
    ("enters_network", enters_as_another),
    ("enters_all", enters_as_another),
    ("messages_socket", a_child_says),
    ("messages_socket", a_volunteer_says),
    ("messages_sender", a_child_says),
    ("messages_sender", a_volunteer_says),
    ("messages_all", a_child_says),
    ("events_socket", a_child_syncs),
    ("events_socket", the_desk_asks),
]


def test_every_limit_is_tried():
    assert {name for name, _ in LIMITED} == set(NAMES)


@pytest.mark.parametrize(("name", "begin"), LIMITED)
async def test_who_meets_a_limit_is_told_when_to_come_back(
    open_line: Open, name: str, begin: Callable[[Evening], Awaitable[Try]]
):
    async with open_line(only(name)) as evening:
        attempt = await begin(evening)
        answers = [await attempt() for _ in range(BURST)]
        while all("error" not in answer for answer in answers[-1:]) and len(answers) <= BURST:
            answers.append(await attempt())
        before = await all_rows(evening.node)
        refused = await attempt()
        assert refused == {"error": {"code": "too_many", "retry_seconds": refused["error"]["retry_seconds"]}}
        assert 1 <= refused["error"]["retry_seconds"] <= EVERY_SECONDS
        assert await attempt() == refused
        assert await all_rows(evening.node) == before
        evening.clock.advance(seconds=refused["error"]["retry_seconds"])
        assert "error" not in await attempt()
        assert (await attempt())["error"]["code"] == "too_many"


@pytest.mark.parametrize(
    "begin", [connects, enters_and_leaves, enters_as_another, a_child_says, a_volunteer_says, a_child_syncs]
)
async def test_switched_off_there_is_no_limit(open_line: Open, begin: Callable[[Evening], Awaitable[Try]]):
    async with open_line(off) as evening:
        attempt = await begin(evening)
        assert all("error" not in answer for answer in [await attempt() for _ in range(10)])


async def test_shape_comes_before_limits_and_limits_before_whose_it_is(open_line: Open):
    async with open_line(only("events_socket")) as evening:
        ann = await evening.desk("ann")
        for _ in range(BURST):
            await ann.call("colleagues")
        assert (await ann.call("phase", {"conversation": "x", "phase": 9}))["error"]["code"] == "invalid"
        assert (await ann.do("register", "x", fields={"type": "?"}))["error"]["code"] == "invalid"
        assert (await ann.do("hand_over", "x", note="\x00"))["error"]["code"] == "invalid"
        assert (await ann.call("be", {"status": "away", "channels": ["chat", "chat"]}))["error"]["code"] == "invalid"
        assert (await ann.call("phase", {"conversation": "x", "phase": 1}))["error"]["code"] == "too_many"
        evening.clock.advance(seconds=EVERY_SECONDS)
        assert (await ann.call("phase", {"conversation": "x", "phase": 1}))["error"]["code"] == "not_yours"


async def test_a_school_that_shares_an_address_is_not_held_against_other_addresses(open_line: Open):
    async with open_line(only("connects_network")) as evening:
        for _ in range(BURST):
            await evening.child(headers=SCHOOL)
        with pytest.raises(Refused):
            await evening.child(headers=SCHOOL)
        await evening.child(headers={"X-Forwarded-For": "193.0.14.130"})
        # who is behind nothing that could be known is nobody, and no limit by network holds nobody
        for _ in range(2 * BURST):
            await evening.child(headers={"X-Forwarded-For": "10.0.0.7"})


def usual(settings: Settings) -> Settings:
    """The limits as they are packaged."""
    return behind_a_proxy(replace(settings, limits=Limits()))


async def test_a_class_may_come_after_a_lesson_and_what_follows_is_told_when(open_line: Open):
    async with open_line(usual) as evening:
        children = [await evening.child(headers=SCHOOL) for _ in range(A_CLASS + 1)]
        answers = [await child.call("enter") for child in children]
        assert [answer.get("ok") for answer in answers[:-1]] == [True] * A_CLASS
        assert answers[-1]["error"] == {"code": "too_many", "retry_seconds": 1}
        other = await evening.child(headers={"X-Forwarded-For": "193.0.14.130"})
        assert (await other.call("enter"))["ok"]
