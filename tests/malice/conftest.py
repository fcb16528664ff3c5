"""A server in a process of its own, as a technician starts it, and the conversation beside what is done to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
import pytest_asyncio

from tests.commands.typed import PASSWORD, Server
from tests.malice.canary import Canary, talking

OPEN_TO_ONE = "[limits]\n" + "".join(
    f"{name} = {{ burst = 1000000, per_minute = 1000000 }}\n"
    for name in ("connects_network", "connects_all", "messages_socket", "messages_sender")
)
"""All limits hold but those that let in, for what comes here comes from one machine; and but those of words, for the
conversation beside it says one after each test, however quick that is."""
MEGABYTE = 2**20


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@dataclass
class Target:
    """The server that is attacked, and the conversation beside it."""

    server: Server
    canary: Canary

    @property
    def port(self) -> int:
        return self.server.port

    def memory(self) -> int:
        """Bytes that the process holds."""
        status = Path(f"/proc/{self.server.process.pid}/status").read_text("ascii")
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) * 1024


@asynccontextmanager
async def attacked(folder: Path, rules: str = OPEN_TO_ONE, web: str = "") -> AsyncIterator[Target]:
    """A demo with a conversation; at its end it stops in order, and nothing went wrong in it that nobody foresaw.

    web: lines of `[web]`.
    """
    if not (files("helpline") / "web" / "built" / "child.html").is_file():
        pytest.skip("the pages are not built (make setup)")
    config, data = folder / "config", folder / "data"
    config.mkdir()
    (config / "rules.toml").write_text(rules)
    if web:
        (config / "helpline.toml").write_text(f"[web]\n{web}\n")
    words = ("demo", "--port", "0", "--data", str(data), "--config", str(config))
    with Server(*words, data=data, HELPLINE_DEMO_PASSWORD=PASSWORD) as server:
        await asyncio.to_thread(server.ready)
        async with talking(server) as canary:
            yield Target(server, canary)
            await canary.talks()
        assert await asyncio.to_thread(server.stop) == 0
        assert server.process.stderr is not None
        log = server.process.stderr.read()
        assert "Traceback" not in log, log
        assert '"level": "error"' not in log, log


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Target]:
    """One server for the tests of a file, and not much larger at their end."""
    async with attacked(tmp_path_factory.mktemp("malice")) as target:
        await target.canary.talks()
        before = target.memory()
        yield target
        assert target.memory() - before < 50 * MEGABYTE


@pytest_asyncio.fixture(loop_scope="session")
async def target(house: Target) -> AsyncIterator[Target]:
    """The same, talked in all the time."""
    async with house.canary.going_on():
        yield house
