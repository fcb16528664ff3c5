"""The options that commands share: where everything is, when the environment does not say it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])
_FOLDER = click.Path(path_type=Path, file_okay=False)


def with_data(command: Command) -> Command:
    """Add `--data`."""
    return click.option("--data", type=_FOLDER, help="Where everything is kept (HELPLINE_DATA).")(command)


def with_config(command: Command) -> Command:
    """Add `--config`."""
    return click.option("--config", type=_FOLDER, help="Your own settings (HELPLINE_CONFIG).")(command)


def with_port(command: Command) -> Command:
    """Add `--port`."""
    return click.option("--port", type=click.IntRange(0, 65_535), help="Where to listen (PORT); 8080 by default.")(
        command
    )
