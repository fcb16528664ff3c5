"""Open load: each conversation says one sentence every four seconds, whether or not the last one was answered.

As people type, so that a server which is slow for a moment does not get less to do. 200 volunteers with up to ten
conversations each (`bench/roomy.py`): the bare relay, SQLite, and PostgreSQL with one node and with two and Redis, in
turn. `python -m bench.steady few` tries it with few, on SQLite alone.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench import platform
from bench.crowd import Crowd, Ledger, Talk, relay_talks
from bench.pairs import Spends
from bench.process import Process, at_rest, free_port, started
from bench.roomy import roomy, roomy_machines

STRAGGLERS_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Size:
    """conversations: at once, with the seconds of a round · every: seconds between two sentences of one."""

    conversations: dict[int, float]
    volunteers: int = 200
    rounds: int = 3
    every: float = 4.0
    on_postgresql: bool = True


SIZES = {
    "few": Size({3: 1.0, 6: 1.0}, volunteers=2, rounds=1, every=0.01, on_postgresql=False),
    "quick": Size({20: 20.0, 200: 12.0}, rounds=1),
    "full": Size({20: 60.0, 200: 20.0, 2_000: 20.0}),
}
FIGURES: tuple[tuple[str, Callable[[Ledger], float]], ...] = (
    ("CPU per message, µs", lambda it: it.cpu_per_message),
    ("p50, ms", lambda it: it.percentile(0.5)),
    ("p99, ms", lambda it: it.percentile(0.99)),
)
COUNTS: tuple[tuple[str, Callable[[Ledger], int]], ...] = (
    ("messages said", lambda it: it.said),
    ("of these lost", lambda it: it.lost),
    ("refused", lambda it: it.refused),
    ("heard twice", lambda it: it.again),
)


def tell_steady(folder: Path, size: Size, say: Callable[[str], None]) -> None:
    """Say each row of the table as soon as it is known: each figure of each, and what it is of the relay's."""
    with ExitStack() as stack:
        port = free_port()
        relay = stack.enter_context(started("-m", "bench.relay", str(port), port=port))
        environ = asyncio.run(platform.prepare(folder / "sqlite", size.volunteers))
        alone = stack.enter_context(roomy(environ))
        served: dict[str, tuple[Spends, list[Process]]] = {"SQLite": (alone, [alone])}
        for nodes, name in ((1, "PostgreSQL"), (2, "two nodes and Redis")) if size.on_postgresql else ():
            it = stack.enter_context(roomy_machines(folder / str(nodes), nodes, size.volunteers))
            served[name] = it, it.nodes
        say("| open load | bare relay (R) | " + " | ".join(served) + " |")
        say("|---|---" + "|---" * len(served) + "|")
        uvloop.run(_load(relay, served, size, say))


async def _load(
    relay: Process, served: dict[str, tuple[Spends, list[Process]]], size: Size, say: Callable[[str], None]
) -> None:
    crowds = [(Crowd(nodes), spends) for spends, nodes in served.values()]
    meet: list[Talk] = []
    for crowd, _ in crowds:
        await crowd.sit_down(size.volunteers)
        await asyncio.gather(*(at_rest(node) for node in crowd.nodes))
    for count, seconds in size.conversations.items():
        loads: list[tuple[list[Talk], Spends]] = [(await relay_talks(relay, meet, count), relay)]
        loads += [(await crowd.grow(count), spends) for crowd, spends in crowds]
        found = [
            [await steady(talks, spends, size.every, seconds) for talks, spends in loads] for _ in range(size.rounds)
        ]
        for row in _rows(count, found):
            say(row)
    for crowd, _ in crowds:
        crowd.close()
    for talk in meet:
        for client in talk.sides:
            client.close()


async def steady(talks: list[Talk], server: Spends, every: float, seconds: float) -> Ledger:
    """One round: the conversations are spread evenly over the time between two sentences."""
    ledger, cpu, began = Ledger(), server.cpu_seconds(), time.perf_counter()
    apart = every / len(talks)
    for number in range(int(seconds / apart)):
        due = began + number * apart
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        talks[number % len(talks)].say(due, ledger)
    ledger.seconds = time.perf_counter() - began
    for _ in range(round(STRAGGLERS_SECONDS / 0.05)):
        if not ledger.lost:
            break
        await asyncio.sleep(0.05)
    ledger.cpu = server.cpu_seconds() - cpu
    return ledger


def _rows(count: int, found: list[list[Ledger]]) -> Iterator[str]:
    for name, figure in FIGURES:
        cells = [f"{statistics.median(figure(it[0]) for it in found):,.1f}"]
        for side in range(1, len(found[0])):
            median = statistics.median(figure(it[side]) for it in found)
            ratio = statistics.median(figure(it[side]) / figure(it[0]) for it in found)
            cells.append(f"{median:,.1f} · **{ratio:.2f}**")
        yield f"| {count:,} conversations: {name} | " + " | ".join(cells) + " |"
    sums = [[str(sum(counted(it[side]) for it in found)) for _, counted in COUNTS] for side in range(len(found[0]))]
    names = " · ".join(name for name, _ in COUNTS)
    yield f"| {count:,} conversations: {names} | " + " | ".join(" · ".join(it) for it in sums) + " |"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as where:
        tell_steady(Path(where), SIZES[sys.argv[1]], lambda line: print(line, flush=True))
