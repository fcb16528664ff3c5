"""What a child reads of the line itself: open, closing soon, closed, full, and whether it will still be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from helpline.settings import Settings
from tests.fakes.clock import FakeClock
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.site import Site, evening_at

CLOSING = "2026-11-21T20:00:00.000000Z"
OPENING = "2026-11-22T10:00:00.000000Z"
"""A Saturday in winter: 11:00 to 21:00 in Amsterdam."""


def with_hours(settings: Settings) -> Settings:
    return replace(settings, opening=replace(settings.opening, always=False))


def full_at_once(settings: Settings) -> Settings:
    return replace(settings, estimate=replace(settings.estimate, full_minutes=1))


def at(hour: int, minute: int) -> FakeClock:
    return FakeClock(datetime(2026, 11, 21, hour, minute, tzinfo=UTC))


async def test_everybody_hears_that_the_line_closes_soon_and_is_closed(site: Site):
    async with evening_at(site, at(19, 20), with_hours) as evening:
        blue, green = await evening.child(), await evening.child()
        await green.enter()
        await evening.pass_time(600)
        await evening.agrees()
        assert await blue.hears("opening") == {"open": True, "closes_at": CLOSING}
        assert await green.hears("opening") == {"open": True, "closes_at": CLOSING}
        await evening.pass_time(1800)
        assert await blue.hears("opening") == {"open": False, "opens_at": OPENING}
        await evening.agrees()
        assert (await blue.call("enter"))["error"] == {"code": "closed", "opens_at": OPENING}
        late = await evening.child()
        assert late.view["open"] is False
        assert late.view["opens_at"] == OPENING


async def test_who_waits_hears_that_it_will_not_be_reached_and_at_last_that_the_line_has_closed(site: Site):
    async with evening_at(site, at(19, 55), with_hours) as evening:
        waiting = [await evening.child() for _ in range(5)]
        for child in waiting:
            await child.enter()
            evening.clock.advance(seconds=1)
        await evening.pass_time(60)
        assert not any(child.view.get("unreachable") for child in waiting)
        # the run-out lasts until 20:30; with nothing to estimate from it is said ten minutes before its end
        await evening.pass_time(25 * 60)
        await evening.agrees()
        assert all(child.view.get("unreachable") for child in waiting)
        await evening.pass_time(10 * 60)
        await evening.agrees()
        assert {child.view["state"] for child in waiting} == {"ended"}
        assert {child.view["ended"]["reason"] for child in waiting} == {"closed"}


async def test_who_enters_when_it_can_hardly_be_reached_hears_so_soon(site: Site):
    clock = at(19, 59)
    async with evening_at(site, clock, lambda settings: short_run_out(with_hours(settings))) as evening:
        blue = await evening.child()
        await blue.enter()
        await evening.agrees()
        assert blue.view["unreachable"] is True


def short_run_out(settings: Settings) -> Settings:
    return replace(settings, opening=replace(settings.opening, run_out=settings.opening.run_out * 0))


async def test_a_running_conversation_goes_on_after_closing(site: Site):
    async with evening_at(site, at(19, 55), with_hours) as evening:
        blue, ann, talk = await evening.talk()
        await evening.pass_time(3600)
        assert (await blue.say("1", "ben je er nog?"))["ok"]
        assert (await ann.say(talk, "1", "ja"))["ok"]
        await evening.agrees()


async def test_a_full_line_says_when_to_try_again(open_line: Open):
    async with open_line(full_at_once) as evening:
        ann, blue = await evening.desk("ann"), await evening.child()
        await ann.be("available")
        for turn in range(3):
            child = await evening.child()
            await child.enter()
            talk = await ann.accept()
            await evening.pass_time(1200)
            await ann.do("register", talk, fields={"type": "thanks"})
            await ann.do("end", talk)
            await ann.do("finish", talk)
            assert turn < 3
        for _ in range(4):
            await (await evening.child()).call("enter")
        await evening.agrees(blue)
        assert blue.view["open"] == "full"
        refused = await blue.call("enter")
        assert refused["error"]["code"] == "full"
        assert refused["error"]["try_at"] == blue.view["try_at"]
