"""One pair and nobody else: what a sentence waits for, and a child until a volunteer has the offer.

The bare relay beside it in the same rounds; an entering is told in round trips of the relay: a sentence until its ack.
`python -m bench.single few` tries it with few.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from bench import platform
from bench.pairs import Round, measure, relay_pairs
from bench.process import Process, at_rest, free_port, started
from bench.wire import Client

REST_SECONDS = 0.4
"""Between two children: until the desks and the board have been told, and nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Size:
    """rounds: of so many seconds each · enters: children, one after the other."""

    rounds: int
    seconds: float
    enters: int


SIZES = {"few": Size(1, 0.3, 2), "quick": Size(4, 2.0, 20), "full": Size(10, 4.0, 100)}
FIGURES: tuple[tuple[str, Callable[[Round], float]], ...] = (
    ("p50, ms", lambda it: it.percentile(0.5)),
    ("p99, ms", lambda it: it.percentile(0.99)),
    ("CPU per message, µs", lambda it: it.cpu_per_message),
)


def tell_single(folder: Path, size: Size) -> Iterator[str]:
    """The rows of the table."""
    environ, ports = asyncio.run(platform.prepare(folder, 1)), (free_port(), free_port())
    yield "| one pair, nothing beside it | bare relay (R) | helpline, SQLite | helpline / R |"
    yield "|---|---|---|---|"
    with (
        started("-m", "bench.relay", str(ports[0]), port=ports[0]) as relay,
        started("-m", "helpline", "serve", "--port", str(ports[1]), port=ports[1], environ=environ) as helpline,
    ):
        yield from uvloop.run(_enters(relay, helpline, size.enters))
        yield from uvloop.run(_talk(relay, helpline, size))


async def _talk(relay: Process, helpline: Process, size: Size) -> list[str]:
    theirs, ours = await relay_pairs(relay, 1), await platform.talking_pairs(helpline, 1)
    for pairs, server in ((theirs, relay), (ours, helpline)):
        await measure(pairs, server, size.seconds)
    found = [
        (await measure(theirs, relay, size.seconds), await measure(ours, helpline, size.seconds))
        for _ in range(size.rounds)
    ]
    rows = []
    for name, figure in FIGURES:
        ratio = statistics.median(figure(our) / figure(their) for their, our in found)
        their, our = (statistics.median(figure(it[side]) for it in found) for side in (0, 1))
        rows.append(f"| {name} | {their:,.2f} | {our:,.2f} | **{ratio:.2f}** |")
    return rows


class _Waiting:
    """A volunteer who sees who comes, and takes nobody."""

    def __init__(self) -> None:
        self.offered, self.gone = asyncio.Event(), asyncio.Event()
        self.offered_at = 0.0

    def on_event(self, name: str, data: Any) -> None:
        if name == "offer":
            self.offered_at = time.perf_counter()
            self.offered.set()
        elif name == "offer_gone":
            self.gone.set()


async def _enters(relay: Process, helpline: Process, count: int) -> list[str]:
    volunteer = _Waiting()
    desk, bare = Client("/desk", volunteer.on_event), Client("/child", lambda name, data: None)
    async with aiohttp.ClientSession() as http:
        await desk.connect(helpline.port, cookie=await platform.log_in(helpline.port, "v0", http))
    await desk.call("be", {"status": "available"})
    await bare.connect(relay.port)
    await bare.call("join", "nobody-else")
    await at_rest(helpline)
    for _ in range(3):  # what is done once, at the first child, is no child's wait
        await _enter(helpline, volunteer)
    turns, offers = [], []
    for _ in range(count):
        turns.append(await _turn(bare))
        offers.append(await _enter(helpline, volunteer))
        await asyncio.sleep(REST_SECONDS)
    for client in (desk, bare):
        client.close()
    rows = []
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        turn, offer = (sorted(it)[min(count - 1, int(count * share))] for it in (turns, offers))
        in_turns = offer / statistics.median(turns)
        rows.append(f"| child enters → offer at the desk, {name}, ms | {turn * 1e3:.2f} | {offer * 1e3:.2f} | "
                    f"**{in_turns:.2f}** |")  # fmt: skip
    return rows


async def _turn(bare: Client) -> float:
    """One round trip of the relay, after a few that wake it."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        await bare.call("say", {"conversation": "nobody-else", "text": "hallo"})
        took.append(time.perf_counter() - began)
    return statistics.median(took[1:])


async def _enter(helpline: Process, volunteer: _Waiting) -> float:
    """A child comes, is offered, and goes again before anybody took it."""
    volunteer.offered.clear()
    volunteer.gone.clear()
    child = await Client("/child", lambda name, data: None).connect(helpline.port)
    await asyncio.sleep(REST_SECONDS)
    began = time.perf_counter()
    child.emit("enter", {}, lambda answer: None)
    await volunteer.offered.wait()
    took = volunteer.offered_at - began
    await child.call("leave", {})
    await volunteer.gone.wait()
    child.close()
    return took


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as where:
        for line in tell_single(Path(where), SIZES[sys.argv[1]]):
            sys.stdout.write(line + "\n")
