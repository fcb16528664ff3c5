"""`python -m bench`: all tables. `--quick`: fewer rounds; `--only PART`: one part.

The parts: pairs, single, steady, nodes, peers, idle, queue, waiting, start, memory, beside, pages, phone, advice,
knowledge, scale.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from bench import memory, peers, platform, single, steady, waiting
from bench.advice.tell import tell_advice
from bench.beside import tell_beside
from bench.idle import measure_idle
from bench.knowledge.measure import measure as measure_knowledge
from bench.knowledge.typing import tell_typing
from bench.memory import tell_memory
from bench.nodes import tell_nodes
from bench.pages import tell_pages
from bench.pairs import Pair, Round, measure, relay_pairs
from bench.peers import tell_peers
from bench.phone.measure import SIZES, tell_phone
from bench.process import Process, free_port, started
from bench.queue import measure_choice
from bench.scale.tell import tell_scale
from bench.single import tell_single
from bench.steady import tell_steady
from bench.waiting import tell_waiting

ROUND_SECONDS = 2.0
IDLE = 10_000
OF_THE_TABLE = ("pairs", "idle", "queue", "start")
MORE = ("single", "steady", "peers", "waiting", "memory")
PARTS = (*OF_THE_TABLE, *MORE, "nodes", "beside", "pages", "phone", "advice", "knowledge", "scale")


@contextmanager
def both(folder: Path, staff: int) -> Iterator[tuple[Process, Process]]:
    """The relay and the platform, side by side."""
    environ = asyncio.run(platform.prepare(folder, staff))
    ports = free_port(), free_port()
    relay = started("-m", "bench.relay", str(ports[0]), port=ports[0])
    helpline = started("-m", "helpline", "serve", "--port", str(ports[1]), port=ports[1], environ=environ)
    with relay as r, helpline as h:
        yield r, h


async def talk(relay: Process, helpline: Process, count: int, rounds: int, first: int) -> Iterator[str]:
    """Rows for `count` pairs: relay and platform in turn, medians of the ratios of each round."""
    theirs, ours = await relay_pairs(relay, count), await platform.talking_pairs(helpline, count, first=first)
    for pairs, server in ((theirs, relay), (ours, helpline)):
        await measure(pairs, server, 1.0)
    pairs_of_rounds = []
    for _ in range(rounds):
        r = await measure(theirs, relay, ROUND_SECONDS)
        pairs_of_rounds.append((r, await measure(ours, helpline, ROUND_SECONDS)))
    _close(theirs + ours)
    return iter(_rows(count, pairs_of_rounds))


def _close(pairs: list[Pair]) -> None:
    for pair in pairs:
        for client in pair.sides:
            client.close()


def _rows(count: int, rounds: list[tuple[Round, Round]]) -> Iterator[str]:
    figures: tuple[tuple[str, Callable[[Round], float]], ...] = (
        ("CPU per message, µs", lambda it: it.cpu_per_message),
        ("messages a second", lambda it: it.per_second),
        ("p50, ms", lambda it: it.percentile(0.5)),
        ("p99, ms", lambda it: it.percentile(0.99)),
    )
    for name, figure in figures:
        ratio = statistics.median(figure(ours) / figure(theirs) for theirs, ours in rounds)
        theirs, ours = (statistics.median(figure(pair[side]) for pair in rounds) for side in (0, 1))
        yield row(f"{count} pairs: {name}", theirs, ours, ratio)


def row(name: str, theirs: float, ours: float, ratio: float) -> str:
    """One line of the table."""
    return f"| {name} | {theirs:,.1f} | {ours:,.1f} | **{ratio:.2f}** |"


async def start_seconds(folder: Path) -> float:
    """From the command to the first ready answer, of a server that has its data already."""
    environ = await platform.prepare(folder, 1)
    took = []
    for _ in range(3):
        port, began = free_port(), time.perf_counter()
        with started("-m", "helpline", "serve", "--port", str(port), port=port, environ=environ):
            took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=PARTS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as where:
        folder = Path(where)
        _running(folder, asked.only, quick=asked.quick)
    if asked.only in (None, "advice"):
        for line in tell_advice():
            say(line)
    if asked.only in (None, "knowledge"):
        for line in measure_knowledge(1 if asked.quick else 5):
            say(line)
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as where:
            for line in tell_typing(Path(where) / "typing", *((1, 8.0) if asked.quick else (3, 15.0))):
                say(line)
    if asked.only in (None, "scale"):
        for line in tell_scale():
            say(line)


def _running(folder: Path, only: str | None, *, quick: bool) -> None:
    """What is measured of servers that run."""
    if only is None or only in OF_THE_TABLE:
        _servers(folder, only, quick=quick)
    for part in MORE if only is None else {only} & set(MORE):
        _more(folder / part, part, "quick" if quick else "full")
    if only in (None, "nodes"):
        for line in tell_nodes(folder / "nodes", (20,) if quick else (20, 200), 2 if quick else 6):
            say(line)
    if only in (None, "beside"):
        for line in tell_beside(folder / "beside", (20,) if quick else (20, 200), 3 if quick else 15):
            say(line)
    if only in (None, "pages"):
        for line in tell_pages(folder / "pages", 1 if quick else 3):
            say(line)
    if only in (None, "phone"):
        tell_phone(folder / "phone", SIZES["quick" if quick else "full"], say)


def _more(folder: Path, part: str, size: str) -> None:
    """Parts that make a table of their own."""
    if part == "single":
        _say_all(tell_single(folder, single.SIZES[size]))
    elif part == "steady":
        tell_steady(folder, steady.SIZES[size], say)
    elif part == "peers":
        tell_peers(folder, peers.SIZES[size], say)
    elif part == "waiting":
        _say_all(tell_waiting(folder, waiting.SIZES[size]))
    elif part == "memory":
        _say_all(tell_memory(folder, memory.SIZES[size]))


def _say_all(lines: Iterator[str]) -> None:
    for line in lines:
        say(line)


def _servers(folder: Path, only: str | None, *, quick: bool) -> None:
    """The table of the relay and the platform; only: one part of it."""
    rounds = 2 if quick else 6

    def wants(part: str) -> bool:
        return only in (None, part)

    say("| | bare relay (R) | helpline, SQLite | helpline / R |")
    say("|---|---|---|---|")
    if wants("pairs"):
        with both(folder / "pairs", 240) as (relay, helpline):
            for count, first in ((20, 0), (200, 20)):
                for line in uvloop.run(talk(relay, helpline, count, rounds, first)):
                    say(line)
    if wants("idle"):
        with both(folder / "idle", 1) as (relay, helpline):
            _idle(relay, helpline, 2_000 if quick else IDLE)
    if wants("queue"):
        few, many = (asyncio.run(measure_choice(folder, count)) * 1e3 for count in (10, IDLE))
        say(f"| choosing a pair, ms: 10 waiting, {IDLE:,} waiting | {few:.2f} | {many:.2f} | **{many / few:.2f}** |")
    if wants("start"):
        say(f"| start to ready, s | | {asyncio.run(start_seconds(folder / 'start')):.2f} | |")


def _idle(relay: Process, helpline: Process, count: int) -> None:
    theirs, ours = measure_idle(relay, count), measure_idle(helpline, count)
    say(row(f"{count:,} idle: accepted a second", theirs.accepted, ours.accepted, ours.accepted / theirs.accepted))
    say(row("idle: memory of the process, MB", theirs.memory / 1e6, ours.memory / 1e6, ours.memory / theirs.memory))
    each = theirs.memory_each / 1024, ours.memory_each / 1024
    say(row("idle: memory of each, KiB", *each, each[1] / each[0]))
    spent = theirs.cpu_each * 1e6, ours.cpu_each * 1e6
    say(row("idle: CPU of each connect, µs", *spent, spent[1] / spent[0]))


def say(line: str) -> None:
    """To standard output, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
