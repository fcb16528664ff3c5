"""The helpline in a process of its own, as its technician starts it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.servers.ports import free_port

COMMAND = (sys.executable, "-m", "helpline")
PASSWORD = "vier rode fietsen in de regen"
DEADLINE = 30.0
"""Seconds in which a server is ready, or has ended."""

Rules = Mapping[str, Mapping[str, object]]


def write_settings(folder: Path, *, origins: Sequence[str], rules: Rules) -> None:
    """A config directory with these origins and rules; everything else is as packaged."""
    folder.mkdir(parents=True)
    (folder / "helpline.toml").write_text(f"[web]\norigins = {json.dumps(list(origins))}\n", encoding="utf-8")
    lines = []
    for section, keys in rules.items():
        lines += [f"[{section}]", *(f"{key} = {json.dumps(value)}" for key, value in keys.items())]
    (folder / "rules.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


class Server:
    """One server on one port, with its data in a directory; it can be killed and started again."""

    def __init__(self, data: Path, *, config: Path | None = None, kind: str = "demo", port: int | None = None) -> None:
        self.port = port or free_port()
        self.address = f"http://localhost:{self.port}"
        self.lines: list[str] = []
        self.was_killed = False
        self._data = data
        self._config = config
        self._kind = kind
        self._process: asyncio.subprocess.Process | None = None
        self._ready = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None

    @property
    def database(self) -> Path:
        """Where it keeps everything, on SQLite."""
        return self._data / "helpline.sqlite3"

    async def start(self) -> None:
        """Start, and wait until it listens."""
        self._ready.clear()
        where = () if self._config is None else ("--config", str(self._config))
        self._process = await self._run(self._kind, "--port", str(self.port), "--data", str(self._data), *where)
        self._reader = asyncio.create_task(self._read(self._process))
        async with asyncio.timeout(DEADLINE):
            await self._ready.wait()
        assert self._process.returncode is None, "the server did not start:\n" + "\n".join(self.lines)

    async def command(self, *words: str) -> str:
        """What another command of the helpline says, on the same data."""
        process = await self._run(*words, "--data", str(self._data))
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()

    async def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.was_killed = True
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._ended()

    async def stop(self) -> None:
        """Ask it to end, as an update of the helpline does."""
        assert self._process is not None
        self._process.terminate()
        async with asyncio.timeout(DEADLINE):
            await self._ended()

    def troubles(self) -> list[str]:
        """What the server logged as going wrong."""
        return [line for line in self.lines if _is_trouble(line)]

    async def _run(self, *words: str) -> asyncio.subprocess.Process:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
        return await asyncio.create_subprocess_exec(
            *COMMAND,
            *words,
            env=environ | {"HELPLINE_DEMO_PASSWORD": PASSWORD},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.lines.append(line.decode().rstrip())
            if '"event": "ready"' in self.lines[-1]:
                self._ready.set()
        self._ready.set()

    async def _ended(self) -> None:
        assert self._process is not None
        assert self._reader is not None
        await self._process.wait()
        await self._reader


def _is_trouble(line: str) -> bool:
    if "Traceback" in line:
        return True
    try:
        entry = json.loads(line)
    except ValueError:
        return False
    return isinstance(entry, dict) and (entry.get("level") in {"error", "critical"} or "withheld" in entry)
