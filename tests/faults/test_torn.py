"""A process that is killed in the middle of its deeds leaves whole deeds behind, and every word it acknowledged."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from helpline.actions.tick import beat, mourn_nodes
from helpline.core.conversation import State
from tests.actions.invariants import Rows, check
from tests.actions.talking import talk
from tests.fakes.clock import FakeClock
from tests.house import House
from tests.houses import sqlite_house

KILLS = 6


@contextmanager
def an_evening(file: Path, turn: int) -> Iterator[IO[str]]:
    """The lines of a process that lives on this file; it is killed at the end of the block."""
    command = [sys.executable, "-m", "tests.faults.evening", str(file), str(turn)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n"
            yield process.stdout
        finally:
            process.send_signal(signal.SIGKILL)


def kept(file: Path) -> dict[str, tuple[str, ...]]:
    with closing(sqlite3.connect(file)) as raw:
        rows = raw.execute("SELECT client_id, conversation, seq, sender FROM message").fetchall()
    assert len({row[0] for row in rows}) == len(rows), "doubled"
    return {name: (conversation, str(seq), sender) for name, conversation, seq, sender in rows}


def test_what_was_acknowledged_is_there_after_every_kill_and_everything_adds_up(template: Path, tmp_path: Path):
    file, dice = Path(shutil.copy(template, tmp_path)), random.Random(2026)
    acknowledged: dict[str, tuple[str, ...]] = {}
    for turn in range(1, KILLS + 1):
        with an_evening(file, turn) as lines:
            for _ in range(dice.randrange(20, 150)):
                *where, name = lines.readline().split()
                acknowledged[name] = tuple(where)
        with closing(sqlite3.connect(file)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            check(Rows.of(raw))
        now_kept = kept(file)
        assert {name: now_kept.get(name) for name in acknowledged} == acknowledged, "acknowledged and missing"
    assert len(acknowledged) >= 20 * KILLS


async def until(house: House, moment: datetime) -> None:
    """The last instant before it."""
    await house.passes(seconds=(moment - house.now()).total_seconds() - 0.001)


async def test_offers_graces_and_waits_go_on_from_their_rows(database: Path, clock: FakeClock):
    async with sqlite_house(database, clock) as before:
        lost, waiting, dark = await talk(before, before.ann, "blue"), before.child("red"), before.child("green")
        await before.ann.goes()
        lost_at, waits_since = clock.now(), clock.now()
        await waiting.enters()
        clock.advance(seconds=20)
        await before.ben.is_available()
        offer = await before.ben.offer()
        await dark.enters()
        await dark.goes()
        dark_at = clock.now()
        await beat(before.store, before.node, clock.now())
    clock.advance(seconds=5)
    async with sqlite_house(database, clock) as after:
        await mourn_nodes(after.store, after.rules, clock.now(), alone_as="after")
        after.node = "after"
        await after.ben.comes()
        for child in (lost, waiting):
            child.house = after
            await child.comes()
        assert await after.ben.offer() == offer
        await until(after, offer.expires_at)
        assert await after.ben.offer() == offer
        await after.passes(seconds=0.001)
        assert (await after.ben.status(), await after.ben.offer()) == ("away", None)
        assert (await after.get(lost.its)).interrupted
        await until(after, lost_at + after.rules.graces.volunteer)
        assert (await after.get(lost.its)).state == State.ACTIVE
        await after.passes(seconds=0.001)
        assert await after.queue() == [lost.its, waiting.its, dark.its]
        await after.cora.is_available()
        await after.cora.accepts()
        await after.dirk.is_available()
        assert (await after.dirk.offer()).waiting_seconds == int((clock.now() - waits_since).total_seconds())
        await until(after, dark_at + after.rules.graces.waiting)
        assert (await after.get(dark.its)).state == State.WAITING
        await after.passes(seconds=0.001)
        assert (await after.get(dark.its)).ended_by == "lost"
