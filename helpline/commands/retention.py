"""`helpline retention run`: forget what is due, now; the server does the same by itself."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config, with_data
from helpline.commands.problems import told

if TYPE_CHECKING:
    from helpline.actions.forget import Forgotten
    from helpline.settings import Settings


@click.group()
def retention() -> None:
    """What is kept no longer than its term."""


@retention.command()
@with_data
@with_config
def run(data: Path | None, config: Path | None) -> None:
    """Forget what is due: words, pseudonyms with their keys, then who and when. A server may run meanwhile."""
    from helpline.settings import load

    with told():
        done = _forget(load(os.environ, config=config, data=data))
    click.echo(f"→ conversations whose words are forgotten: {done.conversations}; keys of days: {len(done.days)}")
    click.echo(f"→ pseudonyms: {done.pseudonyms}; keys of epochs: {len(done.epochs)}")
    click.echo(f"→ attempts, with their registrations, that keep the hour and nobody: {done.attempts}")
    if done.held_back:
        click.echo(f"A conversation of {done.held_back} still runs: keys from that day on stay meanwhile.", err=True)
    if not done.is_settled:
        click.echo("The database's log is in use, and will be emptied the next time.", err=True)


def _forget(settings: Settings) -> Forgotten:
    from helpline.actions.forget import Terms, forget_due
    from helpline.clock import SystemClock
    from helpline.commands.opened import opened
    from helpline.db.forgetting import DatabaseMemory
    from helpline.identity.epoch_keys import EpochKeys
    from helpline.vault.file_vault import FileVault

    places, terms = settings.places, settings.retention
    vault = FileVault(places.keys)
    # a desk of its own never held the identifiers' keys: the other face forgets them
    has_them = places.is_sqlite or (places.keys / "identity").is_dir()
    keys = EpochKeys(places.keys) if has_them else None

    async def forget() -> Forgotten:
        async with opened(places) as store:
            due = Terms.in_days(terms.messages_days, terms.pseudonyms_days)
            return await forget_due(store, DatabaseMemory(store), vault, keys, due, SystemClock().now())

    return asyncio.run(forget())
