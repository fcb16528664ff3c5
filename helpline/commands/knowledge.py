"""`helpline knowledge`: articles between the database and files."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config, with_data
from helpline.commands.problems import Problem, told

if TYPE_CHECKING:
    from helpline.actions.edit import Filled, Text
    from helpline.settings import Places


@click.group()
def knowledge() -> None:
    """The articles of the knowledge base. They live in the database; files are for taking them in and out."""


@knowledge.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@with_data
@with_config
def import_(folder: Path | None, data: Path | None, config: Path | None) -> None:
    """Take in and publish the articles of FOLDER, or those that come with this version. What is the same stays."""
    from helpline.library.files import read_texts
    from helpline.ports.library import WrongText
    from helpline.settings import load

    with told():
        settings = load(os.environ, config=config, data=data)
        try:
            texts = read_texts(folder, settings.definitions.topics, settings.helpline.languages)
        except WrongText as why:
            raise Problem(f"{why}. Nothing was taken in.") from None
        done = asyncio.run(_fill(settings.places, texts))
    click.echo(f"→ articles: {done.new} new, {done.newer} with a newer version, {done.same} as they were")


@knowledge.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_data
@with_config
def export(folder: Path, data: Path | None, config: Path | None) -> None:
    """Write every published article into FOLDER, as `import` takes them in. Nothing there is overwritten."""
    from helpline.library.files import write_texts
    from helpline.settings import load

    with told():
        settings = load(os.environ, config=config, data=data)
        contents = asyncio.run(_published(settings.places))
        try:
            count = write_texts(folder, contents, settings.definitions.topics)
        except FileExistsError as there:
            raise Problem(f"{there.filename} is there already. Give an empty folder.") from None
    click.echo(f"→ {count} articles in {folder}")


async def _fill(places: Places, texts: list[Text]) -> Filled:
    from helpline.actions.carry_out import carry_out
    from helpline.actions.edit import fill_shelf
    from helpline.clock import SystemClock
    from helpline.commands.opened import opened

    now = SystemClock().now()
    async with opened(places) as store:
        return await carry_out(store, lambda work: fill_shelf(texts, "helpline knowledge import", work=work, now=now))


async def _published(places: Places) -> list[str]:
    from helpline.commands.opened import opened
    from helpline.core.article import ArticleState

    async with opened(places) as store, store.look() as records:
        return [it.content for it in await records.shelf.all() if it.article.state is ArticleState.PUBLISHED]
