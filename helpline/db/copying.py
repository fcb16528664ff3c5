"""Moving everything from one database to another: in one transaction there, and compared before it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import Table, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from helpline.db.faults import translated
from helpline.db.schema import NEWEST
from helpline.db.sums import Sum
from helpline.db.tables import metadata

AT_ONCE = 500
LOCK_SECONDS = 10
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_STEP = "SELECT version_num FROM alembic_version"
_NOT_OURS = {"alembic_version"}
_LOCK_TAKEN = "55P03"
Sums = Mapping[str, Sum]


class CopyProblem(Exception):
    """Nothing was copied; says why and what to do."""


@asynccontextmanager
async def old_database(path: Path) -> AsyncIterator[AsyncConnection]:
    """An SQLite file that nobody else has open, and that stays as it is.

    Raises:
        CopyProblem: somebody has it open, or it has not the tables of this version.
    """

    async def alone() -> aiosqlite.Connection:
        raw = await aiosqlite.connect(path, timeout=1, isolation_level=None)
        # before anything is read: then SQLite refuses where anybody has the file open, and keeps others out
        await raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        return raw

    engine = create_async_engine("sqlite+aiosqlite://", async_creator=alone, poolclass=NullPool, hide_parameters=True)
    async with engine.connect() as connection:
        try:
            await connection.exec_driver_sql("BEGIN EXCLUSIVE")
        except OperationalError:
            sentence = (
                f"{path}: somebody has it open. Stop the server, and whatever else reads it. Nothing was changed."
            )
            raise CopyProblem(sentence) from None
        await connection.exec_driver_sql("PRAGMA query_only = ON")
        await _require_newest(path, connection)
        yield connection


async def _require_newest(path: Path, connection: AsyncConnection) -> None:
    try:
        found = (await connection.exec_driver_sql(_STEP)).scalar()
    except OperationalError:
        found = None
    if found != NEWEST:
        sentence = f"{path}: is at step {found}, and {NEWEST} is needed. Run `helpline migrate` on it first."
        raise CopyProblem(f"{sentence} Nothing was changed.")


@asynccontextmanager
async def new_database(url: str) -> AsyncIterator[AsyncConnection]:
    """A PostgreSQL database, in a transaction that ends with the block, or undoes everything when the block fails."""
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    with translated():
        async with engine.begin() as connection:
            yield connection


async def take_empty(target: AsyncConnection) -> None:
    """Keep everybody else from writing there until the transaction ends.

    Raises:
        CopyProblem: something stands there already.
    """
    as_written = target.dialect.identifier_preparer.format_table
    names = ", ".join(as_written(table) for table in metadata.sorted_tables)
    await target.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
    try:
        await target.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_TAKEN:
            raise
        raise CopyProblem("Somebody is at work in the new database. Stop them. Nothing was changed.") from None
    for table in metadata.sorted_tables:
        if (await target.execute(select(1).select_from(table).limit(1))).first() is not None:
            raise CopyProblem(
                f"The new database is not empty: there are rows in {table.name}. Make one anew, run"
                " `helpline migrate` on it and nothing else, and try again. Nothing was changed."
            )


async def copy_rows(
    source: AsyncConnection,
    target: AsyncConnection,
    tell: Callable[[str, int], None],
    tables: Sequence[Table] = metadata.sorted_tables,
) -> Sums:
    """Copy each table, first those that others refer to; answers with what was read.

    tell: called after each table, with how many rows it had.

    Raises:
        CopyProblem: PostgreSQL refuses a row, or a table would stay behind.
    """
    found = set((await source.exec_driver_sql(_TABLES)).scalars()) - _NOT_OURS
    if left := found - {table.name for table in tables}:
        raise CopyProblem(f"{', '.join(sorted(left))}: would stay behind. Nothing was changed.")
    return {table.name: await _copy(table, source, target, tell) for table in tables}


async def _copy(
    table: Table, source: AsyncConnection, target: AsyncConnection, tell: Callable[[str, int], None]
) -> Sum:
    read = Sum()
    async with source.stream(select(table)) as rows:
        async for some in rows.partitions(AT_ONCE):
            read = read.with_rows(some)
            await _insert(table, [row._asdict() for row in some], target)
    tell(table.name, read.count)
    return read


async def _insert(table: Table, rows: list[dict[str, Any]], target: AsyncConnection) -> None:
    try:
        await target.execute(insert(table), rows)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        # its class alone: what the driver says may hold what somebody wrote
        kind = type(error.orig.__cause__ or error.orig).__name__ if error.orig else type(error).__name__
        raise CopyProblem(f"{table.name}: PostgreSQL refuses a row ({kind}). Nothing was changed.") from None


async def compare(read: Sums, target: AsyncConnection) -> None:
    """See that every table there holds what was read.

    Raises:
        CopyProblem: one does not.
    """
    for table in metadata.sorted_tables:
        if await sum_of(table, target) != read.get(table.name, Sum()):
            raise CopyProblem(f"{table.name}: is not the same in the new database. The old file is as it was.")


async def sum_of(table: Table, connection: AsyncConnection) -> Sum:
    """Of what stands in a table now."""
    found = Sum()
    async with connection.stream(select(table)) as rows:
        async for some in rows.partitions(AT_ONCE):
            found = found.with_rows(some)
    return found
