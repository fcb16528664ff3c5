"""`helpline audit`: is the chain of deeds whole, and where does it end."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_data
from helpline.commands.problems import Problem, told

if TYPE_CHECKING:
    from helpline.core.audit import Broken, Head
    from helpline.settings import Places

_HEAD = re.compile(r"([0-9]{4}-[0-9]{2}) ([0-9]{1,9}) ([0-9a-f]{64})")
_SAYS = {
    "missing": "is missing",
    "changed": "was changed",
    "cut_off": "is where the month ended; what came after it was cut off, or it was itself",
    "another_chain": "is not the one of the head that you gave: all of it was made anew",
}


@click.group()
def audit() -> None:
    """Who did what to which conversation, in a chain that shows every later change."""


@audit.command()
@with_data
def head(data: Path | None) -> None:
    """Print where the chain ends. Keep the line where nobody who can reach this machine can change it."""
    from helpline import audit_told
    from helpline.clock import SystemClock
    from helpline.settings.environment import read_places

    with told():
        places = read_places(os.environ, data=data)
        newest = asyncio.run(_newest(places))
    if newest is None:
        raise Problem("Nothing was recorded yet.")
    audit_told.write(places.data, SystemClock().now())
    click.echo(f"{newest.month} {newest.number} {newest.digest.hex()}")


@audit.command()
@click.option("--head", "line", help="A line that `helpline audit head` printed before, kept elsewhere.")
@with_data
def verify(line: str | None, data: Path | None) -> None:
    """See that nothing was changed, removed or reordered. A whole new chain shows only against a --head of before."""
    from helpline.settings.environment import read_places

    exported = _read(line) if line is not None else None
    with told():
        found = asyncio.run(_verify(read_places(os.environ, data=data), exported))
    for broken in found:
        number = f" {broken.number}" if broken.number is not None else ""
        click.echo(f"{broken.month}{number} {_SAYS[broken.what]}.", err=True)
    if found:
        raise Problem("The audit is not whole.")
    click.echo(
        "→ the audit is whole" + ("" if line else ", as far as can be seen without a head that was kept elsewhere")
    )


def _read(line: str) -> Head:
    from helpline.core.audit import Head

    match = _HEAD.fullmatch(line.strip())
    if match is None:
        raise Problem('--head takes a line such as "2030-05 18 9f86d0…", as `helpline audit head` prints it.')
    return Head(match[1], int(match[2]), bytes.fromhex(match[3]))


async def _newest(places: Places) -> Head | None:
    from helpline.actions.keep_audit import newest_head
    from helpline.commands.opened import opened

    async with opened(places) as store, store.look() as records:
        return await newest_head(records)


async def _verify(places: Places, exported: Head | None) -> list[Broken]:
    from helpline.actions.keep_audit import verify_audit
    from helpline.commands.opened import opened

    async with opened(places) as store, store.look() as records:
        return await verify_audit(records, exported)
