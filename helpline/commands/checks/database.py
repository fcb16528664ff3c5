"""The database: is it there, of this version, and is anybody in it?"""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterator

from helpline.commands.checks.finding import Finding, fail, ok, warn
from helpline.commands.opened import UNREADABLE, opened
from helpline.commands.problems import sentence_of
from helpline.db import schema
from helpline.db.schema import SchemaProblem
from helpline.settings import Places


def look_at(places: Places) -> Iterator[Finding]:
    """The schema, the rights of the file, and the accounts."""
    kind = "SQLite" if places.is_sqlite else "PostgreSQL"
    if places.is_sqlite and not places.data.is_dir():
        yield fail("database", f"{kind}: is not there yet", "Run `helpline init`.")
        return
    try:
        asyncio.run(schema.check(places.database_url))
        people = asyncio.run(_count_people(places))
    except SchemaProblem as problem:
        yield fail("database", f"{kind}: {problem}", "Nothing is lost by it.")
        return
    except UNREADABLE as error:
        yield fail("database", f"{kind}: {sentence_of(error)}", "Nothing can be kept until then.")
        return
    yield ok("database", f"{kind}, at step {schema.NEWEST}")
    if places.is_sqlite:
        yield from _rights(places)
    if not people:
        yield warn("people", "nobody can log in", "Run `helpline users add`.")
    else:
        yield ok("people", f"accounts: {people}")


def _rights(places: Places) -> Iterator[Finding]:
    file = schema.sqlite_file(places.database_url)
    for path in sorted(file.parent.glob(f"{file.name}*")):
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield warn("database", f"{path}: others may read it", f"Run `chmod 600 {path}`.")


async def _count_people(places: Places) -> int:
    async with opened(places) as store, store.look() as records:
        return await records.people.count()
