"""Two processes on one PostgreSQL: what one gives or undoes, the other one heeds, and tells its pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.commands.typed import PASSWORD, Server, program
from tests.realtime.faces.clients import ChildClient, DeskClient
from tests.servers.ports import free_port
from tests.servers.redis import Redis

pytestmark = pytest.mark.slow
STAFF = (("ann", "Nora", "volunteer"), ("cora", "Lou", "coordinator"))
Nodes = tuple[Server, Server]


@pytest.fixture
def nodes(postgresql_url: str, house: Path, tmp_path: Path) -> Iterator[Nodes]:
    """The one and the other, with the same keys and the same settings."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "helpline.toml").write_text('[staff]\nsecond_factor = "nobody"\n')
    (config / "rules.toml").write_text("[opening]\nalways = true\n[limits]\nenabled = false\n")
    said = {"HELPLINE_DATABASE_URL": postgresql_url, "HELPLINE_CONFIG": str(config)}
    assert program("migrate", data=house, **said).returncode == 0
    for name, alias, role in STAFF:
        words = ("users", "add", name, "--role", role, "--alias", alias, "--level", "independent", "--password-stdin")
        assert program(*words, data=house, typed=f"{PASSWORD}\n", **said).returncode == 0
    with (
        Server("serve", "--port", str(free_port()), data=house, **said) as one,
        Server("serve", "--port", str(free_port()), data=house, **said) as other,
    ):
        yield one.ready(), other.ready()


@asynccontextmanager
async def pages_of(node: Server) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{node.port}") as http:
        yield http


async def desk(name: str, node: Server, http: aiohttp.ClientSession) -> DeskClient:
    cookie = (await asyncio.to_thread(node.ask, "/api/session", {"name": name, "password": PASSWORD})).cookie
    return await DeskClient.open(http, headers={"Cookie": cookie})


async def talk(blue: ChildClient, ann: DeskClient) -> str:
    assert (await blue.call("enter", {}))["ok"]
    await ann.be("available")
    conversation = await ann.accept()
    await blue.hears("joined")
    await ann.be("away")
    return conversation


def code(answer: dict[str, Any]) -> str:
    return str(answer["error"]["code"]) if "error" in answer else "ok"


async def test_what_is_given_on_one_node_holds_and_shows_on_the_other_and_so_does_undoing_it(nodes: Nodes):
    one, other = nodes
    async with pages_of(one) as here, pages_of(other) as there:
        blue = await ChildClient.open(here)
        ann, cora = await desk("ann", other, there), await desk("cora", other, there)
        conversation = await talk(blue, ann)
        given = await ann.do("time_out", conversation, minutes=30, reason="prank")
        assert code(await blue.call("enter", {})) == "timed_out"
        assert (await blue.hears("ended"))["until"] == given["until"]
        assert code(await cora.call("lift", {"sanction": given["sanction"], "reason": "vergissing"})) == "ok"
        assert (await blue.hears("ended"))["keep_until"] is None
        blocked = await cora.do("block", conversation, hours=24, reason="abusive", scope="device")
        assert code(await blue.call("enter", {})) == "blocked"
        assert (await blue.hears("ended", reason="blocked"))["until"] == blocked["until"]
        assert code(await cora.call("lift", {"sanction": blocked["sanction"], "reason": "vergissing"})) == "ok"
        assert (await blue.hears("ended", reason="blocked"))["keep_until"] is None
        assert code(await blue.call("enter", {})) == "ok"
        for client in (blue, ann, cora):
            await client.close()


@pytest.fixture
def limited_nodes(postgresql_url: str, redis_server: Redis, house: Path, tmp_path: Path) -> Iterator[Nodes]:
    """The one and the other, with limits, and a Redis that counts for both."""
    config = tmp_path / "config"
    config.mkdir()
    hardly = "{ burst = 2, per_minute = 1 }"
    (config / "rules.toml").write_text(f"[opening]\nalways = true\n[limits]\nlog_ins_name = {hardly}\n")
    said = {
        "HELPLINE_DATABASE_URL": postgresql_url,
        "HELPLINE_REDIS_URL": redis_server.url,
        "HELPLINE_CONFIG": str(config),
    }
    assert program("migrate", data=house, **said).returncode == 0
    with (
        Server("serve", "--port", str(free_port()), data=house, **said) as one,
        Server("serve", "--port", str(free_port()), data=house, **said) as other,
    ):
        for node in (one.ready(), other.ready()):
            if "messenger_there" not in [line.get("event") for line in node.log]:
                node.says("messenger_there")
        yield one, other


def tries(name: str, *nodes: Server) -> list[int]:
    """Log in with a wrong password at each; the answers."""
    return [node.ask("/api/session", {"name": name, "password": "wrong"}).status for node in nodes]


def test_who_guesses_at_two_nodes_has_no_more_tries_and_without_redis_nobody_waits(
    limited_nodes: Nodes, redis_server: Redis
):
    one, other = limited_nodes
    # two at the one and one at the other are let in for ever where each counts for itself; a slow moment may be so too
    assert any(tries(f"zoe {again}", one, other, one) == [401, 401, 429] for again in range(10))
    redis_server.end()
    assert tries("yara", *(one, other) * 2) == [401] * 4
    assert tries("yara", one, other) == [429, 429]
