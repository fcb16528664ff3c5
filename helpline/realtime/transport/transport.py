"""The realtime transport put together: faces, Socket.IO, Engine.IO, and the application that carries them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aiohttp import web

from helpline.ports import Clock
from helpline.realtime.transport.connection import Face
from helpline.realtime.transport.engine import Engine
from helpline.realtime.transport.limits import Counters, Limits

PATH = "socket.io"


class Transport:
    """Carries the faces over websocket and long-polling, hardened against whoever is at the other end."""

    def __init__(
        self,
        faces: Sequence[Face],
        *,
        origins: Collection[str],
        clock: Clock,
        limits: Limits | None = None,
        counters: Counters | None = None,
    ) -> None:
        """origins: of our pages, as a browser sends them; a request without one is no browser's, and let in."""
        self.counters = counters or Counters()
        self._engine = Engine(faces, origins=origins, clock=clock, limits=limits or Limits(), counters=self.counters)

    def attach(self, app: web.Application) -> None:
        """Serve `/socket.io/` in this application, from its start until its shutdown."""
        self._engine.attach(app, PATH)
        app.on_startup.append(self._start)
        app.on_shutdown.append(self._stop)

    def sweep(self) -> None:
        """Do what the passing of time asks for; done by itself several times a second once the application runs."""
        self._engine.sweeper.sweep()

    async def shutdown(self) -> None:
        """Close every socket. Clients come back by themselves, to whoever serves next."""
        await self._engine.shutdown()

    async def _start(self, _: web.Application) -> None:
        self._engine.sweeper.start()

    async def _stop(self, _: web.Application) -> None:
        await self.shutdown()
