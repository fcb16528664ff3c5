"""`helpline doctor`: is everything as it should be, and what to do where it is not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config, with_data
from helpline.commands.problems import told

if TYPE_CHECKING:
    from helpline.commands.checks.finding import Finding
    from helpline.settings import Places


@click.command()
@with_data
@with_config
def doctor(data: Path | None, config: Path | None) -> None:
    """Check the installation, and say what to do. It changes nothing."""
    failed = 0
    with told():
        for finding in examine(data, config):
            failed += finding.mark == "fail"
            click.echo(f"{finding.mark:<4}  {finding.part}: {finding.what}")
            if finding.advice:
                click.echo(f"      → {finding.advice}")
    if failed:
        click.echo(f"{failed} of these must be mended.", err=True)
        raise click.exceptions.Exit(1)


def examine(data: Path | None, config: Path | None) -> Iterator[Finding]:
    """Everything that is found, one after the other; a wrong setting leaves out what depends on the settings."""
    from helpline.clock import SystemClock
    from helpline.commands.checks import articles, database, files, hours, machine, messenger, telephone, texts, web
    from helpline.commands.checks.finding import fail
    from helpline.settings import WrongSetting, load

    clock = SystemClock()
    settings = None
    try:
        settings = load(os.environ, config=config, data=data)
        places = settings.places
        yield from files.look_at_settings(settings)
    except WrongSetting as error:
        yield fail("settings", str(error), "Change it there; docs/settings.md tells every key.")
        places = _places(data)
    yield from files.look_at(places, clock)
    yield from database.look_at(places)
    yield from messenger.look_at(places)
    yield from machine.look_at(places, clock)
    if settings is not None:
        yield from files.look_at_spared(settings)
        yield from web.look_at(settings)
        yield from hours.look_at(settings, clock.now())
        yield from texts.look_at(settings)
        yield from articles.look_at(settings, clock.now().date())
        yield from telephone.look_at(settings)


def _places(data: Path | None) -> Places:
    """Where everything is, as far as the environment says it rightly."""
    from helpline.settings import WrongSetting
    from helpline.settings.environment import read_places

    try:
        return read_places(os.environ, data=data)
    except WrongSetting:
        return read_places({"HELPLINE_DATA": os.environ.get("HELPLINE_DATA", "")}, data=data)
