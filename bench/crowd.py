"""Many conversations at few desks: who was offered a child takes it, and each of both sides says what it is told to."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from bench import platform
from bench.pairs import SENTENCE, Round
from bench.process import Process
from bench.wire import Client

AT_ONCE = 20


@dataclass(slots=True)
class Ledger(Round):
    """A round that counts what became of each message. latencies: seconds from when it was due until its ack.

    said: sent · refused: answered with an error · again: came to the other side once more.
    `messages` are those that were acknowledged and came to the other side.
    """

    said: int = 0
    refused: int = 0
    again: int = 0

    @property
    def lost(self) -> int:
        """Never answered, or not come to the other side."""
        return self.said - self.refused - self.messages


class Talk:
    """Child and volunteer by turns, whether or not the other one has answered. `extra` names the conversation."""

    def __init__(self) -> None:
        self.sides: list[Client] = []
        self.extra: list[dict[str, str]] = [{}, {}]
        self._count = 0
        self._ledger = Ledger()
        self._unacked: set[str] = set()
        self._unheard: set[str] = set()

    def say(self, due: float, ledger: Ledger) -> None:
        """One sentence, which was due at that moment of `time.perf_counter`."""
        self._ledger, self._count = ledger, self._count + 1
        side, words = self._count % 2, f"{self._count % 2}-{self._count}"
        self._unacked.add(words)
        self._unheard.add(words)
        ledger.said += 1

        def acked(answer: Any) -> None:
            self._unacked.discard(words)
            if answer.get("ok") is True:
                ledger.messages += words not in self._unheard
                ledger.latencies.append(time.perf_counter() - due)
            else:
                ledger.refused += 1
                self._unheard.discard(words)

        self.sides[side].emit("say", {"client_id": words, "text": SENTENCE, **self.extra[side]}, acked)

    def heard(self, side: int) -> Callable[[str, Any], None]:
        """What this side does with an event."""

        def on_event(name: str, data: Any) -> None:
            words = data.get("client_id") if name == "message" else None
            if not words or words[0] == str(side):  # its own
                return
            if words in self._unheard:
                self._unheard.discard(words)
                self._ledger.messages += words not in self._unacked
            else:
                self._ledger.again += 1

        return on_event


class Desk:
    """A volunteer with many conversations, who accepts whatever is offered."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self.client = Client("/desk", self._on_event)

    def _on_event(self, name: str, data: Any) -> None:
        if name == "offer":
            self.client.emit("accept", {"offer": data["offer"]}, self._taken)
        elif name == "message":
            talk = self._crowd.talks.get(data["conversation"])
            if talk is not None:
                talk.heard(1)(name, data)

    def _taken(self, answer: Any) -> None:
        if answer.get("ok") is not True:  # lapsed meanwhile: it is offered again
            return
        conversation = answer["conversation"]["id"]
        talk = self._crowd.talk(conversation)
        talk.sides.append(self.client)
        talk.extra = [{}, {"conversation": conversation}]
        self._crowd.taken(conversation).set()


class Crowd:
    """Volunteers at the desks of some nodes, and children who came to any of them."""

    def __init__(self, nodes: Sequence[Process]) -> None:
        self.nodes = nodes
        self._any = random.Random(7)
        self._taken: dict[str, asyncio.Event] = {}
        self.desks: list[Desk] = []
        self.talks: dict[str, Talk] = {}

    def talk(self, conversation: str) -> Talk:
        """Of that id, which child or desk may be the first to name."""
        return self.talks.setdefault(conversation, Talk())

    def taken(self, conversation: str) -> asyncio.Event:
        """When somebody accepted it."""
        return self._taken.setdefault(conversation, asyncio.Event())

    async def sit_down(self, volunteers: int) -> None:
        """So many log in, by turns at each node, and are available for two chats."""
        async with aiohttp.ClientSession() as http:
            for number in range(volunteers):
                node, desk = self.nodes[number % len(self.nodes)], Desk(self)
                await desk.client.connect(node.port, cookie=await platform.log_in(node.port, f"v{number}", http))
                await desk.client.call("be", {"status": "available", "chats": 2})
                self.desks.append(desk)

    async def grow(self, count: int) -> list[Talk]:
        """Until so many talk."""
        turn = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._enter(turn) for _ in range(count - len(self.talks))))
        return list(self.talks.values())

    async def _enter(self, turn: asyncio.Semaphore) -> None:
        hears: list[Callable[[str, Any], None]] = []

        def on_event(name: str, data: Any) -> None:
            for hear in hears:
                hear(name, data)

        async with turn:
            child = await Client("/child", on_event).connect(self._any.choice(self.nodes).port)
            conversation = await _entered(child)
            await self.taken(conversation).wait()
            talk = self.talk(conversation)
            talk.sides.insert(0, child)
            hears.append(talk.heard(0))

    def close(self) -> None:
        """Let everybody go."""
        for client in {client for talk in self.talks.values() for client in talk.sides}:
            client.close()


async def _entered(child: Client) -> str:
    """The conversation; who is told to try again does."""
    while True:
        answer = await child.call("enter", {})
        if answer.get("ok") is True:
            return str(answer["conversation"])
        if answer["error"]["code"] != "try_again":
            raise RuntimeError(f"not let in: {answer}")
        await asyncio.sleep(answer["error"]["retry_seconds"])


async def relay_talks(relay: Process, talks: list[Talk], count: int) -> list[Talk]:
    """Until so many meet in rooms of the bare relay, those that are there included."""
    for number in range(len(talks), count):
        talk, room = Talk(), {"conversation": f"steady-{number}"}
        for side in (0, 1):
            client = await Client("/child", talk.heard(side)).connect(relay.port)
            await client.call("join", room["conversation"])
            talk.sides.append(client)
        talk.extra = [room, room]
        talks.append(talk)
    return talks
