"""Ten thousand children who only look: how quickly they are let in, and what each of them costs."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from dataclasses import dataclass

from bench.process import Process
from bench.wire import Client

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Idle:
    """accepted: connections a second · memory: resident bytes of the server with all of them · cpu: seconds each."""

    accepted: float
    memory: int
    memory_each: float
    cpu_each: float


async def _hold(port: int, count: int) -> list[Client]:
    turn = asyncio.Semaphore(AT_ONCE)

    async def one() -> Client:
        async with turn:
            return await Client("/child", lambda name, data: None).connect(port)

    return list(await asyncio.gather(*(one() for _ in range(count))))


def _children(port: int, count: int, arrived: multiprocessing.Event, leave: multiprocessing.Event) -> None:  # type: ignore[valid-type]
    async def stay() -> None:
        clients = await _hold(port, count)
        arrived.set()  # type: ignore[attr-defined]
        await asyncio.get_running_loop().run_in_executor(None, leave.wait)  # type: ignore[attr-defined]
        for client in clients:
            client.close()

    import uvloop

    uvloop.run(stay())


def measure_idle(server: Process, count: int) -> Idle:
    """Let `count` children in from a process of their own, and let them go again."""
    context = multiprocessing.get_context("spawn")
    arrived, leave = context.Event(), context.Event()
    memory, cpu = server.memory(), server.cpu_seconds()
    crowd = context.Process(target=_children, args=(server.port, count, arrived, leave))
    began = time.perf_counter()
    crowd.start()
    try:
        if not arrived.wait(120):
            raise RuntimeError("not everybody was let in")
        took = time.perf_counter() - began
        spent = server.cpu_seconds() - cpu
        held = server.memory()
    finally:
        leave.set()
        crowd.join(60)
    return Idle(count / took, held, (held - memory) / count, spent / count)
