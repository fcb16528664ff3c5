"""`helpline copy`: move an installation from SQLite to PostgreSQL."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_data
from helpline.commands.problems import Problem, told

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from helpline.core.audit import Broken

RUNS = "a server runs here. Stop it first: what it takes in meanwhile would stay behind."
NO_TARGET = "Name the new database: --to postgresql://USER:PASSWORD@HOST/NAME, or HELPLINE_DATABASE_URL."
NOT_THESE = "It copies from SQLite to PostgreSQL: --from sqlite:///FILE --to postgresql://USER:PASSWORD@HOST/NAME."
STILL_THERE = """\
{path} still holds everything. Who reads it has, in clear, who works here with the hashes of their passwords, when who
came, what was registered and who did what. {keys}/vault opens its words until their days are forgotten, and
{keys}/identity tells for two epochs which device or network came; nothing else in it is ever forgotten now.
When people have logged in and seen their conversations, destroy it:
    shred --remove {path}
Its back-ups hold the same: let them go as well."""


@click.command()
@click.option("--from", "old", metavar="URL", help="sqlite:///FILE; the one in the data directory by default.")
@click.option("--to", "new", metavar="URL", help="postgresql://…; HELPLINE_DATABASE_URL by default, which hides it.")
@click.option("--remove-source", is_flag=True, help="Overwrite and remove the old file once the copy is proven.")
@with_data
def copy(old: str | None, new: str | None, remove_source: bool, data: Path | None) -> None:
    """Move everything from SQLite to an empty PostgreSQL, while no server runs.

    Make the new database's tables first: `helpline migrate` with HELPLINE_DATABASE_URL. All of it is copied, or
    nothing: every table is counted and compared before it says so. Keys and recordings are files, and stay.
    """
    from helpline.commands.alone import alone
    from helpline.db.erasing import remains_of
    from helpline.settings.environment import read_places

    with told():
        places = read_places(os.environ, data=data)
        path, url = _ends(old, new, places.data, places.database_url)
        if not path.is_file():
            raise Problem(f"{path}: is not there. Name the file with --from sqlite:///FILE.")
        with alone(path.parent, RUNS), remains_of(path) as remains:
            asyncio.run(_moved(path, url))
            if remove_source:
                remains.erase()
    if remove_source:
        click.echo(f"→ overwritten and removed: {path}. Its back-ups hold the same: let them go as well.")
    else:
        click.echo(STILL_THERE.format(path=path, keys=places.keys))
    click.echo("Next: start the server with HELPLINE_DATABASE_URL, on every node with the same keys.")


def _ends(old: str | None, new: str | None, data: Path, named: str) -> tuple[Path, str]:
    from helpline.db.schema import sqlite_file
    from helpline.settings.environment import sqlite_url, with_driver

    source = with_driver(old, "command line", "--from") if old else sqlite_url(data)
    target = with_driver(new, "command line", "--to") if new else named
    if new is None and target.startswith("sqlite"):
        raise Problem(NO_TARGET)
    if not source.startswith("sqlite") or not target.startswith("postgresql"):
        raise Problem(NOT_THESE)
    return sqlite_file(source).absolute(), target


async def _moved(path: Path, url: str) -> None:
    """Copy, and compare twice: before it counts, and what a new connection then finds."""
    from helpline.db import copying, schema

    await schema.check(url)
    async with copying.old_database(path) as source:
        async with copying.new_database(url) as target:
            await copying.take_empty(target)
            read = await copying.copy_rows(source, target, _tell)
            await copying.compare(read, target)
            broken = await _broken(source)
            if await _broken(target) != broken:
                raise copying.CopyProblem("The audit does not hang together in the new database. Nothing was changed.")
        async with copying.new_database(url) as target:
            await copying.compare(read, target)
    click.echo(f"→ {len(read)} tables, {sum(it.count for it in read.values()):,} rows: each counted and compared")
    if broken:
        click.echo("The audit was not whole before, and is not now: `helpline audit verify` says where.", err=True)
    else:
        click.echo("→ the audit is whole there, and ends as before")


def _tell(table: str, count: int) -> None:
    if count:
        click.echo(f"→ {table}  {count:,}")


async def _broken(connection: AsyncConnection) -> list[Broken]:
    from helpline.actions.keep_audit import verify_audit
    from helpline.db.work import DatabaseRecords

    return await verify_audit(DatabaseRecords(connection))
