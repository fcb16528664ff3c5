"""A bare websocket to a page's face, of somebody who is used to being cut off."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self

import aiohttp

DEADLINE = 60.0
Form = dict[str, Any]


class Cut(Exception):
    """The line is gone, or there was nobody at the other end."""


class Refused(Exception):
    """The face stays shut; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """One connection. Whoever waits at it hears at once when it is cut."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, face: str) -> None:
        self._socket = socket
        self._face = face
        self._asked: dict[int, asyncio.Future[Form]] = {}
        self._number = 0
        self._heard: list[tuple[str, Form]] = []
        self._something = asyncio.Event()
        self._is_cut = False
        self._reader: asyncio.Task[None] | None = None
        self.view: Form = {}
        self.heard_last = 0
        self.on_message: Callable[[], None] = lambda: None

    @classmethod
    async def open(
        cls, http: aiohttp.ClientSession, address: str, face: str, *, resume: str | None = None, cookie: str = ""
    ) -> Self:
        """Connect, and wait for the first sight.

        Raises:
            Cut: nobody answers.
            Refused: the face stays shut.
        """
        headers = {"Cookie": cookie} if cookie else {}
        try:
            async with asyncio.timeout(DEADLINE):
                url = f"{address}/socket.io/?EIO=4&transport=websocket"
                socket = await http.ws_connect(url, headers=headers, max_msg_size=0)
        except (aiohttp.ClientError, OSError):
            raise Cut from None
        line = cls(socket, face)
        try:
            await line._join("" if resume is None else json.dumps({"resume": resume}))
        except BaseException:
            await socket.close()
            raise
        return line

    async def _join(self, auth: str) -> None:
        await self._packet()
        await self._send(f"40{self._face},{auth}")
        answer = await self._packet()
        if answer == f"41{self._face},":
            raise Cut
        if answer.startswith(f"44{self._face},"):
            raise Refused(json.loads(answer.partition(",")[2])["data"]["code"])
        assert answer.startswith(f"40{self._face},"), answer
        self._reader = asyncio.create_task(self._read())
        self.view = await self.hears("snapshot")

    async def _packet(self) -> str:
        try:
            message = await self._socket.receive(DEADLINE)
        except (aiohttp.ClientError, OSError):
            raise Cut from None
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise Cut
        return str(message.data)

    async def _send(self, packet: str) -> None:
        try:
            await self._socket.send_str(packet)
        except (aiohttp.ClientError, OSError):
            raise Cut from None

    async def _read(self) -> None:
        try:
            while True:
                await self._take(await self._packet())
        except Cut:
            pass
        finally:
            self._is_cut = True
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_exception(Cut())
            self._something.set()

    async def _take(self, packet: str) -> None:
        start = f"{self._face},"
        if packet == "2":
            await self._send("3")
        elif packet.startswith(f"42{start}"):
            event, data = json.loads(packet[len(start) + 2 :])
            if event == "message":
                self.heard_last = max(self.heard_last, data["seq"])
                self.on_message()
            elif event in ("snapshot", "offer", "joined", "ended", "queue"):
                self._heard.append((event, data))
        elif packet.startswith(f"43{start}"):
            number, _, content = packet[len(start) + 2 :].partition("[")
            answer = self._asked.pop(int(number))
            if not answer.done():
                answer.set_result(json.loads(f"[{content}")[0])
        elif packet in ("1", f"41{self._face},"):
            raise Cut
        self._something.set()

    async def call(self, event: str, data: Form) -> Form:
        """Send an event; its acknowledgement.

        Raises:
            Cut: it never came, and nobody knows whether it was done.
        """
        if self._is_cut:
            raise Cut
        self._number += 1
        answer = self._asked[self._number] = asyncio.get_running_loop().create_future()
        await self._send(f"42{self._face},{self._number}{json.dumps([event, data])}")
        async with asyncio.timeout(DEADLINE):
            return await answer

    async def hears(self, event: str) -> Form:
        """The next event of this name.

        Raises:
            Cut: before it came.
        """
        async with asyncio.timeout(DEADLINE):
            while True:
                for place, (name, data) in enumerate(self._heard):
                    if name == event:
                        del self._heard[place]
                        return data
                if self._is_cut:
                    raise Cut
                self._something.clear()
                await self._something.wait()

    async def rests(self, seconds: float) -> None:
        """So long, with nothing to say.

        Raises:
            Cut: as soon as it is.
        """
        try:
            async with asyncio.timeout(seconds):
                while not self._is_cut:
                    self._something.clear()
                    await self._something.wait()
        except TimeoutError:
            return
        raise Cut

    async def close(self) -> None:
        """Go."""
        await self._socket.close()
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.wait([self._reader])
