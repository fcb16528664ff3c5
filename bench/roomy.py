"""A server whose volunteers may have ten chats at once, for a load that 200 of them can bear; else as it is run.

The product knows one or two. Who asks for two gets ten here.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from bench import platform
from bench.nodes import DURABLE, Machines
from bench.process import Process, free_port, started
from tests.servers.postgresql import a_postgresql
from tests.servers.redis import a_redis

CHATS = 10


def roomy(environ: dict[str, str]) -> AbstractContextManager[Process]:
    """One node."""
    port = free_port()
    return started("-m", "bench.roomy", "serve", "--port", str(port), port=port, environ=environ)


@contextmanager
def roomy_machines(folder: Path, nodes: int, staff: int) -> Iterator[Machines]:
    """Some nodes on a PostgreSQL of their own; more than one also on a Redis."""
    with ExitStack() as stack:
        database = stack.enter_context(a_postgresql(DURABLE))
        database.run("createdb", "helpline")
        environ = asyncio.run(platform.prepare(folder, staff, database.url("helpline")))
        postmaster = int((database.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        beside = [Process(postmaster, database.port)]
        if nodes > 1:
            redis = stack.enter_context(a_redis())
            environ |= {"HELPLINE_REDIS_URL": redis.url}
            beside.append(Process(redis.pid, redis.port))
        yield Machines([stack.enter_context(roomy(environ)) for _ in range(nodes)], beside)


def give_room() -> None:
    """In this process alone; before the parts are put together, as they take the function along."""
    from helpline.core import queue
    from helpline.core.staff import Level

    def weight(chats: int, level: Level) -> int:
        return queue.CAPACITY // CHATS if chats == 2 else queue.CAPACITY

    queue.weight = weight


if __name__ == "__main__":
    give_room()
    from helpline.__main__ import main

    sys.exit(main())
