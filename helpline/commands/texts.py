"""`helpline texts`: the sentences that a language still lacks, ready to be filled in."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config
from helpline.commands.problems import Problem, told

if TYPE_CHECKING:
    from helpline.settings.words import Said


@click.command()
@click.argument("language")
@with_config
def texts(language: str, config: Path | None) -> None:
    """Print the sentences of the pages that LANGUAGE (such as fr) lacks, in English, to be translated.

    What is printed belongs into texts/LANGUAGE.toml of the settings. At the desk English stands in for what is missing.
    """
    from helpline.settings.environment import read_places
    from helpline.settings.words import shipped, stated_in

    with told():
        if not re.fullmatch("[a-z]{2}", language):
            raise Problem(f"{language}: is not a language of two letters such as fr.")
        places = read_places(os.environ, config=config)
        here = {**shipped(language), **stated_in(places.config, language)}
        for key, said in shipped("en").items():
            if key not in here:
                click.echo(f"{key} = {_as_toml(said)}")


def _as_toml(said: Said) -> str:
    if isinstance(said, str):
        return json.dumps(said, ensure_ascii=False)
    return "{ " + ", ".join(f"{form} = {json.dumps(text, ensure_ascii=False)}" for form, text in said.items()) + " }"
