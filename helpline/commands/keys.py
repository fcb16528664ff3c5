"""`helpline keys rotate`: end the epoch of the pseudonyms before Monday does."""

from __future__ import annotations

import os
from pathlib import Path

import click

from helpline.commands.options import with_data
from helpline.commands.problems import Problem, told


@click.group()
def keys() -> None:
    """The keys that make pseudonyms of devices and addresses."""


@keys.command()
@with_data
@click.option("--blocks", is_flag=True, help="Make a new key of blocks as well.")
def rotate(data: Path | None, blocks: bool) -> None:
    """Begin a new epoch now, for when a key may have been seen by others.

    What was known from the epoch that ends holds on, as it does each Monday. Do it twice, and no device or address is
    known any more; with --blocks none that is blocked either.
    """
    from helpline.clock import SystemClock
    from helpline.identity import block_key
    from helpline.identity.epoch_keys import EpochKeys
    from helpline.settings.environment import read_places

    with told():
        places = read_places(os.environ, data=data)
        number = EpochKeys(places.keys).rotate(SystemClock().now())
        if blocks:
            block_key.renew(places.keys)
    click.echo(f"→ epoch {number} has begun; a running server follows within a minute")
    if blocks:
        click.echo("→ a new key of blocks: make the numbers in networks.toml again with `helpline keys spare`")
    click.echo("`helpline retention run` deletes the keys that are out of use now.")


@keys.command()
@with_data
def spare(data: Path | None) -> None:
    """Print what to put into networks.toml for the number of a school or group home.

    The number is asked for, so that it stands in no history of commands; it is kept nowhere.
    """
    from helpline.identity.block_key import BlockKey
    from helpline.identity.caller_pepper import CallerPepper
    from helpline.identity.canonical import canonical_caller_key
    from helpline.settings.environment import read_places

    with told():
        folder = read_places(os.environ, data=data).keys
        key, pepper = BlockKey(folder), CallerPepper(folder)
        number = click.prompt("Number, with the code of its country", hide_input=True, err=True)
        identifier = canonical_caller_key(pepper.key("".join(number.split())) or "")
        if identifier is None:
            raise Problem("That is no telephone number: a plus, the code of the country, the rest, as in +31201234567.")
    click.echo(key.digest(*identifier).hex())
