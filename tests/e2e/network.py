"""The way between one browser and the server: it can be cut, fall silent, or swallow websockets."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Network:
    """A small proxy on a port of its own. What passes is not changed."""

    def __init__(self, port: int, server_port: int) -> None:
        self.port = port
        self.address = f"http://localhost:{port}"
        self.was_disturbed = False
        self._swallows_websockets = False
        self._loses_answers = False
        self._is_silent = False
        self._server_port = server_port
        self._listener: asyncio.Server | None = None
        self._running: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()

    async def mend(self) -> None:
        """Let everything through again."""
        self._loses_answers = self._is_silent = False
        self._listener = await asyncio.start_server(self._connected, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Drop every connection at once, and refuse new ones."""
        self.was_disturbed = True
        if self._listener is not None:
            self._listener.close()
        for writer in tuple(self._running):
            writer.transport.abort()
        await asyncio.gather(*self._passing)

    def lose_answers(self) -> None:
        """From now on nothing reaches the browser any more, though the connection seems to stand."""
        self.was_disturbed = True
        self._loses_answers = True

    def fall_silent(self) -> None:
        """From now on nothing passes in either direction, and nobody hears of it: wifi that is out of reach."""
        self.was_disturbed = True
        self._is_silent = True

    def swallow_websockets(self) -> None:
        """Close whatever asks to become a websocket, as the proxies of some schools do."""
        self.was_disturbed = True
        self._swallows_websockets = True

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        try:
            await self._join(reader, writer)
        finally:
            self._passing.discard(task)
            self._end(writer)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._running.add(writer)
        try:
            answers, onward = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            return
        self._running.add(onward)
        try:
            await asyncio.gather(self._pass(reader, onward, asks=True), self._pass(answers, writer, asks=False))
        finally:
            self._end(onward)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, asks: bool) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if asks and self._swallows_websockets and b"upgrade: websocket" in data.lower():
                    break
                if not self._is_silent and (asks or not self._loses_answers):
                    writer.write(data)
                    await writer.drain()
        self._end(writer)

    def _end(self, writer: asyncio.StreamWriter) -> None:
        self._running.discard(writer)
        writer.close()
