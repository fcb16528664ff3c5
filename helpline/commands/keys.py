"""`helpline keys rotate`: end the epoch of the pseudonyms before Monday does."""

from __future__ import annotations

import os
from pathlib import Path

import click

from helpline.commands.options import with_data
from helpline.commands.problems import told


@click.group()
def keys() -> None:
    """The keys that make pseudonyms of devices and addresses."""


@keys.command()
@with_data
def rotate(data: Path | None) -> None:
    """Begin a new epoch now, for when a key may have been seen by others.

    What was known from the epoch that ends holds on, as it does each Monday. Do it twice, and no device or address is
    known any more.
    """
    from helpline.clock import SystemClock
    from helpline.identity.epoch_keys import EpochKeys
    from helpline.settings.environment import read_places

    with told():
        places = read_places(os.environ, data=data)
        number = EpochKeys(places.keys).rotate(SystemClock().now())
    click.echo(f"→ epoch {number} has begun; a running server follows within a minute")
    click.echo("`helpline retention run` deletes the keys that are out of use now.")
