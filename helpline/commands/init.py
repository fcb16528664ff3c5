"""`helpline init`: directories, keys and settings of a new helpline, and what it signs."""

from __future__ import annotations

import os
from pathlib import Path

import click

from helpline.commands.options import with_config, with_data
from helpline.commands.problems import Problem, told


@click.command()
@with_data
@with_config
@click.option("--accept", is_flag=True, help="Sign that nobody can be traced, without being asked.")
def init(data: Path | None, config: Path | None, accept: bool) -> None:
    """Make the data directory, the keys, and a copy of the settings.

    Nothing that is there is overwritten. The copy goes into the directory `config` of the data directory, or where
    --config or HELPLINE_CONFIG says.
    """
    from helpline import keyfiles
    from helpline.clock import SystemClock
    from helpline.commands import install, promise
    from helpline.settings.environment import read_places

    with told():
        now = SystemClock().now()
        places = read_places(os.environ, config=config, data=data)
        wants_signing = accept and not promise.signed(places.data).exists()
        if install.key_files(places.keys):
            if wants_signing:
                promise.sign(places.data, now)
                click.echo("→ signed; the keys are there already, and stay as they are")
                return
            raise Problem(_refusal(places.keys, install.missing(places)))
        signs = _signs(accept)
        keyfiles.make_folder(places.data)
        own = install.config_of(places)
        install.copy_config(own)
        install.make_keys(places.keys, now)
        if signs:
            promise.sign(places.data, now)
    click.echo(f"→ data      {places.data}")
    click.echo(f"→ keys      {places.keys}: keep a copy apart from the backups of the data")
    click.echo(f"→ settings  {own}: change them there")
    if places.config is None:
        click.echo(f"            and let the commands know: export HELPLINE_CONFIG={own}")
    click.echo("Next: `helpline migrate`, then `helpline users add`, then `helpline doctor`.")


def _refusal(keys: Path, missing: list[Path]) -> str:
    """Why nothing is made where keys are, and what to do about what is missing beside them."""
    if not missing:
        return f"{keys}: holds keys already. Nothing was overwritten, and nothing else was done."
    gone = " and ".join(str(path) for path in missing)
    if keys in missing[0].parents:
        todo = 'put the keys back from their copy. Without one: docs/operations.md, "When the keys are lost".'
    else:
        todo = "put it back from a backup, or copy it from the package; until then the packaged settings are heeded."
    return f"{keys}: holds keys already, and {gone} is missing. Nothing was made: {todo}"


def _signs(accept: bool) -> bool:
    from helpline.commands import promise

    for sentence in promise.SENTENCES.values():
        click.echo(sentence)
    if accept:
        return True
    if not promise.at_terminal():
        click.echo("Not signed yet: `helpline init --accept` signs it.")
        return False
    if not click.confirm("Do you sign this for your helpline?"):
        raise Problem("Nothing was made.")
    return True
