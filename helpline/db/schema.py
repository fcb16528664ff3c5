"""The schema: `helpline migrate` brings it up to date; the server only looks whether it is, which costs nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from helpline.db.faults import translated
from helpline.db.sqlite import connect

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0022"
"""The migration that this version of the code works with."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = "SELECT version_num FROM alembic_version"
_TURN = 0x48454C51
"""The number under which PostgreSQL keeps the turn to migrate."""


class SchemaProblem(Exception):
    """The schema is not the one that this version works with; says what to do."""


async def check(url: str) -> None:
    """See that the database has the schema of this version.

    Raises:
        SchemaProblem: it has none, or an older or newer one.
        TryAgain: the database is away.
    """
    found = await revision(url)
    if found is None:
        raise SchemaProblem("The database has no tables yet. Run `helpline migrate`.")
    if found < NEWEST:
        raise SchemaProblem(f"The database is at step {found}, this version needs {NEWEST}. Run `helpline migrate`.")
    if found > NEWEST:
        raise SchemaProblem(_newer(found))


async def revision(url: str) -> str | None:
    """The newest migration that a database has had; null when it has had none, or is not there.

    Raises:
        TryAgain: the database is away.
    """
    with translated():
        if _is_sqlite(url):
            return await asyncio.to_thread(_revision_of_file, sqlite_file(url))
        return await _revision_of_server(url)


async def migrate(url: str) -> str | None:
    """Bring the schema up to date; answers with the step it was at before.

    Raises:
        SchemaProblem: the database is newer than this version.
        TryAgain: the database is away.
    """
    found = await revision(url)
    if found is not None and found > NEWEST:
        raise SchemaProblem(_newer(found))
    if found != NEWEST:
        await run(url, _to_newest)
    return found


async def run(url: str, step: Callable[[Config], None]) -> None:
    """Run a command of Alembic over a database, in one transaction."""
    with translated():
        if _is_sqlite(url):
            await asyncio.to_thread(_run_on_file, sqlite_file(url), step)
            return
        await _run_on_server(url, step)


def sqlite_file(url: str) -> Path:
    """The file of an SQLite database."""
    return Path(make_url(url).database or "")


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _newer(found: str) -> str:
    return f"The database is at step {found} of a newer helpline, this one knows {NEWEST}. Install the newer version."


def _revision_of_file(path: Path) -> str | None:
    if not path.exists():
        return None
    with closing(connect(path)) as raw:
        try:
            row = raw.execute(_VERSION).fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
    return None if row is None else str(row[0])


async def _revision_of_server(url: str) -> str | None:
    async with create_async_engine(url, poolclass=NullPool, hide_parameters=True).connect() as connection:
        try:
            return (await connection.execute(text(_VERSION))).scalar()
        except ProgrammingError:
            return None


async def _run_on_server(url: str, step: Callable[[Config], None]) -> None:
    async with create_async_engine(url, poolclass=NullPool, hide_parameters=True).begin() as connection:
        # of two nodes that are installed at once, one waits and then finds it done
        await connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        await connection.run_sync(lambda it: step(_config(it)))


def _run_on_file(path: Path, step: Callable[[Config], None]) -> None:
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.connect() as connection:
        # a table that is made anew must not take along what refers to it; the check below makes up for it
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        with connection.begin():
            step(_config(connection))
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise SchemaProblem("The migration would leave rows that refer to nothing. Nothing was changed.")


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    # percent signs are taken for variables there
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _to_newest(config: Config) -> None:
    from alembic import command

    command.upgrade(config, "head")
