"""`kill -9` while people talk: what was acknowledged is there afterwards, once and in order.

Clients outside of the process keep a ledger of every acknowledgement, and send again what got none, as pages do.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path

import pytest

from tests.faults.conftest import IS_LONG, Enter
from tests.faults.crowd import Crowd, a_crowd
from tests.faults.installed import Installed, a_free_door, install
from tests.faults.ledger import compare, read_kept
from tests.faults.line import Line

KILLS, TALKS, MOST = (100, 10, 400) if IS_LONG else (2, 3, 80)
"""most: acknowledgements before the next kill."""

pytestmark = pytest.mark.slow


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    return install(tmp_path, tmp_path / "data")


async def kill(installed: Installed, crowd: Crowd, port: int) -> None:
    """Again and again, in the middle of a sentence; who waited has its place and its conversation afterwards."""
    chance, waiting, resume = random.Random(20261121), ("", 0), None
    cookies = await installed.hire(TALKS)
    for _ in range(KILLS):
        with installed.serve(port=port) as server:
            await asyncio.to_thread(server.ready)
            if not crowd.speakers:
                await crowd.meets(cookies)
            async with crowd.talking():
                red = await Line.open(crowd.http, crowd.doors[0], "/child", resume=resume)
                entered = await red.call("enter", {})
                place = (entered["conversation"], entered["position"])
                assert resume is None or place == waiting
                resume, waiting = resume or entered["resume"], place
                await crowd.until(chance.randrange(MOST // 4, MOST))
                os.kill(server.process.pid, signal.SIGKILL)
                await red.close()


async def test_what_was_acknowledged_survives_every_kill_once_and_in_order(installed: Installed, enter: Enter):
    port, door = a_free_door()
    async with a_crowd([door]) as crowd:
        await kill(installed, crowd, port)
        account = compare(crowd.ledger.acked, await read_kept(installed.url, installed.keys))
    enter("the only process is killed (kill -9)", KILLS, account, f"{TALKS} conversations")
    assert account.adds_up, account
    assert account.acked >= KILLS * MOST // 4


async def test_with_an_acknowledgement_before_the_commit_words_are_missing(installed: Installed):
    """The danger let in: the test above would fail."""
    port, door = a_free_door()
    async with a_crowd([door]) as crowd:
        with installed.serve("ack before commit", port=port) as server:
            await asyncio.to_thread(server.ready)
            await crowd.meets(await installed.hire(1))
            async with crowd.talking():
                await crowd.until(20)
                os.kill(server.process.pid, signal.SIGKILL)
        account = compare(crowd.ledger.acked, await read_kept(installed.url, installed.keys))
    assert account.missing > 0, account
