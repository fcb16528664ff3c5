"""What stands in the contract works with the libraries that others would take, over each way they have."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import pytest

from tests.blackbox.people import Person, log_in
from tests.commands.typed import PASSWORD, Server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "volunteer_ui"
WAYS = ("websocket", "polling", "polling,websocket")
REST = {"topics": ["physical-abuse"], "gender": "unknown", "about": "self"}


def node() -> str:
    """The Node of the environment, else the machine's."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if found is None:
        pytest.skip("Node is not installed (make setup)")
    if not (PACKAGES / "node_modules" / "socket.io-client").is_dir():
        pytest.skip("the npm package socket.io-client is not installed (make setup)")
    return found


@pytest.mark.parametrize("ways", WAYS)
async def test_the_client_from_npm(demo: Server, ways: str):
    words = (node(), str(ROOT / "tests" / "blackbox" / "flow.mjs"))
    about = (f"http://127.0.0.1:{demo.port}", PASSWORD, ways, str(PACKAGES))
    process = await asyncio.create_subprocess_exec(
        *words, *about, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert (process.returncode, said.decode()) == (0, "")


@pytest.mark.parametrize("ways", WAYS)
async def test_the_client_from_the_python_index(demo: Server, ways: str):
    address = f"http://127.0.0.1:{demo.port}"
    cookie = await log_in(address, "ann", PASSWORD)
    async with Person(address, "/child", ways.split(",")) as blue, Person(address, "/desk", cookie=cookie) as ann:
        assert (await blue.hears("snapshot"))["state"] == "idle"
        assert (await ann.hears("snapshot"))["me"]["status"] == "away"
        entered = await blue.call("enter", {"nickname": "blauw"})
        await ann.call("be", {"status": "available"})
        taken = await ann.call("accept", {"offer": (await ann.hears("offer"))["offer"]})
        talk = taken["conversation"]["id"]
        assert talk == entered["conversation"]
        assert await blue.hears("joined") == {"volunteer": "Nora", "reads_back": False}
        for number in range(5):
            assert (await blue.call("say", {"client_id": str(number), "text": f"regel {number}"}))["ok"]
            assert (await ann.hears("message"))["text"] == f"regel {number}"
        assert (await ann.call("say", {"conversation": talk, "client_id": "a", "text": "dag"}))["seq"] == 6
        await ann.call("end", {"conversation": talk})
        assert await blue.hears("ended") == {"reason": "volunteer", "asks": True}
        fields = {"type": "counselling", "age": 12, **REST}
        assert await ann.call("register", {"conversation": talk, "fields": fields}) == {"ok": True, "missing": []}
        assert await ann.call("finish", {"conversation": talk}) == {"ok": True}
        await ann.call("be", {"status": "away"})
