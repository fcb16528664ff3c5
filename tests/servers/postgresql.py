"""A PostgreSQL of the tests' own, from Debian's package: on a free port of 127.0.0.1, in a folder that goes with it."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.servers.ports import free_port

# What is lost with the machine's power is of no use here, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
}
DEADLINE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Postgresql:
    """A server, which may be stopped and begun again.

    programs: the folder of its programs · account: what to run them as, for `subprocess` · port: on 127.0.0.1 ·
    folder: its own · settings: beside those of the package.
    """

    programs: Path
    account: dict[str, Any]
    port: int
    folder: Path
    settings: Mapping[str, str]

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        options = " ".join(f"-c {name}={value!r}" for name, value in self.settings.items())
        self._control(f"--log={self.folder}/log", f"--options=-p {self.port} {options}", "start")

    def end(self, mode: str = "immediate") -> None:
        """Stop it; `fast` in order, and `immediate` as a crash would."""
        self._control(f"--mode={mode}", "stop")

    def _control(self, *words: str) -> None:
        place = (f"--pgdata={self.folder}/data", "--wait", "--silent")
        run(self.programs / "pg_ctl", *place, *words, account=self.account)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the client programs against this server."""
        where = ("--host=127.0.0.1", f"--port={self.port}", "--username=helpline")
        run(self.programs / program, *where, *arguments, account=self.account)

    def url(self, database: str) -> str:
        """What `HELPLINE_DATABASE_URL` holds for one of its databases."""
        return f"postgresql+asyncpg://helpline@127.0.0.1:{self.port}/{database}"


def run(program: Path, *arguments: str, account: dict[str, Any]) -> None:
    """Run a program to its end; what it said is shown when it failed."""
    done = subprocess.run(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        timeout=DEADLINE_SECONDS,
        **account,
    )
    assert done.returncode == 0, f"{program.name} failed: {done.stdout}"


def programs() -> Path | None:
    """Where initdb and its kin are, the newest version first; null when PostgreSQL is not installed."""

    def version(folder: str) -> float:
        return float(Path(folder).parent.name)

    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=version, reverse=True)
    if config := shutil.which("pg_config"):
        folders.append(subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
    if found := shutil.which("initdb"):
        folders.append(str(Path(found).resolve().parent))
    return next((Path(folder) for folder in folders if Path(folder, "initdb").exists()), None)


def account() -> dict[str, Any] | None:
    """Who may run a server: ourselves, or `postgres` where we are root, which PostgreSQL refuses; null for nobody."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        return None
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def a_postgresql(settings: Mapping[str, str]) -> Iterator[Postgresql]:
    """A new server that runs."""
    found, runs_as = programs(), account()
    if found is None or runs_as is None:
        pytest.skip("PostgreSQL is not installed (Debian's package `postgresql`)")
    folder = Path(tempfile.mkdtemp(prefix="helpline-postgresql-"))
    try:
        if runs_as:
            os.chown(folder, runs_as["user"], runs_as["group"])
        run(
            found / "initdb",
            *(f"--pgdata={folder}/data", "--username=helpline", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--no-sync"),
            account=runs_as,
        )
        server = Postgresql(found, runs_as, free_port(), folder, settings)
        server.begin()
        try:
            yield server
        finally:
            server.end()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """The server; started once, for the first test that asks."""
    with a_postgresql(SETTINGS) as server:
        yield server


_numbers = count(1)


@pytest.fixture(scope="module")
def postgresql_url(postgresql: Postgresql) -> Iterator[str]:
    """An empty database of this module's own, as `HELPLINE_DATABASE_URL` names it."""
    database = f"helpline_{next(_numbers)}"
    postgresql.run("createdb", database)
    try:
        yield postgresql.url(database)
    finally:
        postgresql.run("dropdb", "--force", database)
