"""`helpline migrate`: bring the schema up to date."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click

from helpline.commands.options import with_data
from helpline.commands.problems import told


@click.command()
@with_data
def migrate(data: Path | None) -> None:
    """Bring the database's tables up to date. Harmless when they are."""
    from helpline.commands.install import require_made
    from helpline.db import schema
    from helpline.settings.environment import read_places

    with told():
        places = read_places(os.environ, data=data)
        require_made(places)
        before = asyncio.run(schema.migrate(places.database_url))
    if before == schema.NEWEST:
        click.echo(f"→ database  up to date (step {schema.NEWEST})")
    else:
        click.echo(f"→ database  brought to step {schema.NEWEST}")
