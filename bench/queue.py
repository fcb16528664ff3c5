"""Choosing the next pair, with ten children waiting and with ten thousand."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from helpline import app
from helpline.actions.route import make_offers
from helpline.clock import SystemClock
from helpline.core.attempt import Attempt
from helpline.core.conversation import Conversation, State
from helpline.core.staff import Duty, Level, Role, Staff, Status
from helpline.db import tables
from helpline.db.sqlite import SqliteStore
from helpline.db.wakeups import LocalWakeups
from helpline.settings import load

TIMES = 60


async def measure_choice(folder: Path, waiting: int) -> float:
    """Median seconds of one choice among so many waiting children, taken back each time."""
    settings, clock = load({}), SystemClock()
    rules, now = app.rules_of(settings), clock.now()
    store = SqliteStore(folder / f"queue-{waiting}.sqlite3", LocalWakeups())
    await store.open()
    async with store.begin() as work:
        await work.connection.run_sync(tables.metadata.create_all)
        await work.people.add(_volunteer(now))
        await work.people.put_duty(Duty(staff="v", status=Status.AVAILABLE, idle_since=now, node="n"))
        for number in range(waiting):
            attempt, conversation = _child(number, now - timedelta(seconds=waiting - number))
            await work.attempts.add(attempt, [])
            await work.conversations.add(conversation)
        await work.commit()
    took = []
    for _ in range(TIMES):
        async with store.begin() as work:  # not committed, so that every choice meets the same queue
            began = time.perf_counter()
            await make_offers(work, rules, now)
            took.append(time.perf_counter() - began)
    await store.close()
    return statistics.median(took)


def _volunteer(now: object) -> Staff:
    return Staff(
        id="v", name="v", alias="V", role=Role.VOLUNTEER, level=Level.INDEPENDENT, youth=False, languages=("nl", "en"),
        password_hash="-", created_at=now,
    )  # type: ignore[arg-type]  # fmt: skip


def _child(number: int, at: object) -> tuple[Attempt, Conversation]:
    attempt = Attempt(
        id=f"a{number}", contact=f"a{number}", channel="chat", line="main", language="nl", arrived_at=at,
        linkable=False, definitions="1",
    )  # type: ignore[arg-type]  # fmt: skip
    conversation = Conversation(
        id=f"c{number}", attempt=attempt.id, channel="chat", line="main", language="nl", practice=False,
        state=State.WAITING, entered_at=at, place_at=at, waiting_since=at, key_day="2026-01-01", key_wrapped=b"-",
        child_node="n", definitions="1",
    )  # type: ignore[arg-type]  # fmt: skip
    return attempt, replace(conversation)
