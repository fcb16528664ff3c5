"""What people wrote, and what they are known by, stands nowhere: not in the database, a log or a temporary file.

A whole evening is played with canaries against the server as its technician starts it; then every byte that it left is
searched for them. That the search finds what it looks for is seen by letting leaks in.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import shutil
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from tests.commands.typed import ROOT, environment, program
from tests.privacy.encodings import find_traces
from tests.privacy.evening import Canaries, play

pytestmark = pytest.mark.slow

PLAIN = ("-m", "helpline")
LEAKY = str(ROOT / "tests" / "privacy" / "leaky.py")
CONFIG = (
    '[web]\norigins = ["http://hulplijn.example"]\ntrusted_proxies = ["127.0.0.1/32"]\n'
    '[staff]\nsecond_factor = "nobody"\n'
)
OPEN = "[opening]\nalways = true\n"
DEADLINE = 30.0


@dataclass
class Left:
    """What a server left behind. spoken: all that it printed and logged · files: by name, while it ran and after."""

    spoken: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)

    def traces(self, canaries: Canaries) -> list[str]:
        """Where which canary was found."""
        return sorted(self._found(canaries))

    def _found(self, canaries: Canaries) -> Iterator[str]:
        for place, content in {"what it said": self.spoken, **self.files}.items():
            for name, secret in canaries.items():
                for encoding in find_traces(content, secret):
                    yield f"{name} in {place} as {encoding}"
        if b"withheld" in self.spoken:
            yield "something was withheld from the log"


@pytest.fixture(scope="module")
def canaries() -> Canaries:
    """New ones, so that none is found that another run left."""
    return Canaries.made(secrets.token_hex(4))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, canaries: Canaries) -> Path:
    """Keys, tables and people, made by the commands; to be copied."""
    folder = tmp_path_factory.mktemp("prepared")
    config, temporary = folder / "config", folder / "tmp"
    config.mkdir()
    temporary.mkdir()
    (config / "helpline.toml").write_text(CONFIG)
    (config / "rules.toml").write_text(OPEN)
    people = (("ann", "volunteer", "Nora"), ("ben", "volunteer", "Sam"), ("cora", "coordinator", "Lou"))
    add = [("users", "add", name, "--role", role, "--alias", alias, "--password-stdin") for name, role, alias in people]
    for words in (("init",), ("migrate",), *add):
        said = {"HELPLINE_CONFIG": str(config), "TMPDIR": str(temporary)}
        done = program(*words, data=folder / "data", typed=canaries.password, **said)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """Everything of one server, with its temporary files."""
    return Path(shutil.copytree(prepared, tmp_path / "server"))


@asynccontextmanager
async def served(folder: Path, start: Sequence[str], left: Left) -> AsyncIterator[str]:
    """The server in a process of its own; its address."""
    said = {"HELPLINE_CONFIG": str(folder / "config"), "TMPDIR": str(folder / "tmp")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *start,
        "serve",
        "--port",
        "0",
        env=environment(folder / "data", **said),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(DEADLINE):
            while b'"ready"' not in left.spoken:
                line = await process.stderr.readline()
                assert line, left.spoken
                left.spoken += line
        port = int(left.spoken.partition(b'"port": ')[2].split(b"}")[0].split(b",")[0])
        yield f"http://127.0.0.1:{port}"
        left.files |= read_all(folder, "while it ran")
        process.terminate()
        left.spoken += await process.stderr.read()
        assert await process.wait() == 0
        left.files |= read_all(folder, "afterwards")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def read_all(folder: Path, when: str) -> dict[str, bytes]:
    """Every file below a folder."""
    return {f"{path.relative_to(folder)} {when}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def left_by(folder: Path, canaries: Canaries, start: Sequence[str] = PLAIN, *, may_fail: bool = False) -> Left:
    """Play the evening, and gather everything."""
    left = Left()
    async with served(folder, start, left) as address, aiohttp.ClientSession(address) as http:
        await play(http, canaries, may_fail=may_fail)
    return left


async def test_nothing_of_what_people_wrote_or_are_known_by_is_left(folder: Path, canaries: Canaries):
    left = await left_by(folder, canaries)
    assert left.traces(canaries) == []
    assert b'"error"' not in left.spoken
    names = {Path(name.split()[0]).name for name in left.files}
    assert {"helpline.sqlite3", "helpline.sqlite3-wal", "helpline.sqlite3-shm"} <= names


async def test_words_that_somebody_logs_are_found(folder: Path, canaries: Canaries):
    left = await left_by(folder, canaries, (LEAKY, "to_the_log"))
    assert left.traces(canaries) == ["something was withheld from the log"]


async def test_words_that_go_another_way_are_found_wherever_they_lie(folder: Path, canaries: Canaries):
    leaks = "to_the_log_as_an_argument,to_standard_error,to_a_temporary_file"
    traces = (await left_by(folder, canaries, (LEAKY, leaks))).traces(canaries)
    assert "something was withheld from the log" in traces
    assert "childs_words in what it said as utf-8" in traces
    assert any(re.fullmatch(r"childs_words in tmp/\w+ afterwards as utf-16-le", trace) for trace in traces)


async def test_an_error_that_nobody_foresaw_tells_nothing_of_what_was_said(folder: Path, canaries: Canaries):
    left = await left_by(folder, canaries, (LEAKY, "as_an_error"), may_fail=True)
    assert b'"fault"' in left.spoken
    assert left.traces(canaries) == []
