"""Commands as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from click.testing import Result

ROOT = Path(__file__).parents[2]
PASSWORD = "een lang wachtwoord"

Run = Callable[..., Result]


def environment(data: Path, **said: str) -> dict[str, str]:
    """What such a process is told: nothing of the machine that could change what it does."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "LANG")}
    return {**kept, "PYTHONPATH": str(ROOT), "HELPLINE_DATA": str(data), **said}


def program(*words: str, data: Path, typed: str | None = None, **said: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "helpline", *words],
        env=environment(data, **said),
        cwd=data.parent,
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
    )


class Server:
    """A `serve` or a `demo` that runs; what it says is read by lines."""

    def __init__(self, *words: str, data: Path, module: str = "helpline", **said: str) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            env=environment(data, **said),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.port = 0
        self.log: list[dict[str, object]] = []

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def ready(self) -> Server:
        """Wait until it listens."""
        self.port = int(str(self.says("ready")["port"]))
        return self

    def says(self, event: str) -> dict[str, object]:
        """Wait for this event in its log."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(json.loads(line))
            if self.log[-1].get("event") == event:
                return self.log[-1]
        raise AssertionError(f"it ended with {self.process.wait()}: {self.log}")

    def lines(self, last: str) -> list[str]:
        """What it prints, up to a line that holds `last`."""
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line.rstrip())
            if last in line:
                return said
        raise AssertionError(f"it never said {last!r}: {said}")

    def stop(self) -> int:
        """Tell it to end, and wait."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def ask(
        self, path: str, body: dict[str, str] | None = None, *, cookie: str = "", host: str = "127.0.0.1"
    ) -> Answer:
        """One request, as the desk's page makes it."""
        origin = f"http://localhost:{self.port}"
        headers = {"Origin": origin, "Cookie": cookie, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        connection = HTTPConnection(host, self.port, timeout=20)
        connection.request("POST" if body else "GET", path, content, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Answer(answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0], body)


@dataclass(frozen=True, slots=True)
class Answer:
    """The status, and the cookie that it sets."""

    status: int
    cookie: str
    body: bytes = b""
