"""`helpline serve`: the server."""

from __future__ import annotations

import os
from collections.abc import Coroutine
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from helpline.commands.options import with_config, with_data, with_port
from helpline.commands.problems import CannotStart, told


@click.command()
@click.option("--face", type=click.Choice(["child", "desk"]), help="Only this face (PostgreSQL).")
@with_port
@click.option("--host", help="The address to listen on; every one by default.")
@with_data
@with_config
def serve(face: str | None, port: int | None, host: str | None, data: Path | None, config: Path | None) -> None:
    """Serve children and volunteers until SIGTERM; who talks then goes on with the next process."""
    from helpline import logs
    from helpline.commands import install
    from helpline.commands.alone import alone
    from helpline.settings import load

    with told(CannotStart):
        settings = load(os.environ, config=config, data=data, port=port)
        places = settings.places
        if face and places.is_sqlite:
            raise CannotStart("--face needs PostgreSQL: on SQLite one process serves both. Leave it out.")
        install.require_made(places)
        logs.set_up()
        from helpline import app
        from helpline.serve import serve as serve_faces

        with alone(places.data) if places.is_sqlite else nullcontext():
            run(serve_faces(settings, host=host, faces=frozenset({face}) if face else app.BOTH))


def run(served: Coroutine[Any, Any, None]) -> None:
    """Run it to its end, on the quickest event loop that this machine has."""
    import asyncio
    from importlib.util import find_spec

    if find_spec("uvloop") is None:
        asyncio.run(served)
        return
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(served)
