"""A machine that has had enough: a full disk, no more files, a clock that jumps. Nothing that was acknowledged is lost,
and whoever talks goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpline.clock import SystemClock
from tests.commands.typed import Server
from tests.faults.conftest import IS_LONG, Enter
from tests.faults.crowd import Crowd, a_crowd, must
from tests.faults.harmed import CLOCK
from tests.faults.installed import Installed, a_free_door, install
from tests.faults.ledger import Account, compare, read_kept
from tests.faults.line import Cut, Line
from tests.faults.machine import Clock, Disk, a_disk

TIMES, TALKS = (20, 10) if IS_LONG else (1, 2)
TOO_MANY = 400
HOUR = 3_600.0
SPRING, AUTUMN = datetime(2030, 3, 31, 1, tzinfo=UTC), datetime(2030, 10, 27, 1, tzinfo=UTC)
NIGHT = '[opening]\n[limits]\nenabled = false\n[opening.weekly]\nsaturday = []\nsunday = ["01:00-04:00"]\nmonday = []\n'

pytestmark = pytest.mark.slow


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    return install(tmp_path, tmp_path / "data")


@asynccontextmanager
async def at_work(installed: Installed, *harms: str, **said: str) -> AsyncIterator[tuple[Server, Crowd]]:
    """A process, and people who met there."""
    port, door = a_free_door()
    with installed.serve(*harms, port=port, **said) as server:
        await asyncio.to_thread(server.ready)
        async with a_crowd([door]) as crowd:
            yield server, crowd


async def account_of(installed: Installed, crowd: Crowd) -> Account:
    account = compare(crowd.ledger.acked, await read_kept(installed.url, installed.keys))
    assert account.adds_up, account
    return account


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with a_disk(tmp_path / "disk") as disk:
        yield disk


async def test_on_a_full_disk_people_read_and_nothing_acknowledged_is_lost(tmp_path: Path, disk: Disk, enter: Enter):
    installed = await asyncio.to_thread(install, tmp_path, disk.folder / "data")
    async with at_work(installed) as (server, crowd):
        await crowd.meets(await installed.hire(TALKS))
        crowd.filling, crowd.pace = "x" * 400, 0.05
        red = await Line.open(crowd.http, crowd.doors[0], "/child")
        entered = must(await red.call("enter", {}))
        for _ in range(TIMES):
            async with crowd.talking():
                await crowd.until_all_spoke()
                await asyncio.to_thread(disk.fill, server)
                await crowd.until_refused(20)
                # who only reads is served, and who comes back reads on
                await red.close()
                red = await Line.open(crowd.http, crowd.doors[0], "/child", resume=entered["resume"])
                assert red.view["state"] == "waiting"
                new = await Line.open(crowd.http, crowd.doors[0], "/child")
                assert new.view["open"] is True
                await new.close()
                async with crowd.http.get(f"{crowd.doors[0]}/") as page:
                    assert page.status == 200
                await asyncio.to_thread(disk.make_room, server)
                await crowd.until_all_spoke()
        must(await red.call("leave", {}))
        await red.close()
        await crowd.meets(await installed.hire(1))
    enter("the disk is full", TIMES, await account_of(installed, crowd), f"{disk.name}; {crowd.codes()}")


async def test_who_talks_goes_on_while_no_more_connections_fit(installed: Installed, enter: Enter):
    async with at_work(installed, "256 files") as (_, crowd), AsyncExitStack() as stack:
        await crowd.meets(await installed.hire(TALKS))
        crowd.pace = 0.05
        async with crowd.talking():
            for _ in range(TIMES):
                await crowd.until_all_spoke()
                lines = await asyncio.gather(*(tries(crowd) for _ in range(TOO_MANY)))
                await crowd.until_all_spoke(3)
                left_out = lines.count(None)
                for line in lines:
                    if line is not None:
                        stack.push_async_callback(line.close)
                await stack.aclose()
                await crowd.until_all_spoke()
        await crowd.meets(await installed.hire(1))
        assert left_out > 0
    seen = f"{TOO_MANY} at once, {left_out} of them found no room"
    enter("256 file descriptors", TIMES, await account_of(installed, crowd), seen)


async def tries(crowd: Crowd) -> Line | None:
    """A child that may find no room."""
    with suppress(Cut):
        return await Line.open(crowd.http, crowd.doors[0], "/child")
    return None


async def test_a_clock_that_jumps_an_hour_either_way_loses_nobody(installed: Installed, tmp_path: Path, enter: Enter):
    file = tmp_path / "clock"
    clock = Clock(file)
    async with at_work(installed, "wrong clock", **{CLOCK: str(file)}) as (_, crowd):
        await crowd.meets(await installed.hire(TALKS))
        async with crowd.talking():
            for _ in range(TIMES):
                for hours in (1, 0, -1, 0):
                    clock.is_wrong_by(hours * HOUR)
                    await crowd.until_all_spoke(3)
        for hours in (1, -1):
            clock.is_wrong_by(hours * HOUR)
            await crowd.meets(await installed.hire(1, ahead=timedelta(hours=hours)))
    seen = f"{len(crowd.resumed)} lines were cut"
    enter("the clock jumps an hour, on and back", 4 * TIMES, await account_of(installed, crowd), seen)


async def test_people_talk_on_through_both_changes_of_summer_time(tmp_path: Path, enter: Enter):
    """The line is open from one to four, on the wall: that is an hour less, or one more."""
    installed = await asyncio.to_thread(install, tmp_path, tmp_path / "data", NIGHT)
    file = tmp_path / "clock"
    clock = Clock(file)
    ahead = before(SPRING)
    clock.is_wrong_by(ahead.total_seconds())
    async with at_work(installed, "wrong clock", **{CLOCK: str(file)}) as (_, crowd):
        for at, closes_at in ((SPRING, "2030-03-31T02:00:00"), (AUTUMN, "2030-10-27T03:00:00")):
            ahead = before(at)
            clock.is_wrong_by(ahead.total_seconds())
            crowd.speakers.clear()
            await crowd.meets(await installed.hire(TALKS, ahead=ahead))
            async with crowd.talking():
                while SystemClock().now() + ahead < at:
                    await crowd.until_all_spoke()
                await crowd.until_all_spoke(3)
            soon = datetime.fromisoformat(f"{closes_at}+00:00") - timedelta(minutes=15)
            clock.is_wrong_by((soon - SystemClock().now()).total_seconds())
            assert (await at_the_door(crowd)).startswith(closes_at)
    enter(
        "summer time begins, and ends", 2, await account_of(installed, crowd), "closes at four on the wall both times"
    )


def before(change: datetime) -> timedelta:
    """What the clock must be wrong by so that some seconds remain."""
    return change - SystemClock().now() - timedelta(seconds=3)


async def at_the_door(crowd: Crowd) -> str:
    """When the line closes, as soon as a page says so."""
    while True:
        blue = await Line.open(crowd.http, crowd.doors[0], "/child")
        await blue.close()
        if "closes_at" in blue.view:
            return str(blue.view["closes_at"])
