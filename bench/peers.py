"""Beside servers that others made: Prosody and ejabberd, as Debian has them, which keep each message (MAM).

Each gets a folder and a free port of its own. Their acknowledgement is that of stream management, which says that the
server has the message, not that it is on the disk; ours comes after the sync. Nothing is encrypted there.
`python -m bench.peers few` tries it with few.
"""

from __future__ import annotations

import asyncio
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench import platform
from bench.pairs import Pair, Round, measure, relay_pairs
from bench.process import Process, free_port, started
from bench.xmpp import XmppClient

PROSODY = """
daemonize = false
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
log = {{ error = "{folder}/log" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
modules_enabled = {{ "roster", "saslauth", "mam", "smacks", "register_ibr" }}
modules_disabled = {{ "s2s", "tls" }}
allow_registration = true
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = {{ archive = "{archive}" }}
sql = {{ driver = "SQLite3", database = "{folder}/archive.sqlite" }}
default_archive_policy = true
VirtualHost "localhost"
"""
EJABBERD = """
hosts: [localhost]
loglevel: error
listen: [{{port: {port}, ip: "127.0.0.1", module: ejabberd_c2s, starttls: false}}]
registration_timeout: infinity
auth_method: internal
auth_password_format: plain
sql_type: sqlite
sql_database: "{folder}/archive.sqlite"
modules:
  mod_mam: {{db_type: sql, default: always}}
  mod_stream_mgmt: {{}}
  mod_register: {{ip_access: all}}
  mod_roster: {{}}
  mod_offline: {{}}
"""
FIGURES: tuple[tuple[str, Callable[[Round], float]], ...] = (
    ("CPU per message, µs", lambda it: it.cpu_per_message if it.messages else math.inf),
    ("messages a second", lambda it: it.per_second),
    ("p50, ms", lambda it: it.percentile(0.5) if it.latencies else math.inf),
    ("p99, ms", lambda it: it.percentile(0.99) if it.latencies else math.inf),
)
"""Of a server that carried nothing in a round these are without bounds."""


@dataclass(frozen=True, slots=True)
class Size:
    """pairs: how many at once, one after the other · rounds: of so many seconds."""

    pairs: tuple[int, ...]
    rounds: int
    seconds: float = 4.0


SIZES = {"few": Size((2,), 1, 0.3), "quick": Size((20, 200), 2), "full": Size((20, 200), 6)}


@contextmanager
def prosody(folder: Path, archive: str) -> Iterator[Process]:
    """Prosody, which keeps what is said in files of its own (`internal`) or in SQLite (`sql`)."""
    folder.mkdir(parents=True)
    (folder / "data").mkdir()
    port, config = free_port(), folder / "prosody.cfg.lua"
    config.write_text(PROSODY.format(folder=folder, port=port, archive=archive))
    with _running(["prosody", "--config", str(config), "-F"], folder, port, {}) as it:
        yield it


@contextmanager
def ejabberd(folder: Path) -> Iterator[Process]:
    """ejabberd, which keeps what is said in SQLite."""
    folder.mkdir(parents=True)
    port, config = free_port(), folder / "ejabberd.yml"
    config.write_text(EJABBERD.format(folder=folder, port=port))
    libraries = next(Path("/usr/lib").glob("*/ejabberd-*")).parent
    environ = {
        "EJABBERD_CONFIG_PATH": str(config), "EJABBERD_LOG_PATH": f"{folder}/ejabberd.log", "ERL_LIBS": str(libraries),
        "HOME": str(folder), "ERL_CRASH_DUMP_BYTES": "0",
    }  # fmt: skip
    command = ["erl", "-noinput", "+K", "true", "-mnesia", "dir", f'"{folder}/mnesia"', "-s", "ejabberd"]
    with _running(command, folder, port, environ) as it:
        yield it


@contextmanager
def _running(command: list[str], folder: Path, port: int, environ: dict[str, str]) -> Iterator[Process]:
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environ}, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        ) as child,
    ):
        try:
            _until_listening(child, port, folder)
            yield Process(child.pid, port)
        finally:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(15)
            child.kill()


