"""`helpline prompts`: what the telephone says, and the voice of the machine where nobody recorded it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config, with_data
from helpline.commands.problems import Problem, told

if TYPE_CHECKING:
    from helpline.core.recording import Recording
    from helpline.settings import Settings

_LANGUAGE = click.option("--language", help="Only this language, such as nl.")


@click.group()
def prompts() -> None:
    """What the telephone says: a recording of a coordinator, or until there is one the voice of the machine."""


@prompts.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Also put everything that is played here.")
@_LANGUAGE
@with_data
@with_config
def make(to: Path | None, language: str | None, data: Path | None, config: Path | None) -> None:
    """Let espeak-ng say every text that is new or has changed. What a coordinator recorded stays."""
    from helpline.recordings.placeholders import copy_played, make_placeholders
    from helpline.recordings.shelf import SOUNDS, Shelf
    from helpline.recordings.voice import NoVoice

    with told():
        settings = _settings(data, config)
        languages = _languages(settings, language)
        shelf = Shelf(settings.places.data, settings.prompts)
        try:
            made = make_placeholders(shelf, settings.prompts, languages)
        except NoVoice as why:
            raise Problem(str(why)) from None
        click.echo(f"→ placeholders in {settings.places.data / SOUNDS}: {made.new} made, {made.same} as they were")
        if made.without_text:
            first, *more = made.without_text
            click.echo(
                f"→ no text yet: {first}{f' and {len(more)} more' if more else ''}. See `helpline prompts texts`."
            )
        if to is not None:
            click.echo(f"→ {copy_played(shelf, languages, to)} files in {to.absolute()}")


@prompts.command("list")
@_LANGUAGE
@with_data
@with_config
def list_(language: str | None, data: Path | None, config: Path | None) -> None:
    """Print every recording: its name, its language, whether it is recorded, and what it says."""
    from helpline.recordings.shelf import Shelf

    with told():
        settings = _settings(data, config)
        languages = _languages(settings, language)
        for it in Shelf(settings.places.data, settings.prompts).all():
            if it.language in languages:
                click.echo(_line(it))


@prompts.command()
@click.argument("language")
@with_config
def texts(language: str, config: Path | None) -> None:
    """Print what the recordings say that LANGUAGE (such as fr) lacks, in English, to be translated.

    What is printed belongs into texts/prompts/LANGUAGE.toml of the settings.
    """
    from helpline.settings.environment import read_places
    from helpline.settings.prompts import WRITTEN, stated

    with told():
        if not re.fullmatch("[a-z]{2}", language):
            raise Problem(f"{language}: is not a language of two letters such as fr.")
        places = read_places(os.environ, config=config)
        here, english = stated(places.config, language), stated(None, "en")
        for name in WRITTEN:
            if name not in here:
                click.echo(f"{name} = {json.dumps(english[name], ensure_ascii=False)}")


def _settings(data: Path | None, config: Path | None) -> Settings:
    from helpline.settings import load

    return load(os.environ, config=config, data=data)


def _languages(settings: Settings, language: str | None) -> tuple[str, ...]:
    if language is None:
        return settings.helpline.languages
    if language not in settings.helpline.languages:
        raise Problem(f"{language}: is not one of [helpline] languages: {', '.join(settings.helpline.languages)}.")
    return (language,)


def _line(it: Recording) -> str:
    length = "" if it.seconds is None else f" {it.seconds:.1f} s"
    notes = [note for note, is_so in (("text has changed", it.is_outdated), ("draft", it.draft is not None)) if is_so]
    noted = f" ({', '.join(notes)})" if notes else ""
    return f"{it.name:<20} {it.language}  {it.state.value + length + noted:<24} {it.text or '-'}"
