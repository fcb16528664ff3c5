"""Memory over time: conversations that begin, talk, are registered and end, always as many at once.

The slope is that of a line through what the process held every few seconds (least squares), leaving out the first
fifth, in which what is read once is read. `python -m bench.memory few` tries it with few; a number of minutes instead
of a size measures that long.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from bench import platform
from bench.pairs import SENTENCE
from bench.process import Process, at_rest, free_port, started
from bench.wire import Client

WARM = 0.2


@dataclass(frozen=True, slots=True)
class Size:
    """minutes: in all · volunteers: as many conversations at once · messages: of each, one every so many seconds."""

    minutes: float = 60.0
    volunteers: int = 20
    messages: int = 30
    every: float = 0.5
    look: float = 5.0


SIZES = {"few": Size(0.1, 2, 3, 0.05, 0.5), "quick": Size(5.0), "full": Size()}


def slope(points: list[tuple[float, float]]) -> float:
    """Of the line that lies nearest to these points: how much more for each one to the right."""
    middle_x, middle_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    wide = sum((x - middle_x) * (x - middle_x) for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / wide


def tell_memory(folder: Path, size: Size) -> Iterator[str]:
    """The rows of the table."""
    environ, port = asyncio.run(platform.prepare(folder, size.volunteers)), free_port()
    yield f"| {size.volunteers} conversations at once for {size.minutes:g} minutes | |"
    yield "|---|---|"
    with started("-m", "helpline", "serve", "--port", str(port), port=port, environ=environ) as helpline:
        yield from uvloop.run(_measure(helpline, size))


async def _measure(helpline: Process, size: Size) -> list[str]:
    ended: list[int] = []
    points: list[tuple[float, float]] = []
    async with aiohttp.ClientSession() as http:
        cookies = [await platform.log_in(helpline.port, f"v{number}", http) for number in range(size.volunteers)]
    await at_rest(helpline)
    at_start, began = helpline.memory() / 1e6, time.perf_counter()
    sitting = [asyncio.create_task(_sit(helpline, cookie, size, ended)) for cookie in cookies]
    while (passed := time.perf_counter() - began) < size.minutes * 60:
        points.append((passed / 3600, helpline.memory() / 1e6))
        await asyncio.wait(sitting, timeout=size.look, return_when=asyncio.FIRST_EXCEPTION)
        for one in sitting:
            if one.done():
                one.result()
                raise RuntimeError("a volunteer left")
    for one in sitting:
        one.cancel()
    await asyncio.gather(*sitting, return_exceptions=True)
    warm = points[int(len(points) * WARM) :]
    tenths = [f"{warm[len(warm) * part // 10][1]:.1f}" for part in range(10)]
    return [
        f"| conversations that ended · messages | {len(ended):,} · {sum(ended):,} |",
        f"| memory at the start → at the end, MB | {at_start:.1f} → {points[-1][1]:.1f} |",
        f"| each tenth of the time after the first fifth, MB | {' · '.join(tenths)} |",
        f"| slope after the first fifth, MB an hour | **{slope(warm):.1f}** |",
        f"| slope for each 1,000 conversations, kB | {_each(warm, len(ended)):,.0f} |",
    ]


def _each(warm: list[tuple[float, float]], ended: int) -> float:
    return slope(warm) * 1e3 * (warm[-1][0] / max(1, ended) * 1e3)


class _Ear:
    """What a client waits for."""

    def __init__(self) -> None:
        self.offers: asyncio.Queue[str] = asyncio.Queue()

    def on_event(self, name: str, data: Any) -> None:
        if name == "offer":
            self.offers.put_nowait(data["offer"])


async def _sit(helpline: Process, cookie: str, size: Size, ended: list[int]) -> None:
    """One child after the other, until nobody asks any more."""
    ear = _Ear()
    desk = await Client("/desk", ear.on_event).connect(helpline.port, cookie=cookie)
    try:
        await desk.call("be", {"status": "available"})
        while True:
            child = await Client("/child", lambda name, data: None).connect(helpline.port)
            _kept(await child.call("enter", {}))
            taken = _kept(await desk.call("accept", {"offer": await ear.offers.get()}))
            where = {"conversation": taken["conversation"]["id"]}
            await _talk(desk, where, size)
            _kept(await desk.call("end", where))
            _kept(await desk.call("register", {**where, "fields": {"type": "company"}}))
            _kept(await desk.call("finish", where))
            child.close()
            ended.append(size.messages)
    finally:
        desk.close()


async def _talk(desk: Client, where: dict[str, str], size: Size) -> None:
    for number in range(size.messages):
        _kept(await desk.call("say", {**where, "client_id": str(number), "text": SENTENCE}))
        await asyncio.sleep(size.every)


def _kept(answer: Any) -> Any:
    if answer.get("ok") is not True:
        raise RuntimeError(f"refused: {answer}")
    return answer


if __name__ == "__main__":
    asked = sys.argv[1]
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as where:
        for line in tell_memory(Path(where), SIZES.get(asked) or Size(float(asked))):
            sys.stdout.write(line + "\n")