def _until_listening(child: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    for _ in range(1_800):  # three minutes: Erlang may take one where much else runs
        if child.poll() is not None:
            break
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError((folder / "said").read_text()[-2000:])


async def xmpp_pairs(server: Process, count: int) -> list[Pair]:
    """Two people each, who write to one another."""
    pairs = []
    for number in range(count):
        pair, names = Pair(), (f"child-{count}-{number}", f"volunteer-{count}-{number}")
        for side in (0, 1):
            client = XmppClient(names[side], names[1 - side], pair.heard(side))
            pair.sides.append(await client.connect(server.port))  # type: ignore[arg-type]
        pairs.append(pair)
    return pairs


def missing() -> list[str]:
    """Debian's packages that are not here."""
    libraries = Path("/usr/lib/erlang/lib")
    here = {
        "prosody": shutil.which("prosody") is not None,
        "lua-dbi-sqlite3": any(Path("/usr/lib").glob("*/lua/5.*/dbd/sqlite3.so")),
        "ejabberd": shutil.which("ejabberdctl") is not None,
        "erlang-p1-sqlite3": any(libraries.glob("p1_sqlite3-*")),
    }
    return [name for name, is_here in here.items() if not is_here]


def tell_peers(folder: Path, size: Size, say: Callable[[str], None]) -> None:
    """Say each row of the table as soon as it is known."""
    gone = missing()
    if gone:
        say(f"Not installed, so that what needs it is left out: {', '.join(gone)} (Debian's packages)")
    with ExitStack() as stack:
        port = free_port()
        servers = {"bare relay (R)": stack.enter_context(started("-m", "bench.relay", str(port), port=port))}
        environ, port = asyncio.run(platform.prepare(folder / "helpline", sum(size.pairs))), free_port()
        servers["helpline, SQLite"] = stack.enter_context(
            started("-m", "helpline", "serve", "--port", str(port), port=port, environ=environ)
        )
        if "prosody" not in gone:
            servers["Prosody, files"] = stack.enter_context(prosody(folder / "files", "internal"))
        if not {"prosody", "lua-dbi-sqlite3"} & set(gone):
            servers["Prosody, SQLite"] = stack.enter_context(prosody(folder / "sql", "sql"))
        if not {"ejabberd", "erlang-p1-sqlite3"} & set(gone):
            servers["ejabberd, SQLite"] = stack.enter_context(ejabberd(folder / "ejabberd"))
        say("| each · what it is of the relay's | " + " | ".join(servers) + " |")
        say("|---|" + "---|" * len(servers))
        first = 0
        for count in size.pairs:
            uvloop.run(_talk(list(servers.values()), count, first, size, say))
            first += count


async def _talk(servers: list[Process], count: int, first: int, size: Size, say: Callable[[str], None]) -> None:
    relay, helpline, *others = servers
    talking = [(await relay_pairs(relay, count), relay)]
    talking.append((await platform.talking_pairs(helpline, count, first=first), helpline))
    talking += [(await xmpp_pairs(server, count), server) for server in others]
    for pairs, server in talking:
        await measure(pairs, server, size.seconds)
    found = [[await measure(pairs, server, size.seconds) for pairs, server in talking] for _ in range(size.rounds)]
    for client in (client for pairs, _ in talking for pair in pairs for client in pair.sides):
        client.close()
    for name, figure in FIGURES:
        cells = [f"{statistics.median(figure(it[0]) for it in found):,.1f}"]
        for side in range(1, len(servers)):
            ratio = statistics.median(figure(it[side]) / figure(it[0]) for it in found)
            cells.append(f"{statistics.median(figure(it[side]) for it in found):,.1f} · **{ratio:.2f}**")
        say(f"| {count} pairs: {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as where:
        tell_peers(Path(where), SIZES[sys.argv[1]], lambda line: print(line, flush=True))
