"""The migrations make exactly the tables that the code works with, on both databases, also where there are rows."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from helpline.core.errors import TryAgain
from helpline.db import schema
from helpline.db.tables import metadata

STAFF = (
    "INSERT INTO staff (id, name, alias, role, level, youth, languages, password_hash, created_at)"
    " VALUES ('1', 'ann', 'Nora', 'volunteer', 'independent', false, 'nl en', '-', 0)"
)
ABOUT_TABLES = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
           col_description(c.oid, a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' AND c.relnamespace = CAST(:space AS regnamespace) ORDER BY c.relname, a.attnum
"""
ABOUT_RULES = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = CAST(:space AS regnamespace) ORDER BY 1, 2
"""
ABOUT_INDEXES = """
    SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = CAST(:space AS regnamespace) ORDER BY 1, 2
"""


def down(config: schema.Config) -> None:
    command.downgrade(config, "base")


def up(config: schema.Config) -> None:
    command.upgrade(config, "head")


@pytest.fixture(autouse=True)
def no_blocking() -> None:
    """Nobody is being served while the schema changes: here Alembic may read its files on the event loop."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/helpline.sqlite3"


@pytest.fixture
async def empty(postgresql_url: str) -> AsyncIterator[str]:
    """A database without tables."""
    yield postgresql_url
    async with connected(postgresql_url) as connection:
        await connection.execute(text("DROP SCHEMA IF EXISTS made CASCADE"))
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))


def connected(url: str) -> AbstractAsyncContextManager[AsyncConnection]:
    return create_async_engine(url, poolclass=NullPool).begin()


def statements(file: Path) -> dict[str, str]:
    """What SQLite keeps of each table and index, without the spaces."""
    with closing(sqlite3.connect(file)) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", "", sql).replace('"', "") for name, sql in rows if name != "alembic_version"}


def parts(statement: str) -> list[str]:
    """The head of a statement, what stands between its brackets in no order, and its tail."""
    head, _, rest = statement.partition("(")
    body, _, tail = rest.rpartition(")")
    return [head, tail, *sorted(re.split(r",(?![^(]*\))", body))]


async def test_on_sqlite_the_migrated_schema_is_that_of_the_tables(url: str, tmp_path: Path):
    await schema.migrate(url)
    made = create_engine(f"sqlite:///{tmp_path}/made.sqlite3")
    metadata.create_all(made)
    made.dispose()
    migrated, wanted = statements(schema.sqlite_file(url)), statements(tmp_path / "made.sqlite3")
    assert migrated.keys() == wanted.keys()
    for name, statement in wanted.items():
        assert parts(migrated[name]) == parts(statement)
    assert "WITHOUTROWID" in migrated["message"]


async def test_on_postgresql_the_migrated_schema_is_that_of_the_tables(empty: str):
    await schema.migrate(empty)
    async with connected(empty) as connection:
        await connection.execute(text("CREATE SCHEMA made"))
        await connection.execute(text("SET LOCAL search_path TO made"))
        await connection.run_sync(metadata.create_all)
        wanted = await about(connection, "made")
        migrated = await about(connection, "public")
    assert len(wanted) > 200
    assert migrated == wanted


async def about(connection: AsyncConnection, space: str) -> list[tuple[object, ...]]:
    """Every column with its comment, every rule and every index."""
    await connection.execute(text(f"SET LOCAL search_path TO {space}"))
    rows = [
        tuple(str(value).replace(f"{space}.", "") for value in row)
        for question in (ABOUT_TABLES, ABOUT_RULES, ABOUT_INDEXES)
        for row in await connection.execute(text(question), {"space": space})
    ]
    return [row for row in rows if row[0] != "alembic_version"]


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_alembic_itself_finds_nothing_to_change(empty: str):
    await schema.migrate(empty)
    async with connected(empty) as connection:
        assert await connection.run_sync(differences) == []


async def test_the_code_knows_the_newest_migration(url: str):
    scripts: list[ScriptDirectory] = []
    await schema.run(url, lambda config: scripts.append(ScriptDirectory.from_config(config)))
    assert scripts[0].get_current_head() == schema.NEWEST


async def go_up_down_and_up(url: str, fill: Callable[[], object]) -> None:
    await schema.migrate(url)
    await asyncio.to_thread(fill)
    await schema.migrate(url)
    await schema.check(url)
    await schema.run(url, down)
    assert await schema.revision(url) is None
    await schema.run(url, up)
    await schema.check(url)


async def test_on_sqlite_it_goes_up_down_and_up_with_rows_in_it(url: str):
    file = schema.sqlite_file(url)

    def fill() -> None:
        with closing(sqlite3.connect(file)) as raw, raw:
            raw.execute(STAFF)

    await go_up_down_and_up(url, fill)
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT count(*) FROM staff").fetchone() == (0,)


async def test_on_postgresql_it_goes_up_down_and_up_with_rows_in_it(empty: str):
    async def fill() -> None:
        async with connected(empty) as connection:
            await connection.execute(text(STAFF))

    await go_up_down_and_up(empty, lambda: asyncio.run(fill()))
    async with connected(empty) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM staff"))).scalar() == 0


async def test_rows_stay_when_there_is_nothing_to_migrate(url: str):
    await schema.migrate(url)
    with closing(sqlite3.connect(schema.sqlite_file(url))) as raw, raw:
        raw.execute(STAFF)
    assert await schema.migrate(url) == schema.NEWEST
    with closing(sqlite3.connect(schema.sqlite_file(url))) as raw:
        assert raw.execute("SELECT alias FROM staff").fetchone() == ("Nora",)


async def test_two_nodes_may_migrate_at_once(empty: str):
    await asyncio.gather(schema.migrate(empty), schema.migrate(empty))
    await schema.check(empty)


async def test_a_migration_that_fails_changes_nothing(url: str):
    def fail(config: schema.Config) -> None:
        up(config)
        raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError):
        await schema.run(url, fail)
    assert statements(schema.sqlite_file(url)) == {}


async def test_a_database_without_tables_is_told_apart(url: str):
    with pytest.raises(schema.SchemaProblem, match=r"no tables yet\. Run `helpline migrate`"):
        await schema.check(url)
    assert not schema.sqlite_file(url).exists()


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("0000", rf"at step 0000, this version needs {schema.NEWEST}\. Run `helpline migrate`"),
        ("9999", "of a newer helpline"),
    ],
)
async def test_an_older_and_a_newer_schema_are_told_apart(url: str, step: str, what: str):
    await schema.migrate(url)
    with closing(sqlite3.connect(schema.sqlite_file(url))) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (step,))
    with pytest.raises(schema.SchemaProblem, match=what):
        await schema.check(url)


async def test_a_newer_schema_is_never_migrated(url: str):
    await schema.migrate(url)
    with closing(sqlite3.connect(schema.sqlite_file(url))) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(schema.SchemaProblem, match="newer helpline"):
        await schema.migrate(url)


async def test_a_postgresql_that_is_away_is_no_fault_of_the_schema():
    with pytest.raises(TryAgain):
        await schema.check("postgresql+asyncpg://helpline@127.0.0.1:9/helpline")
