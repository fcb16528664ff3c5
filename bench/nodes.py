"""On PostgreSQL: one node beside the bare relay, and two nodes with Redis beside one.

What a message costs is that of everything it needs: the nodes, the database and Redis. Of two nodes child and volunteer
are at the same one as often as not, as behind a proxy that sends everybody where it likes.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import aiohttp
import uvloop

from bench import platform
from bench.pairs import Pair, Round, measure, relay_pairs
from bench.process import Process, free_port, started
from tests.servers.postgresql import Postgresql, a_postgresql
from tests.servers.redis import Redis, a_redis

ROUND_SECONDS = 2.0
DURABLE = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "100"}
"""As Debian installs it, so that a commit is on the disk."""
FIGURES: tuple[tuple[str, Callable[[Round], float]], ...] = (
    ("CPU per message, µs", lambda it: it.cpu_per_message),
    ("messages a second", lambda it: it.per_second),
    ("p50, ms", lambda it: it.percentile(0.5)),
    ("p99, ms", lambda it: it.percentile(0.99)),
)


@dataclass(frozen=True)
class Machines:
    """What serves together. nodes: of ours · beside: the database, Redis."""

    nodes: list[Process]
    beside: list[Process]

    def cpu_seconds(self) -> float:
        """Of all of them."""
        return sum(it.cpu_seconds() for it in self.nodes + self.beside)


def tell_nodes(folder: Path, counts: tuple[int, ...], rounds: int) -> Iterator[str]:
    """The rows of the table."""
    yield "| PostgreSQL | bare relay (R) | one node | two nodes | one / R | two / one |"
    yield "|---|---|---|---|---|---|"
    with ExitStack() as stack:
        port = free_port()
        relay = stack.enter_context(started("-m", "bench.relay", str(port), port=port))
        one, two = (stack.enter_context(machines(folder / str(nodes), nodes, sum(counts))) for nodes in (1, 2))
        first = 0
        for count in counts:
            yield from uvloop.run(_talk(relay, one, two, count, first, rounds))
            first += count


@contextmanager
def machines(folder: Path, nodes: int, staff: int) -> Iterator[Machines]:
    """A helpline on a PostgreSQL of its own; with more than one node also on a Redis."""
    with ExitStack() as stack:
        database = stack.enter_context(a_postgresql(DURABLE))
        database.run("createdb", "helpline")
        environ = asyncio.run(platform.prepare(folder, staff, database.url("helpline")))
        beside = [Process(_postmaster(database), database.port)]
        if nodes > 1:
            redis = stack.enter_context(a_redis())
            environ |= {"HELPLINE_REDIS_URL": redis.url}
            beside.append(_process(redis))
        ports = [free_port() for _ in range(nodes)]
        words = ("-m", "helpline", "serve", "--port")
        served = [stack.enter_context(started(*words, str(port), port=port, environ=environ)) for port in ports]
        yield Machines(served, beside)


def _postmaster(database: Postgresql) -> int:
    return int((database.folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def _process(redis: Redis) -> Process:
    return Process(redis.pid, redis.port)


async def _talk(relay: Process, one: Machines, two: Machines, count: int, first: int, rounds: int) -> list[str]:
    talking = [
        (await relay_pairs(relay, count), relay),
        (await _pairs(one, count, first), one),
        (await _pairs(two, count, first), two),
    ]
    for pairs, server in talking:
        await measure(pairs, server, ROUND_SECONDS)
    found = [[await measure(pairs, server, ROUND_SECONDS) for pairs, server in talking] for _ in range(rounds)]
    for client in (client for pairs, _ in talking for pair in pairs for client in pair.sides):
        client.close()
    return [_row(f"{count} pairs: {name}", figure, found) for name, figure in FIGURES]


async def _pairs(server: Machines, count: int, first: int) -> list[Pair]:
    ways = list(product(server.nodes, server.nodes))
    async with aiohttp.ClientSession() as http:
        return [
            await platform.talking_pair(*ways[number % len(ways)], f"v{number}", http)
            for number in range(first, first + count)
        ]


def _row(name: str, figure: Callable[[Round], float], found: list[list[Round]]) -> str:
    relay, one, two = (statistics.median(figure(it[side]) for it in found) for side in range(3))
    beside_relay = statistics.median(figure(it[1]) / figure(it[0]) for it in found)
    beside_one = statistics.median(figure(it[2]) / figure(it[1]) for it in found)
    return f"| {name} | {relay:,.1f} | {one:,.1f} | {two:,.1f} | **{beside_relay:.2f}** | **{beside_one:.2f}** |"
