"""The clients people use: python-socketio's, and socket.io-client from npm."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import socketio

from tests.realtime.transport.conftest import House

NODE_MODULES = Path(__file__).parents[3] / "volunteer_ui" / "node_modules"

SCRIPT = """
import { io } from "socket.io-client";
const [url, transports] = [process.argv[2], JSON.parse(process.argv[3])];
const lines = [];
const manager = { transports, reconnection: false, forceNew: true };
const child = io(url + "/child", { ...manager, auth: { resume: "abc" } });
child.on("snapshot", (data) => lines.push(["snapshot", data]));
child.on("connect", async () => {
  const engine = child.io.engine;
  while (engine.transport.name !== transports.at(-1)) await new Promise((upgraded) => engine.once("upgrade", upgraded));
  const answers = await Promise.all([1, 2, 3].map((n) => child.emitWithAck("say", { n })));
  lines.push(["answers", answers, engine.transport.name]);
  const desk = io(url + "/desk", { ...manager, transports: ["polling"] });
  desk.on("connect_error", (error) => {
    lines.push(["refused", error.data]);
    child.emit("close_me", {});
  });
});
child.on("disconnect", (reason) => {
  lines.push(["disconnect", reason]);
  console.log(JSON.stringify(lines));
  process.exit(0);
});
"""


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
async def test_the_client_of_python_socketio(house: House, transports: list[str]) -> None:
    client = socketio.AsyncClient(reconnection=False, request_timeout=30, http_session=house.http)
    seen: list[Any] = []
    client.on("snapshot", seen.append, namespace="/child")
    await client.connect(
        f"http://127.0.0.1:{house.port}",
        namespaces=["/child"],
        transports=transports,
        auth={"resume": "abc"},
        wait_timeout=30,
    )
    for number in range(3):
        answer = await client.call("say", {"n": number}, namespace="/child", timeout=30)
        assert answer == {"ok": True, "n": number}
    assert seen == [{"state": "idle"}]
    assert house.child.auths == [{"resume": "abc"}]
    assert house.child.connections[0].transport == transports[-1]
    await client.disconnect()
    assert not await house.someone_left()


async def test_the_client_of_python_socketio_hears_why_it_is_refused(house: House) -> None:
    client = socketio.AsyncClient(reconnection=False, request_timeout=30, http_session=house.http)
    heard: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    client.on("connect_error", heard.set_result, namespace="/desk")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(f"http://127.0.0.1:{house.port}", namespaces=["/desk"], transports=["polling"])
    assert (await heard)["code"] == "websocket_only"


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
async def test_the_client_from_npm(house: House, tmp_path: Path, transports: list[str]) -> None:
    node = shutil.which("node")
    if node is None or not (NODE_MODULES / "socket.io-client").is_dir():
        pytest.skip("needs node and the packages of the pages")
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    script = tmp_path / "client.mjs"
    script.write_text(SCRIPT)
    url = f"http://127.0.0.1:{house.port}"
    process = await asyncio.create_subprocess_exec(
        node, str(script), url, json.dumps(transports), stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        output, _ = await process.communicate()
    snapshot, answers, refused, gone = json.loads(output)
    assert snapshot == ["snapshot", {"state": "idle"}]
    assert answers == ["answers", [{"ok": True, "n": n} for n in (1, 2, 3)], transports[-1]]
    assert refused == ["refused", {"code": "websocket_only"}]
    assert gone == ["disconnect", "io server disconnect"]
