"""A Redis of the tests' own, from Debian's package: on a free port of 127.0.0.1, in a folder that goes with it."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.ports import free_port

DEADLINE_SECONDS = 60


class Redis:
    """A server that can be ended and begun again on the same port."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._child: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    @property
    def url(self) -> str:
        """What `HELPLINE_REDIS_URL` holds for it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def begin(self) -> None:
        """Start it, and wait until it answers; it keeps nothing on a disk."""
        words = ("--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no")
        self._child = subprocess.Popen(
            [self._program, *words, "--dir", str(self._folder)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        # it listens before it answers, and a connection that waits is answered
        while not self._answers():
            assert self._child.poll() is None, "redis-server ended"

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE_SECONDS) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    @property
    def pid(self) -> int:
        """Of the server that runs."""
        assert self._child is not None
        return self._child.pid

    def end(self) -> None:
        """As if somebody pulled the plug."""
        if self._child is not None:
            self._child.kill()
            self._child.wait(DEADLINE_SECONDS)
            self._child = None

    def pause(self) -> None:
        """It is there, and does nothing."""
        assert self._child is not None
        self._child.send_signal(signal.SIGSTOP)


@contextmanager
def a_redis() -> Iterator[Redis]:
    """A new server that runs."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed (Debian's package `redis-server`)")
    folder = Path(tempfile.mkdtemp(prefix="helpline-redis-"))
    server = Redis(program, folder)
    try:
        server.begin()
        yield server
    finally:
        server.end()
        shutil.rmtree(folder)


@pytest.fixture
def redis_server() -> Iterator[Redis]:
    """One for each test, which may end it."""
    with a_redis() as server:
        yield server
