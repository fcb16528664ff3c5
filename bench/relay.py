"""R, the reference of every figure: a bare python-socketio relay that emits to a room and acks; it keeps nothing."""

from __future__ import annotations

import sys

import socketio
import uvloop
from aiohttp import web


async def serve(port: int) -> None:
    """Until it is ended."""
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")

    @server.on("join", namespace="/child")
    async def join(sid: str, room: str) -> dict[str, bool]:
        await server.enter_room(sid, room, namespace="/child")
        return {"ok": True}

    @server.on("say", namespace="/child")
    async def say(sid: str, data: dict[str, str]) -> dict[str, bool]:
        await server.emit("message", data, room=data["conversation"], namespace="/child")
        return {"ok": True}

    @server.on("connect", namespace="/child")
    async def connect(sid: str, environ: dict[str, object], auth: object) -> None:
        await server.emit("snapshot", {"state": "idle", "open": True, "messages": [], "last_seq": 0}, to=sid,
                          namespace="/child")  # fmt: skip

    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=2048).start()
    while True:
        await server.sleep(3600)


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
