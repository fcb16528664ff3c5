"""Starting a server, and reading what it costs: processor time and memory of its whole process tree."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
STOPS_WITHIN = 300.0
"""Seconds: that ten thousand went is written down before it ends."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Process:
    """A server under load."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.port = port

    def tree(self) -> list[int]:
        """Its process ids."""
        pids, found = [self.pid], [self.pid]
        while pids:
            pid = pids.pop()
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            pids += [int(child) for child in children]
            found += [int(child) for child in children]
        return found

    def cpu_seconds(self) -> float:
        """User and system time of the tree."""
        ticks = 0
        for pid in self.tree():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICK

    def memory(self) -> int:
        """Resident bytes of the tree."""
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE for pid in self.tree())


async def at_rest(server: Process, most_seconds: int = 30) -> None:
    """Until what a server does after its start is done: less than a twentieth of a processor in a second."""
    for _ in range(most_seconds):
        before = server.cpu_seconds()
        await asyncio.sleep(1.0)
        if server.cpu_seconds() - before < 0.05:
            return


@contextmanager
def started(*arguments: str, port: int, environ: dict[str, str] | None = None) -> Iterator[Process]:
    """A Python server until the block ends; it serves from the first connection that it takes."""
    command = [sys.executable, *arguments]
    surroundings, nowhere = {**os.environ, **(environ or {})}, subprocess.DEVNULL
    with subprocess.Popen(command, env=surroundings, stdout=nowhere, stderr=nowhere) as child:
        try:
            _wait_for(port, child)
            yield Process(child.pid, port)
        finally:
            child.terminate()
            child.wait(STOPS_WITHIN)


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    while child.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.01)
    raise RuntimeError("the server did not start")
