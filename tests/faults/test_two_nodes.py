"""Two processes on one PostgreSQL: what is held on the one is read along with on the other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.commands.at_node import ORIGIN, desk
from tests.commands.typed import PASSWORD, Server, program
from tests.realtime.faces.clients import ChildClient

pytestmark = pytest.mark.slow

WHISPER = "vraag of er iemand thuis is"


@pytest.fixture
def nodes(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two of them, with Ann and Cora on the staff."""
    config, data = tmp_path / "config", tmp_path / "data"
    config.mkdir()
    (config / "helpline.toml").write_text(f'[web]\norigins = ["{ORIGIN}"]\n[staff]\nsecond_factor = "nobody"\n')
    (config / "rules.toml").write_text("[opening]\nalways = true\n")
    said = {"HELPLINE_DATABASE_URL": postgresql_url, "HELPLINE_CONFIG": str(config)}
    people = (("ann", "volunteer", "Nora"), ("cora", "coordinator", "Lou"))
    added = [
        ("users", "add", name, "--role", role, "--alias", alias, "--password-stdin") for name, role, alias in people
    ]
    for words in (("init", "--accept"), ("migrate",), *added):
        done = program(*words, data=data, typed=f"{PASSWORD}\n", **said)
        assert done.returncode == 0, done.stderr
    serve = ("serve", "--port", "0")
    with Server(*serve, data=data, **said) as one, Server(*serve, data=data, **said) as other:
        yield one.ready(), other.ready()


@asynccontextmanager
async def child(node: Server) -> AsyncIterator[ChildClient]:
    """A child at the page of this node."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{node.port}") as http:
        client = await ChildClient.open(http)
        try:
            yield client
        finally:
            await client.close()


async def test_a_coordinator_reads_along_whispers_and_takes_over_from_another_node(nodes: tuple[Server, Server]):
    here, there = nodes
    async with AsyncExitStack() as stack:
        blue = await stack.enter_async_context(child(here))
        ann = await stack.enter_async_context(desk(here, "ann"))
        cora = await stack.enter_async_context(desk(there, "cora"))
        await blue.enter(nickname="blauw")
        await ann.be("available")
        talk = await ann.accept()
        await blue.say("1", "ik durf niet naar huis")

        await ann.do("ask_along", talk)
        assert (await cora.hears("asked_along"))["volunteer"] == "Nora"
        opened = (await cora.do("watch", talk, reason="asked"))["conversation"]
        assert (opened["watching"], [it["text"] for it in opened["messages"]]) == (True, ["ik durf niet naar huis"])
        assert (await ann.hears("conversation", watched_by=["Lou"]))["id"] == talk
        await cora.hears("asked_along_over")

        await ann.say(talk, "1", "wat goed dat je dat vertelt")
        assert (await cora.hears("message"))["text"] == "wat goed dat je dat vertelt"
        assert await cora.do("whisper", talk, text=WHISPER) == {"ok": True}
        assert (await ann.hears("whisper"))["text"] == WHISPER

        assert (await cora.do("take_over", talk, reason="safety"))["ok"]
        assert (await ann.hears("conversation", state="closed"))["by"] == "Lou"
        assert await blue.hears("joined", volunteer="Lou")
        assert (await cora.say(talk, "c1", "ik ben Lou"))["ok"]
        assert (await blue.hears("message", text="ik ben Lou"))["sender"] == "volunteer"
        assert (await ann.say(talk, "2", "nog iets"))["error"]["code"] == "not_yours"
        assert WHISPER not in json.dumps([blue.heard, blue.view])
