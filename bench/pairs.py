"""Two people talk: the next sentence is said when the sender has the ack and the other one has the message."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bench.process import Process
from bench.wire import Client

SENTENCE = "ik durf vanavond niet naar huis want mijn vader is weer heel erg boos op mij geworden"


@dataclass(slots=True)
class Round:
    """What one round of some seconds measured. cpu: seconds of the server · latencies: seconds until the ack."""

    messages: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def cpu_per_message(self) -> float:
        """Microseconds of the server's processor time."""
        return self.cpu / self.messages * 1e6

    @property
    def per_second(self) -> float:
        """Messages acknowledged and delivered."""
        return self.messages / self.seconds

    def percentile(self, share: float) -> float:
        """Of the latency, in milliseconds."""
        return sorted(self.latencies)[min(len(self.latencies) - 1, int(len(self.latencies) * share))] * 1e3


class Pair:
    """Child and volunteer take turns. `extra` is what each side sends with its words to name the conversation."""

    def __init__(self) -> None:
        self.sides: list[Client] = []
        self.extra: list[dict[str, str]] = [{}, {}]
        self._measured: Round | None = None
        self._turn = 0
        self._count = 0
        self._waits_for = 0
        self._sent_at = 0.0
        self._expected = ""

    def begin(self, measured: Round) -> None:
        """Talk until `stop`."""
        self._measured = measured
        self._say()

    def stop(self) -> None:
        """This sentence is the last."""
        self._measured = None

    def _say(self) -> None:
        self._turn = 1 - self._turn
        self._count += 1
        self._waits_for = 2
        self._expected = f"{self._turn}-{self._count}"
        self._sent_at = time.perf_counter()
        words = {"client_id": self._expected, "text": SENTENCE, **self.extra[self._turn]}
        self.sides[self._turn].emit("say", words, self._acked)

    def _acked(self, answer: Any) -> None:
        if answer.get("ok") is not True:
            raise RuntimeError(f"not kept: {answer}")
        if self._measured is not None:
            self._measured.latencies.append(time.perf_counter() - self._sent_at)
        self._one_less()

    def heard(self, side: int) -> Callable[[str, Any], None]:
        """What this side does with an event."""

        def on_event(name: str, data: Any) -> None:
            if name == "message" and side != self._turn and data["client_id"] == self._expected:
                self._one_less()

        return on_event

    def _one_less(self) -> None:
        self._waits_for -= 1
        if self._waits_for == 0 and self._measured is not None:
            self._measured.messages += 1
            self._say()


class Spends(Protocol):
    """What processor time can be asked of."""

    def cpu_seconds(self) -> float: ...


async def measure(pairs: list[Pair], server: Spends, seconds: float) -> Round:
    """One round."""
    measured = Round()
    cpu, began = server.cpu_seconds(), time.perf_counter()
    for pair in pairs:
        pair.begin(measured)
    await asyncio.sleep(seconds)
    measured.cpu = server.cpu_seconds() - cpu
    measured.seconds = time.perf_counter() - began
    for pair in pairs:
        pair.stop()
    await asyncio.sleep(0.3)
    return measured


async def relay_pairs(server: Process, count: int) -> list[Pair]:
    """Pairs that meet in a room of the bare relay."""
    pairs = []
    for number in range(count):
        pair, room = Pair(), {"conversation": f"room-{number}"}
        for side in (0, 1):
            client = await Client("/child", pair.heard(side)).connect(server.port)
            await client.call("join", room["conversation"])
            pair.sides.append(client)
        pair.extra = [room, room]
        pairs.append(pair)
    return pairs
