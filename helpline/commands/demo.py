"""`helpline demo`: a whole helpline on this machine, with people to log in as."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config, with_data, with_port
from helpline.commands.problems import CannotStart, Problem, told
from helpline.commands.users import LONGEST_PASSWORD

if TYPE_CHECKING:
    from helpline.settings import Settings

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PASSWORD = "HELPLINE_DEMO_PASSWORD"  # noqa: S105 - the name of it


@click.command()
@with_port
@with_data
@with_config
def demo(port: int | None, data: Path | None, config: Path | None) -> None:
    """Everything in one process, always open: makes what is missing, then serves http://localhost:8080.

    Started again on the same --data it goes on where it was. The password of its four people is HELPLINE_DEMO_PASSWORD,
    or made up and printed.
    """
    import asyncio

    from helpline import keyfiles, logs
    from helpline.clock import SystemClock
    from helpline.commands import install
    from helpline.commands.alone import alone
    from helpline.commands.cast import hire
    from helpline.commands.serve import run
    from helpline.db import schema
    from helpline.settings import for_demo, load, packaged_config

    with told(CannotStart):
        environ = _on_sqlite(os.environ)
        settings = load(environ, config=config, data=data or _folder(environ), port=port)
        places = settings.places
        hosts = _hosts()
        settings = for_demo(settings, _free(places.port, hosts))
        keyfiles.make_folder(places.data)
        with alone(places.data):
            install.make_keys(places.keys, SystemClock().now())
            click.echo(f"→ keys      {places.keys}")
            if places.config is None:
                install.copy_config(install.config_of(places))
            click.echo(f"→ settings  {places.config or packaged_config()}")
            asyncio.run(schema.migrate(places.database_url))
            click.echo(f"→ database  {schema.sqlite_file(places.database_url)}")
            password, is_new = _password(places.data)
            asyncio.run(hire(settings, password, is_new=is_new))
            _keep(places.data, password)
            click.echo("→ people    ann, ben, cora, dirk")
            logs.set_up()
            from helpline.serve import serve

            click.echo("→ server")
            run(serve(settings, host=hosts, ready=partial(_welcome, settings, password)))


def _welcome(settings: Settings, password: str, port: int) -> None:
    click.echo(
        f"""
  Child   http://localhost:{port}/
  Desk    http://localhost:{port}/desk{_telephone(settings, port)}
  Log in  ann, ben (volunteers), cora, dirk (coordinators)
          password: {password}

  Everything is kept in {settings.places.data}. Stop with Ctrl+C."""
    )


def _telephone(settings: Settings, port: int) -> str:
    """Where one rings without a telephone, if that is the line."""
    if settings.telephone.line != "practice":
        return ""
    return f"\n  Ring    http://localhost:{port}/practice (to practise: choose allebei at the desk)"


def _on_sqlite(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without another database than SQLite."""
    url = environ.get("HELPLINE_DATABASE_URL", "")
    if not url or url.startswith("sqlite"):
        return dict(environ)
    click.echo("A demo has a database of its own: HELPLINE_DATABASE_URL is left alone.", err=True)
    return {name: value for name, value in environ.items() if name != "HELPLINE_DATABASE_URL"}


def _folder(environ: Mapping[str, str]) -> Path | None:
    """Where a demo keeps its things when nobody says where; null when the environment says it."""
    if environ.get("HELPLINE_DATA"):
        return None
    try:
        shared = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    except RuntimeError:
        raise Problem("There is no home directory here: say with --data where the demo keeps its things.") from None
    return Path(shared) / "helpline-demo"


def _hosts() -> list[str]:
    """This machine alone, by both of the addresses that `localhost` may mean."""
    hosts = ["127.0.0.1"]
    with suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        hosts.append("::1")
    return hosts


def _free(port: int, hosts: list[str]) -> int:
    """The port, or a free one for 0.

    Raises:
        OSError: it is taken, which is better known before anything is made.
    """
    for host in hosts:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            port = probe.getsockname()[1]
    return port


def _file(data: Path) -> Path:
    return data / "demo-password"


def _password(data: Path) -> tuple[str, bool]:
    """The password, and whether it differs from that of the last time."""
    kept = _file(data).read_text().removesuffix("\n") if _file(data).exists() else None
    chosen = os.environ.get(_PASSWORD, "")
    if len(chosen) > LONGEST_PASSWORD:
        raise Problem(f"{_PASSWORD} has more than {LONGEST_PASSWORD:,} characters. Leave it out to have one made up.")
    password = chosen or kept or "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    return password, password != kept


def _keep(data: Path, password: str) -> None:
    with suppress(FileNotFoundError):
        _file(data).unlink()
    file = os.open(_file(data), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "w") as opened:
        opened.write(password + "\n")
