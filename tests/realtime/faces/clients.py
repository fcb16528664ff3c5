"""Clients of the two faces over a bare websocket, so that answers and events are seen in the order of the wire."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

import aiohttp

from tests.realtime.faces.reducers import ChildPage, DeskPage, Form, PhonePage

DEADLINE = 30.0


class Refused(Exception):
    """The namespace stays shut; `code` says why."""

    def __init__(self, data: Form) -> None:
        super().__init__(data["code"])
        self.data = data
        self.code: str = data["code"]


class Client:
    """One connection to one face. Every wait is bounded, so that what does not come fails the test."""

    namespace: str

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, page: ChildPage | DeskPage | PhonePage) -> None:
        self.page = page
        self.auth: Any = None
        self.headers: Form = {}
        self.heard: list[tuple[str, Form]] = []
        self.told: set[str] = set()
        self.ended = asyncio.Event()
        self.is_alive = True  # and answers when it is asked
        self._socket = socket
        self._asked: dict[int, tuple[str, Form, asyncio.Future[Form]]] = {}
        self._number = 0
        self._something = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, *, auth: Any = None, headers: Form | None = None) -> Self:
        """Connect, and wait for the snapshot.

        Raises:
            Refused: with the code.
        """
        url = "/socket.io/?EIO=4&transport=websocket"
        socket = await http.ws_connect(url, headers=headers or {}, max_msg_size=0)
        await socket.receive(DEADLINE)
        await socket.send_str(f"40{cls.namespace}," + ("" if auth is None else json.dumps(auth)))
        client = cls(socket)  # type: ignore[call-arg]
        client.headers = headers or {}
        client.auth = auth.get("resume") if isinstance(auth, dict) else None
        answer = (await socket.receive(DEADLINE)).data
        if answer.startswith(f"44{cls.namespace},"):
            await socket.close()
            raise Refused(json.loads(answer.partition(",")[2])["data"])
        assert answer.startswith(f"40{cls.namespace},"), answer
        client._reader = asyncio.create_task(client._read())
        await client.hears("snapshot")
        return client

    async def _read(self) -> None:
        try:
            async for packet in self._socket:
                await self._take(packet.data)
        finally:
            self.ended.set()
            self._something.set()

    async def _take(self, packet: str) -> None:
        start = f"{self.namespace},"
        if packet == "2" and self.is_alive:
            await self._socket.send_str("3")
        elif packet.startswith(f"42{start}"):
            event, data = json.loads(packet[len(start) + 2 :])
            self.page.heard(event, data)
            self.heard.append((event, data))
            self.told.add(event)
        elif packet.startswith(f"43{start}"):
            number, _, content = packet[len(start) + 2 :].partition("[")
            event, sent, answer = self._asked.pop(int(number))
            ack = json.loads(f"[{content}")[0]
            self.page.acked(event, sent, ack)
            answer.set_result(ack)
        self._something.set()

    async def call(self, event: str, data: Any = None) -> Form:
        """Send an event; its acknowledgement."""
        sent = {} if data is None else data
        return await self.call_raw(event, json.dumps([event, sent]), sent)

    async def call_raw(self, event: str, content: str | bytes, sent: Any = None) -> Form:
        """Send an event whose JSON is written by hand; its acknowledgement."""
        self._number += 1
        number = self._number
        answer: asyncio.Future[Form] = asyncio.get_running_loop().create_future()
        self._asked[number] = (event, sent if isinstance(sent, dict) else {}, answer)
        packet = f"42{self.namespace},{number}".encode() + (content.encode() if isinstance(content, str) else content)
        await self._socket.send_frame(packet, aiohttp.WSMsgType.TEXT)
        async with asyncio.timeout(DEADLINE):
            return await answer

    async def hears(self, event: str, **holding: Any) -> Form:
        """The next event of this name that was not taken yet, and holds these values."""
        try:
            async with asyncio.timeout(DEADLINE):
                while True:
                    for place, (name, data) in enumerate(self.heard):
                        if name == event and holding.items() <= data.items():
                            del self.heard[place]
                            return data
                    assert not self.ended.is_set(), f"closed before {event}, after {self.heard}"
                    self._something.clear()
                    await self._something.wait()
        except TimeoutError:
            raise AssertionError(f"no {event} {holding}, but {self.heard}") from None

    def has_heard(self, event: str) -> list[Form]:
        """What came of this name and was not taken."""
        return [data for name, data in self.heard if name == event]

    async def is_closed(self) -> None:
        """Wait until the server has closed."""
        async with asyncio.timeout(DEADLINE):
            await self.ended.wait()

    async def close(self) -> None:
        """Go."""
        await self._socket.close()
        if self._reader is not None:
            await asyncio.wait([self._reader])
            self._reader.result()  # what a reducer did not understand fails the test

    @property
    def view(self) -> Form:
        """What the page shows now."""
        return self.page.view


class ChildClient(Client):
    """A child's page."""

    namespace = "/child"

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        super().__init__(socket, ChildPage())

    @property
    def resume(self) -> str | None:
        """The token that the page holds."""
        return self.view.get("resume")

    async def enter(self, **wish: Any) -> Form:
        """Go into the queue."""
        ack = await self.call("enter", wish)
        assert ack.get("ok"), ack
        return ack

    async def say(self, client_id: str, text: str) -> Form:
        """Say something."""
        return await self.call("say", {"client_id": client_id, "text": text})


class DeskClient(Client):
    """A window of the desk."""

    namespace = "/desk"

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        super().__init__(socket, DeskPage())

    async def be(self, status: str, **more: Any) -> None:
        """Choose how one stands."""
        ack = await self.call("be", {"status": status, **more})
        assert ack == {"ok": True}, ack

    async def accept(self) -> str:
        """Take what is offered; the conversation's id."""
        offer = await self.hears("offer")
        ack = await self.call("accept", {"offer": offer["offer"]})
        assert ack.get("ok"), ack
        return str(ack["conversation"]["id"])

    async def do(self, event: str, conversation: str, **more: Any) -> Form:
        """An event about a conversation."""
        return await self.call(event, {"conversation": conversation, **more})

    async def say(self, conversation: str, client_id: str, text: str) -> Form:
        """Say something."""
        return await self.do("say", conversation, client_id=client_id, text=text)


class PracticeClient(Client):
    """A telephone on the practice line."""

    namespace = "/practice"
    page: PhonePage

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        super().__init__(socket, PhonePage())

    async def dial(self, number: str | None) -> Form:
        """Ring the helpline; null: with a withheld number."""
        return await self.call("dial", {"number": number})

    async def say(self, client_id: str, text: str) -> Form:
        """Say something."""
        return await self.call("say", {"client_id": client_id, "text": text})

    async def is_told(self, **holding: Any) -> None:
        """Wait until the call is so."""
        while not holding.items() <= self.view["call"].items():
            await self.hears("call")
