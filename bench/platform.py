"""The whole platform under load: a data directory with staff, the server as it is run, and its people."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import aiohttp
from argon2 import PasswordHasher

from bench.pairs import Pair
from bench.process import Process
from bench.wire import Client

PASSWORD = "bench-password"
RULES = """
[limits]
enabled = false
[opening]
always = true
[estimate]
full_minutes = 0
"""


def environ_of(folder: Path, database_url: str | None = None) -> dict[str, str]:
    """Where the server finds its things."""
    found = {"HELPLINE_DATA": str(folder / "data"), "HELPLINE_CONFIG": str(folder / "config")}
    return found | ({"HELPLINE_DATABASE_URL": database_url} if database_url else {})


async def prepare(folder: Path, staff: int, database_url: str | None = None) -> dict[str, str]:
    """Keys, schema and `staff` volunteers whose password costs little to check; answers the environment."""
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "rules.toml").write_text(RULES)
    environ = environ_of(folder, database_url)
    for command in ("init", "migrate"):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "helpline", command, env={**os.environ, **environ}, stdout=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0, command
    await _add_staff(environ, staff)
    return environ


async def _add_staff(environ: dict[str, str], count: int) -> None:
    from helpline.actions.accounts import NewStaff, add_staff
    from helpline.actions.carry_out import carry_out
    from helpline.clock import SystemClock
    from helpline.core.staff import Level, Role
    from helpline.settings import load
    from helpline.storage import storage
    from helpline.vault.file_vault import FileVault

    settings, clock = load({**os.environ, **environ}), SystemClock()
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    async with storage(settings, FileVault(settings.places.keys), clock) as kept:
        for number in range(count):
            new = NewStaff(name=f"v{number}", alias=f"Alias {number}", role=Role.VOLUNTEER, level=Level.INDEPENDENT)
            await carry_out(kept.store, lambda work, it=new: add_staff(it, cheap, work=work, now=clock.now()))


async def log_in(port: int, name: str, http: aiohttp.ClientSession) -> str:
    """The cookie of a volunteer."""
    url = f"http://127.0.0.1:{port}"
    answer = await http.post(
        f"{url}/api/session", json={"name": name, "password": PASSWORD}, headers={"Origin": f"http://localhost:{port}"}
    )
    assert answer.status == 204, await answer.text()
    return answer.headers["Set-Cookie"].partition(";")[0]


class Volunteer:
    """At the desk, available; takes what it is offered."""

    def __init__(self) -> None:
        self.offered: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.heard = lambda name, data: None

    def on_event(self, name: str, data: Any) -> None:
        """Wait for the offer, then listen."""
        if name == "offer" and not self.offered.done():
            self.offered.set_result(data)
        else:
            self.heard(name, data)


async def talking_pairs(server: Process, count: int, *, first: int = 0) -> list[Pair]:
    """Children who entered, and volunteers who accepted them; `first` leaves out those who hold something already."""
    async with aiohttp.ClientSession() as http:
        return [await talking_pair(server, server, f"v{number}", http) for number in range(first, first + count)]


async def talking_pair(childs: Process, desks: Process, name: str, http: aiohttp.ClientSession) -> Pair:
    """A child at one node and a volunteer at another, or the same one."""
    pair, volunteer = Pair(), Volunteer()
    desk = await Client("/desk", volunteer.on_event).connect(desks.port, cookie=await log_in(desks.port, name, http))
    await desk.call("be", {"status": "available"})
    child = await Client("/child", pair.heard(0)).connect(childs.port)
    await child.call("enter", {})
    offer = await volunteer.offered
    taken = await desk.call("accept", {"offer": offer["offer"]})
    volunteer.heard = pair.heard(1)  # type: ignore[assignment]
    pair.sides = [child, desk]
    pair.extra = [{}, {"conversation": taken["conversation"]["id"]}]
    return pair


def pretty(figures: dict[str, Any]) -> str:
    """For the terminal."""
    return json.dumps(figures, indent=2)
