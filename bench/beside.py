"""What works beside the messages in the same process costs them: the adviser, and the knowledge base that it asks.

Servers as they are run, with and without them, in turn; ratios are medians of the ratios of one round.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import uvloop

from bench import platform
from bench.pairs import Pair, Round, measure
from bench.process import free_port, started

ROUND_SECONDS = 2.0
SECONDS_BEFORE = 20.0
"""Until the articles were read, and every conversation was weighed once."""
WITHOUT = {"the adviser": "adviser", "the adviser and the knowledge base": "both"}
FIGURES: tuple[tuple[str, Callable[[Round], float]], ...] = (
    ("CPU per message, µs", lambda it: it.cpu_per_message),
    ("messages a second", lambda it: it.per_second),
    ("p99, ms", lambda it: it.percentile(0.99)),
)


def tell_beside(folder: Path, counts: tuple[int, ...], rounds: int) -> Iterator[str]:
    """The rows of the table."""
    yield "| | with | without | with / without |"
    yield "|---|---|---|---|"
    for what, left_out in WITHOUT.items():
        with ExitStack() as stack:
            servers = []
            for name, module in (("with", "helpline"), (left_out, "bench.beside")):
                environ = asyncio.run(platform.prepare(folder / f"{left_out}-{name}", sum(counts)))
                port, more = free_port(), {} if module == "helpline" else {"BENCH_WITHOUT": left_out}
                arguments = ("-m", module, "serve", "--port", str(port))
                servers.append(stack.enter_context(started(*arguments, port=port, environ=environ | more)))
            first = 0
            for count in counts:
                for row in uvloop.run(_talk(servers, count, first, rounds)):
                    yield f"| {what}: {row}"
                first += count


async def _talk(servers: list[platform.Process], count: int, first: int, rounds: int) -> list[str]:
    talking: list[list[Pair]] = [await platform.talking_pairs(it, count, first=first) for it in servers]
    for pairs, server in zip(talking, servers, strict=True):
        await measure(pairs, server, SECONDS_BEFORE)
    found = [
        [await measure(pairs, server, ROUND_SECONDS) for pairs, server in zip(talking, servers, strict=True)]
        for _ in range(rounds)
    ]
    for client in (client for pairs in talking for pair in pairs for client in pair.sides):
        client.close()
    return [_row(count, name, figure, found) for name, figure in FIGURES]


def _row(count: int, name: str, figure: Callable[[Round], float], found: list[list[Round]]) -> str:
    ratio = statistics.median(figure(there) / figure(gone) for there, gone in found)
    there, gone = (statistics.median(figure(it[side]) for it in found) for side in (0, 1))
    return f"{count} pairs: {name} | {there:,.1f} | {gone:,.1f} | **{ratio:.2f}** |"


async def _rests() -> None:
    await asyncio.Event().wait()


def leave_out(what: str) -> None:
    """In this process alone."""
    from helpline.library.library import ShelfLibrary
    from helpline.realtime.adviser import Adviser

    for name in ("heard", "heed"):
        setattr(Adviser, name, lambda *_: None)
    Adviser.run = lambda _: _rests()  # type: ignore[method-assign]
    if what == "both":
        ShelfLibrary.run = lambda _: _rests()  # type: ignore[method-assign]


if __name__ == "__main__":
    import os

    from helpline.__main__ import main

    leave_out(os.environ["BENCH_WITHOUT"])
    sys.exit(main())
