"""A long queue: entering it, and what a change costs however many wait.

A change is one child at the head who leaves and one who enters, so that everybody moves up a place. Places are told at
most once in five seconds, to the first three at once: a change should cost the same however many wait, and what does
grow with them is paid once in five seconds, however much changed. Both are measured: the server's processor with
changes at two paces and with none. `python -m bench.waiting few` tries it with few.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvloop

from bench import platform
from bench.process import Process, at_rest, free_port, started
from bench.wire import Client

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Size:
    """waiting: how many, one after the other · seconds: of each pace · paces: changes a second."""

    waiting: tuple[int, ...]
    seconds: float
    paces: tuple[float, float] = (1.0, 10.0)


SIZES = {
    "few": Size((5, 10), 1.0, (2.0, 10.0)),
    "quick": Size((100, 1_000), 20.0),
    "full": Size((100, 1_000, 10_000), 60.0),
}


@dataclass(frozen=True, slots=True)
class Pace:
    """Of some seconds: processor of the server, changes, and events about places that children got."""

    cpu: float
    changes: int
    told: int


def tell_waiting(folder: Path, size: Size) -> Iterator[str]:
    """The rows of the table."""
    environ, port = asyncio.run(platform.prepare(folder, 0)), free_port()
    yield (
        "| children who wait | entered a second | CPU of each entering, ms | with no change, CPU of each second, ms | "
        + (" | ".join(f"{pace:g} changes a second" for pace in size.paces) + " | CPU of one change more, ms |")
    )
    yield "|---|---|---|---|" + "---|" * len(size.paces) + "---|"
    with started("-m", "helpline", "serve", "--port", str(port), port=port, environ=environ) as helpline:
        yield from uvloop.run(_measure(helpline, size))


async def _measure(helpline: Process, size: Size) -> list[str]:
    queue, rows = Queue(helpline), []
    await at_rest(helpline)
    for waiting in size.waiting:
        more, began, cpu = waiting - len(queue.children), time.perf_counter(), helpline.cpu_seconds()
        await queue.fill(waiting)
        entered, each = more / (time.perf_counter() - began), (helpline.cpu_seconds() - cpu) / more * 1e3
        await asyncio.sleep(min(6.0, size.seconds))  # until everybody was told their place
        still = (await queue.change(0, size.seconds)).cpu / size.seconds * 1e3
        paces = [await queue.change(pace, size.seconds) for pace in size.paces]
        slow, fast = paces
        one_more = (fast.cpu - slow.cpu) / (fast.changes - slow.changes) * 1e3
        cells = [f"{it.cpu / it.changes * 1e3:.2f} ms each, {it.told / it.changes:,.0f} told" for it in paces]
        rows.append(f"| {waiting:,} | {entered:,.0f} | {each:.2f} | {still:.1f} | {' | '.join(cells)} | "
                    f"**{one_more:.2f}** |")  # fmt: skip
    queue.close()
    return rows


class Queue:
    """Who waits, in order."""

    def __init__(self, helpline: Process) -> None:
        self._helpline = helpline
        self._told = 0
        self.children: deque[Client] = deque()

    def _on_event(self, name: str, data: Any) -> None:
        self._told += name == "queue"

    async def _enter(self) -> None:
        child = await Client("/child", self._on_event).connect(self._helpline.port)
        answer = await child.call("enter", {})
        if answer.get("ok") is not True:
            raise RuntimeError(f"not let in: {answer}")
        self.children.append(child)

    async def fill(self, count: int) -> None:
        """Until so many wait."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one() -> None:
            async with turn:
                await self._enter()

        await asyncio.gather(*(one() for _ in range(count - len(self.children))))

    async def change(self, pace: float, seconds: float) -> Pace:
        """So many changes a second."""
        cpu, told, began, changes = self._helpline.cpu_seconds(), self._told, time.perf_counter(), int(pace * seconds)
        for number in range(changes):
            await asyncio.sleep(max(0.0, began + number / pace - time.perf_counter()))
            gone = self.children.popleft()
            await gone.call("leave", {})
            gone.close()
            await self._enter()
        await asyncio.sleep(max(0.0, began + seconds - time.perf_counter()))
        return Pace(self._helpline.cpu_seconds() - cpu, changes, self._told - told)

    def close(self) -> None:
        """Everybody goes."""
        for child in self.children:
            child.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as where:
        for line in tell_waiting(Path(where), SIZES[sys.argv[1]]):
            sys.stdout.write(line + "\n")
