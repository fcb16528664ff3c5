"""How the database finds the next child: by an index, and with the same work whether ten wait or ten thousand."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from helpline.db.sqlite import SqliteStore
from helpline.db.tables import metadata
from helpline.ports import Records
from tests.house import House
from tests.houses import sqlite_house

NUMBERS = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :many)"

Question = Callable[[Records], Awaitable[Any]]


async def many_more(house: House, table: str, first: str, many: int, **changed: str) -> None:
    """One row of a table many times over; changed: columns that differ, as expressions."""
    columns = [column.name for column in metadata.tables[table].columns]
    values = ", ".join(changed.get(name, name) for name in columns)
    rows = f"SELECT {values} FROM {table}, number WHERE id = :first"
    await house.change(f"INSERT INTO {table} ({', '.join(columns)}) {NUMBERS} {rows}", first=first, many=many)


async def a_long_evening(house: House, waiting: int, past: int) -> None:
    """So many wait, and so many conversations with an offer that was declined lie behind us."""
    blue = house.child("blue")
    entered = (await blue.enters()).conversation
    await house.ann.is_available()
    offer = await house.ann.offer()
    await house.ann.declines()

    async def conversations(tag: str, many: int, left: dict[str, str], ended: dict[str, str]) -> None:
        name = f"'{tag}' || n"
        await many_more(house, "attempt", entered.attempt, many, id=name, **left)
        await many_more(house, "conversation", entered.id, many, id=name, attempt=name, **ended)

    await conversations("waits", waiting, {}, {"place_at": "place_at + n"})
    over = {"state": "'closed'", "accepted_at": "1", "ended_at": "1", "finished_at": "1", "volunteer": "'zoe'"}
    await conversations("past", past, {"left_at": "1", "outcome": "'answered'"}, over)
    await many_more(
        house, "offer", offer.id, past, id="'past' || n", conversation="'past' || n", staff="'zoe'", answered_at="1"
    )


async def statements(house: House, question: Question) -> list[tuple[str, tuple[Any, ...]]]:
    """What is asked of the database, word for word."""
    asked: list[tuple[str, tuple[Any, ...]]] = []

    def hear(_: Any, __: Any, statement: str, parameters: Any, *more: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, tuple(parameters)))

    async with house.store.look() as records:
        engine = records.connection.sync_connection.engine
        event.listen(engine, "before_cursor_execute", hear)
        await question(records)
        event.remove(engine, "before_cursor_execute", hear)
    return asked


async def plan(house: House, question: Question) -> str:
    lines: list[str] = []
    word = "EXPLAIN QUERY PLAN " if isinstance(house.store, SqliteStore) else "EXPLAIN "
    for statement, parameters in await statements(house, question):
        async with house.store.look() as records:
            rows = await records.connection.exec_driver_sql(word + statement, parameters)
            lines += [str(row[-1]) for row in rows]
    return "\n".join(lines)


async def work(house: House, question: Question) -> int:
    """How many steps SQLite's machine takes to answer; no clock is involved."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    raw = house.store.writer
    asked = await statements(house, question)
    for statement, parameters in asked:
        raw.execute(statement, parameters).fetchall()  # prepared, so that only the answering is counted
        raw.set_progress_handler(count, 1)
        raw.execute(statement, parameters).fetchall()
        raw.set_progress_handler(None, 1)
    assert asked
    return steps


def next_waiting(house: House) -> Question:
    return lambda records: records.conversations.next_waiting(["chat"], house.rules.languages, 3)


async def test_the_next_child_is_found_by_the_index_made_for_it(any_house: House):
    house = any_house
    await a_long_evening(house, waiting=2_000, past=2_000)
    if not isinstance(house.store, SqliteStore):
        await house.change("ANALYZE")
    found = await plan(house, next_waiting(house))
    assert "ix_conversation_next" in found
    # who comes back is read from the index that holds nobody else
    assert "SCAN conversation" not in found.replace("SCAN conversation USING INDEX ix_conversation_way_back", "")
    assert "Seq Scan on conversation" not in found
    assert "ix_offer_conversation" in found


QUESTIONS: dict[str, Callable[[House], Question]] = {
    "next waiting": next_waiting,
    "who is on duty": lambda house: lambda records: records.people.on_duty(),
    "declined lately": lambda house: lambda records: records.offers.declined_since(house.now()),
    "what the device had before": lambda house: lambda records: records.attempts.before(house.child("red").device),
    "of a device": lambda house: (
        lambda records: records.conversations.of_device(house.child("red").device, ended_after=house.now())
    ),
    "held by somebody": lambda house: lambda records: records.conversations.held_by("ann"),
    "first in the queue": lambda house: lambda records: records.conversations.queue(3),
    "due": lambda house: lambda records: records.deadlines.due(house.now()),
}


async def counted(template: Path, memory: Path, waiting: int, past: int) -> dict[str, int]:
    """The work of each question on such an evening."""
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        async with sqlite_house(Path(shutil.copy(template, folder))) as house:
            await a_long_evening(house, waiting, past)
            return {name: await work(house, ask(house)) for name, ask in QUESTIONS.items()}


async def test_finding_the_next_one_is_no_more_work_with_ten_thousand_waiting_than_with_ten(
    template: Path, memory: Path
):
    few = await counted(template, memory, waiting=10, past=5)
    many = await counted(template, memory, waiting=10_000, past=5_000)
    for name, steps in many.items():
        assert steps <= 1.25 * few[name], f"{name}: {few[name]} steps with ten, {steps} with ten thousand"


async def test_a_place_is_counted_over_the_index_of_who_waits_and_not_over_the_past(house: House):
    await a_long_evening(house, waiting=10, past=5_000)
    for question in (
        lambda records: records.conversations.place_at(house.now()),
        lambda records: records.conversations.overview(house.now()),
        lambda records: records.conversations.children_waiting(["chat", "phone"]),
        lambda records: records.conversations.waiting_before(house.now()),
    ):
        assert await work(house, question) < 5_000
