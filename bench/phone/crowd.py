"""Many children at once: a talk for each of them, more of them than volunteers, and very many one after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.phone.children import Children, numbers_of, ringing
from bench.phone.desks import Desk, Talked, are_available
from bench.phone.offers import percentile
from bench.phone.order import Order, order_of
from bench.process import Process
from helpline.settings import Settings
from tests.servers.asterisk import Asterisk

LONGEST_SECONDS = 150
"""Of one crowd; then whoever is left over has failed."""
MANY_SECONDS, PART = 180, 100
LOOK_EVERY = 0.05
LEAST_PACKETS = 10
"""Of a talk, on average: of shorter ones it says nothing how many came back."""
BURST_A_SECOND, CROWDED_A_SECOND, CALM_A_SECOND = 100, 20, 4


@dataclass(slots=True)
class House:
    """What runs. server: the helpline · settings: as it read them."""

    asterisk: Asterisk
    server: Process
    folder: Path
    settings: Settings
    rang: int = 0

    def numbers(self, count: int) -> list[str]:
        """Of children who never rang before."""
        self.rang += count
        return numbers_of(self.rang - count, count)


@dataclass(slots=True)
class Crowd:
    """What became of so many children. seconds: all of it · cpu: seconds of the helpline's processes · memory: bytes of
    them at its end."""

    children: Children
    talked: list[Talked]
    order: Order
    seconds: float
    cpu: float
    memory: list[int]

    @property
    def lost(self) -> int:
        """Who rang and talked with nobody."""
        return len(self.children.numbers) - len({it.conversation for it in self.talked})


async def all_talk(house: House, desks: list[Desk], seconds: float) -> Crowd:
    """As many children as volunteers, and for some seconds all of them talk."""
    together = asyncio.Barrier(len(desks))
    async with _evening(house, desks, len(desks), CALM_A_SECOND, len(desks)) as crowd:
        await asyncio.gather(*(desk.talk(seconds, together) for desk in desks))
    return crowd


async def too_many(house: House, desks: list[Desk], count: int, seconds: float) -> Crowd:
    """More children than volunteers, all at once; a talk takes so long."""
    async with _evening(house, desks, count, BURST_A_SECOND, count) as crowd, _working(desks, seconds):
        await _until_talked(desks, count)
    return crowd


async def very_many(house: House, desks: list[Desk], count: int) -> Crowd:
    """One call after the other, as fast as they are taken, with twice as many children as volunteers on the line; until
    it were so many, or the time is over."""
    parts: list[Crowd] = []
    ends_at = time.perf_counter() + MANY_SECONDS
    while sum(len(it.children.numbers) for it in parts) < count and time.perf_counter() < ends_at:
        some = min(PART, count)
        async with _evening(house, desks, some, CROWDED_A_SECOND, 2 * len(desks)) as crowd, _working(desks, 0):
            await _until_talked(desks, some)
        parts.append(crowd)
        if crowd.lost:
            break
    return together(parts)


def together(parts: list[Crowd]) -> Crowd:
    """One crowd after the other, as one."""
    children = Children([number for it in parts for number in it.children.numbers])
    children.well = sum(it.children.well for it in parts)
    children.failed = sum(it.children.failed for it in parts)
    children.again = sum(it.children.again for it in parts)
    return Crowd(
        children,
        [one for it in parts for one in it.talked],
        Order(sum(it.order.wrong for it in parts), max(it.order.overtaken for it in parts)),
        sum(it.seconds for it in parts),
        sum(it.cpu for it in parts),
        [memory for it in parts for memory in it.memory],
    )


@asynccontextmanager
async def _evening(house: House, desks: list[Desk], count: int, a_second: float, at_once: int) -> AsyncIterator[Crowd]:
    await are_available(desks)
    for desk in desks:
        desk.talked.clear()
    numbers, began, cpu = house.numbers(count), time.perf_counter(), house.server.cpu_seconds()
    folder = house.folder / f"children-{house.rang}"
    crowd = Crowd(Children(numbers), [], Order(), 0, 0, [])
    asked = {"a_second": a_second, "at_once": at_once, "seconds": LONGEST_SECONDS}
    async with ringing(house.asterisk, folder, numbers, **asked) as crowd.children:
        yield crowd
    crowd.seconds, crowd.cpu = time.perf_counter() - began, house.server.cpu_seconds() - cpu
    crowd.memory.append(house.server.memory())
    crowd.talked = [it for desk in desks for it in desk.talked]
    crowd.order = await asyncio.to_thread(order_of, house.settings, numbers)
    for desk in desks:
        await desk.go_away()


@asynccontextmanager
async def _working(desks: list[Desk], seconds: float) -> AsyncIterator[None]:
    """Each takes one call after the other; who fails ends it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(desk.work(seconds)) for desk in desks]
        yield
        for task in tasks:
            task.cancel()


async def _until_talked(desks: list[Desk], count: int) -> None:
    """So many children were helped, or the time is over: who was not is counted."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_SECONDS):
            while True:
                if sum(len(desk.talked) for desk in desks) >= count:
                    return
                await asyncio.sleep(LOOK_EVERY)


def tell_crowd(name: str, it: Crowd) -> Iterator[str]:
    """The rows of one crowd."""
    count = len(it.children.numbers)
    said, heard = sum(one.said for one in it.talked), sum(one.heard for one in it.talked)
    answered = [one.answered for one in it.talked]
    yield f"| {name}: children who rang · calls that failed · lost | {count} · {it.children.failed} · {it.lost} |"
    yield f"| {name}: offered in another order than they came · overtaken before that | {it.order} |"
    yield f"| {name}: messages of sipp that it had to send again | {it.children.again} |"
    if answered:
        p50, p95 = percentile(answered, 0.5), percentile(answered, 0.95)
        yield f"| {name}: accepted → sound at the child, p50 / p95, ms | {p50:.0f} / **{p95:.0f}** |"
    if said > LEAST_PACKETS * len(it.talked):
        yield f"| {name}: sound that did not come · heard of another talk | {1 - heard / said:.1%} · {_strange(it)} |"
    yield f"| {name}: CPU of each call, ms · calls a second | {it.cpu / count * 1000:.0f} · {count / it.seconds:.1f} |"
    if len(it.memory) > 1:
        megabytes = " · ".join(f"{memory / 1e6:.1f}" for memory in it.memory)
        yield f"| {name}: memory of the helpline after each {count // len(it.memory)} calls, MB | {megabytes} |"


def _strange(it: Crowd) -> int:
    return sum(one.strange for one in it.talked)
