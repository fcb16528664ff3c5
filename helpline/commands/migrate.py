"""`helpline migrate`: bring the schema up to date."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click

from helpline.commands.options import with_data
from helpline.commands.problems import Problem, told


@click.command()
@with_data
def migrate(data: Path | None) -> None:
    """Bring the database's tables up to date. Harmless when they are."""
    from helpline.db import schema
    from helpline.settings.environment import read_places

    with told():
        places = read_places(os.environ, data=data)
        if places.is_sqlite and not schema.sqlite_file(places.database_url).parent.is_dir():
            raise Problem(f"{places.data}: is not there yet. Run `helpline init` first.")
        before = asyncio.run(schema.migrate(places.database_url))
    if before == schema.NEWEST:
        click.echo(f"→ database  up to date (step {schema.NEWEST})")
    else:
        click.echo(f"→ database  brought to step {schema.NEWEST}")
