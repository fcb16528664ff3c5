"""What is copied is the same, of every table; what would stay behind stops it."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from helpline.db import copying, schema
from helpline.db.copying import CopyProblem
from helpline.db.sums import Sum
from helpline.db.tables import metadata
from tests.db.rows import fill

Tell = Callable[[str, int], None]
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def no_blocking() -> None:
    """Nobody is being served: here files are made and read on the event loop."""


@pytest.fixture
async def old(tmp_path: Path) -> Path:
    """A database of this version, empty."""
    path = tmp_path / "old.sqlite3"
    await schema.migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
async def new(postgresql_url: str) -> AsyncIterator[str]:
    """A database of this version, empty."""
    await schema.migrate(postgresql_url)
    yield postgresql_url
    await emptied(postgresql_url)


async def emptied(url: str) -> None:
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    async with create_async_engine(url, poolclass=NullPool).begin() as connection:
        await connection.execute(text(f"TRUNCATE {names}"))


def filled(path: Path, seed: int, each: int = 3) -> Rows:
    """Every table with rows; answers with all of them."""
    with create_engine(f"sqlite:///{path}", poolclass=NullPool).begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        fill(connection, random.Random(seed), each)
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


async def there(url: str) -> Rows:
    async with create_async_engine(url, poolclass=NullPool).connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def silent(table: str, count: int) -> None:
    """Nobody reads along."""


async def moved(path: Path, url: str, tell: Tell = silent, **how: Any) -> copying.Sums:
    async with copying.old_database(path) as source, copying.new_database(url) as target:
        await copying.take_empty(target)
        read = await copying.copy_rows(source, target, tell, **how)
        await copying.compare(read, target)
        return read


@settings(max_examples=3, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_every_table_is_copied_to_the_last_bit(old: Path, postgresql_url: str, seed: int):
    asyncio.run(schema.migrate(postgresql_url))
    asyncio.run(emptied(postgresql_url))
    before = filled(old, seed)
    assert all(before.values()), "a table without a row proves nothing"
    read = asyncio.run(moved(old, postgresql_url))
    assert asyncio.run(there(postgresql_url)) == before
    assert {name: it.count for name, it in read.items()} == {name: len(rows) for name, rows in before.items()}
    asyncio.run(emptied(postgresql_url))


async def test_a_table_that_is_forgotten_stops_it(old: Path, new: str):
    for forgotten in metadata.sorted_tables:
        tables = [table for table in metadata.sorted_tables if table is not forgotten]
        with pytest.raises(CopyProblem, match=f"{forgotten.name}: would stay behind"):
            await moved(old, new, tables=tables)


async def test_a_table_that_this_version_does_not_know_stops_it(old: Path, new: str):
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("CREATE TABLE elsewhere (x)")
    with pytest.raises(CopyProblem, match="elsewhere: would stay behind"):
        await moved(old, new)


async def test_more_rows_than_are_read_at_once_are_copied(old: Path, new: str):
    rows = 2 * copying.AT_ONCE + 1
    with closing(sqlite3.connect(old)) as raw, raw:
        raw.executemany("INSERT INTO deadline (kind, subject, at) VALUES ('offer', ?, ?)", enumerate(range(rows)))
    assert (await moved(old, new))["deadline"].count == rows
    assert len((await there(new))["deadline"]) == rows


async def test_a_row_that_changed_on_the_way_is_found(old: Path, new: str):
    filled(old, 1)
    read = await moved(old, new)
    async with copying.new_database(new) as target:
        await copying.compare(read, target)
        await target.execute(text("UPDATE staff SET youth = NOT youth WHERE id = (SELECT min(id) FROM staff)"))
        with pytest.raises(CopyProblem, match="staff: is not the same in the new database"):
            await copying.compare(read, target)


async def test_what_breaks_half_way_leaves_nothing_there_and_the_old_file_whole(old: Path, new: str):
    before, written = filled(old, 2), []

    def break_at_message(table: str, count: int) -> None:
        written.append((table, count))
        if table == "message":
            raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError, match="the power is gone"):
        await moved(old, new, tell=break_at_message)
    assert len(written) > 20
    assert not any((await there(new)).values())
    await moved(old, new)
    assert await there(new) == before


async def test_what_stands_in_the_new_database_stops_it_and_stays(old: Path, new: str):
    filled(old, 3)
    async with create_async_engine(new, poolclass=NullPool).begin() as connection:
        await connection.execute(text("INSERT INTO deadline (kind, subject, at) VALUES ('offer', 'x', 1)"))
    with pytest.raises(CopyProblem, match="not empty: there are rows in deadline"):
        await moved(old, new)
    assert [name for name, rows in (await there(new)).items() if rows] == ["deadline"]


async def test_nobody_writes_there_meanwhile(old: Path, new: str):
    filled(old, 4)
    engine = create_async_engine(new, poolclass=NullPool)
    async with copying.old_database(old) as source, copying.new_database(new) as target:
        await copying.take_empty(target)
        async with engine.connect() as other:
            await other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            write = text("INSERT INTO deadline (kind, subject, at) VALUES ('offer', 'x', 1)")
            with pytest.raises(DBAPIError, match="lock timeout"):
                await other.execute(write)
        await copying.compare(await copying.copy_rows(source, target, silent), target)


async def test_who_has_the_old_file_open_stops_it(old: Path, new: str):
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("SELECT count(*) FROM staff").fetchone()
        with pytest.raises(CopyProblem, match="somebody has it open"):
            await moved(old, new)
    await moved(old, new)


async def test_nobody_opens_the_old_file_meanwhile(old: Path):
    async with copying.old_database(old):
        with closing(sqlite3.connect(old, timeout=0)) as raw, pytest.raises(sqlite3.OperationalError, match="locked"):
            raw.execute("SELECT count(*) FROM staff")


@pytest.mark.parametrize("step", ["0000", "9999"])
async def test_an_old_file_of_another_version_stops_it(old: Path, new: str, step: str):
    with closing(sqlite3.connect(old)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (step,))
    with pytest.raises(CopyProblem, match=f"is at step {step}, and {schema.NEWEST} is needed"):
        await moved(old, new)


async def test_what_is_refused_is_said_without_what_stood_in_it(old: Path, new: str):
    filled(old, 5)
    with closing(sqlite3.connect(old)) as raw, raw:
        raw.execute("INSERT INTO missed_query (hour, language, query, count) VALUES (1, 'nl', ?, 1)", ("geheim" * 99,))
    with pytest.raises(CopyProblem, match="missed_query: PostgreSQL refuses a row") as refused:
        await moved(old, new)
    assert "geheim" not in str(refused.value)
    assert not any((await there(new)).values())


async def test_no_table_lets_the_database_count_so_writing_goes_on_after_it(new: str):
    async with create_async_engine(new, poolclass=NullPool).connect() as connection:
        sequences = await connection.execute(text("SELECT count(*) FROM pg_class WHERE relkind = 'S'"))
        assert sequences.scalar() == 0


def test_a_sum_does_not_go_by_order_and_tells_what_differs():
    rows = [(1, "a", None), (2, "b", b"c"), (2, "b", b"c")]
    assert Sum().with_rows(rows) == Sum().with_rows(rows[:1]).with_rows(reversed(rows[1:]))
    for other in (rows[:2], [*rows[:2], (2, "b", "c")], [(1, "a", ""), *rows[1:]], [(True, "a", 0), *rows[1:]]):
        assert Sum().with_rows(other) != Sum().with_rows(rows)
