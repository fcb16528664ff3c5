"""`helpline survey`: what children answered before and after, as counts that point at nobody."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config, with_data
from helpline.commands.problems import told

if TYPE_CHECKING:
    from helpline.core.survey import Survey
    from helpline.core.survey_figures import Group
    from helpline.settings import Settings

SETTLES = timedelta(days=1)
"""So long after its end a week counts as over: its last conversations may still run, and every figure is told once."""


@click.command()
@click.option("--weeks", type=click.IntRange(1, 520), default=13, show_default=True, help="How many weeks back.")
@with_data
@with_config
def survey(weeks: int, data: Path | None, config: Path | None) -> None:
    """Print the answers before and after, by week, channel and main topic. Only weeks that are over.

    A count under five is left out (-), and with it what it could be worked out from.
    """
    from helpline.core.rules import STATISTICS
    from helpline.core.survey_figures import figures
    from helpline.settings import load

    with told():
        first, last, answers = _read(load(os.environ, config=config, data=data), weeks)
    click.echo(f"# survey, {first} to {last}, definitions {STATISTICS}; - is left out")
    click.echo("\t".join(("week", "channel", "topic", "pairs", "question", "1", "2", "3", "4", "5", "none")))
    for group in figures(answers):
        for line in _lines(group):
            click.echo("\t".join(line))


def _lines(group: Group) -> list[list[str]]:
    begin = [group.week, group.channel, group.topic or "unknown", str(group.pairs)]
    return [
        [*begin, question, *("-" if count is None else str(count) for count in counts)]
        for question, counts in group.counts.items()
    ]


def _read(settings: Settings, weeks: int) -> tuple[str, str, list[Survey]]:
    """The first and the last week that are told, and their answers."""
    from helpline.clock import SystemClock
    from helpline.commands.opened import opened
    from helpline.core.survey import week_of

    zone = settings.opening.zone
    settled = SystemClock().now() - SETTLES
    first, last = (week_of(settled - timedelta(weeks=back), zone) for back in (weeks, 1))

    async def read() -> list[Survey]:
        async with opened(settings.places) as store, store.look() as records:
            return await records.surveys.between(first, last)

    return first, last, asyncio.run(read())
