"""Two nodes, on a PostgreSQL and a Redis that come and go, and so do the nodes."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from helpline.db import tables
from tests.commands.typed import Server
from tests.faults.conftest import IS_LONG, Enter
from tests.faults.crowd import Crowd, a_crowd, now
from tests.faults.installed import Installed, a_free_door, install
from tests.faults.ledger import Account, Ledger, compare, read_kept
from tests.faults.line import DEADLINE
from tests.servers.postgresql import Postgresql, a_postgresql
from tests.servers.redis import Redis

DURABLE = {
    "fsync": "off",  # the machine itself goes on
    "synchronous_commit": "on",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
}
KILLS, MANY, PACE = (20, 500, 8.0) if IS_LONG else (1, 3, 0.0)
RESTARTS, ROLLING, TALKS = (20, 10, 20) if IS_LONG else (1, 1, 2)
WITHOUT_SECONDS, PAUSED_SECONDS = (60, 20) if IS_LONG else (0, 3)
SHARED = "helpline_template"

pytestmark = pytest.mark.slow
numbers = count(1)


@pytest.fixture(scope="module")
def database() -> Iterator[Postgresql]:
    with a_postgresql(DURABLE) as server:
        yield server


@pytest.fixture(scope="module")
def template(database: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Keys, and a database with tables and nobody in it; to be copied."""
    database.run("createdb", SHARED)
    folder = tmp_path_factory.mktemp("nodes")
    return install(folder, folder / "data", url=database.url(SHARED))


@pytest.fixture
def installed(database: Postgresql, template: Installed, redis_server: Redis) -> Installed:
    name = f"helpline_{next(numbers)}"
    database.run("createdb", f"--template={SHARED}", name)
    url = database.url(name)
    said = template.said | {"HELPLINE_DATABASE_URL": url, "HELPLINE_REDIS_URL": redis_server.url}
    return Installed(template.data, url, said)


@dataclass(slots=True)
class Nodes:
    """Two processes, each at its own door, which stays the same when it is begun again."""

    installed: Installed
    stack: ExitStack
    doors: list[tuple[int, str]] = field(default_factory=lambda: [a_free_door(), a_free_door()])
    servers: list[Server] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        return [address for _, address in self.doors]

    def begin(self) -> None:
        self.servers += [self.stack.enter_context(self.installed.serve(port=port)) for port, _ in self.doors]
        for server in self.servers:
            server.ready()

    def end(self, place: int) -> int:
        """In order, as a technician does it."""
        self.servers[place].process.send_signal(signal.SIGTERM)
        return self.servers[place].process.wait(timeout=2 * DEADLINE)

    def begin_again(self, place: int) -> None:
        server = self.stack.enter_context(self.installed.serve(port=self.doors[place][0]))
        self.servers[place] = server.ready()


@asynccontextmanager
async def at_work(installed: Installed, talks: int, pace: float = 0.0) -> AsyncIterator[tuple[Nodes, Crowd]]:
    """Both nodes, and people who talk from the one to the other."""
    with ExitStack() as stack:
        nodes = Nodes(installed, stack)
        await asyncio.to_thread(nodes.begin)
        async with a_crowd(nodes.addresses, pace=pace) as crowd, crowd.talking():
            # who met first would be taken for gone before the last ones did, if they waited for them
            await crowd.meets(await installed.hire(talks))
            await crowd.until_all_spoke()
            yield nodes, crowd


async def account_of(installed: Installed, crowd: Crowd) -> Account:
    said = list(crowd.ledger.acked)  # they may talk on while it is read
    account = compare(said, await read_kept(installed.url, installed.keys))
    assert account.adds_up, account
    assert account.acked > 0
    return account


async def assigned_twice(installed: Installed) -> int:
    """Conversations that somebody held when somebody else was given them, or that were given to anybody again."""
    a = tables.assignment.c
    engine = create_async_engine(installed.url, poolclass=NullPool)
    async with engine.connect() as connection:
        many = select(a.conversation).group_by(a.conversation).having(func.count() > 1)
        found = len((await connection.execute(many)).all())
    await engine.dispose()
    return found


async def test_when_a_node_dies_everybody_goes_on_at_the_other(installed: Installed, enter: Enter):
    slowest = 0.0
    async with at_work(installed, MANY, PACE) as (nodes, crowd):
        for turn in range(KILLS):
            dies = turn % 2
            await crowd.parts()
            await crowd.until_all_spoke()
            crowd.resumed.clear()
            os.kill(nodes.servers[dies].process.pid, signal.SIGKILL)
            await crowd.until_all_spoke()
            slowest = max([slowest, *crowd.resumed])
            await asyncio.to_thread(nodes.begin_again, dies)
            await crowd.until_all_spoke()
    account, twice = await account_of(installed, crowd), await assigned_twice(installed)
    seen = f"{MANY} conversations; the last one talks on after {slowest:.1f} s; {twice} assigned twice"
    enter("one of two nodes is killed (kill -9)", KILLS, account, seen)
    assert twice == 0


async def test_a_rolling_restart_hands_everybody_over(installed: Installed, enter: Enter):
    async with at_work(installed, TALKS, PACE / 8) as (nodes, crowd):
        for _ in range(ROLLING):
            for place in (0, 1):
                assert await asyncio.to_thread(nodes.end, place) == 0
                await crowd.until_all_spoke()
                await asyncio.to_thread(nodes.begin_again, place)
            await crowd.until_all_heard()
        slowest = max(crowd.resumed)
    account, twice = await account_of(installed, crowd), await assigned_twice(installed)
    seen = f"two nodes each; talk on after {slowest:.1f} s at most; {twice} assigned twice"
    enter("a rolling restart (drain, hand over)", ROLLING, account, seen)
    assert twice == 0


async def test_the_database_and_redis_come_and_go(
    installed: Installed, database: Postgresql, redis_server: Redis, enter: Enter
):
    async with at_work(installed, TALKS, PACE / 80) as (_, crowd):
        for mode in ("fast", "immediate"):
            crowd.ledger, slowest = Ledger(), 0.0
            for _ in range(RESTARTS):
                await asyncio.to_thread(database.end, mode)
                await crowd.until_refused(len(crowd.speakers))
                await asyncio.to_thread(database.begin)
                began = now()
                await crowd.until_all_spoke()
                slowest = max(slowest, now() - began)
            seen = f"all talk on {slowest:.1f} s after it is back; {crowd.codes()}"
            enter(f"PostgreSQL restarts ({mode})", RESTARTS, await account_of(installed, crowd), seen)
        crowd.ledger, slowest = Ledger(), 0.0
        for _ in range(RESTARTS):
            slowest = max(slowest, await without_redis(crowd, redis_server, 0))
        await told(enter, "Redis restarts", RESTARTS, installed, crowd, slowest)
        if WITHOUT_SECONDS:
            crowd.ledger = Ledger()
            slowest = await without_redis(crowd, redis_server, WITHOUT_SECONDS)
            await told(enter, f"{WITHOUT_SECONDS} s without Redis", 1, installed, crowd, slowest)
        crowd.ledger = Ledger()
        await asyncio.to_thread(pause, redis_server, PAUSED_SECONDS)
        until, slowest = now() + PAUSED_SECONDS, 0.0
        while now() < until:
            slowest = max(slowest, await heard_after(crowd))
        await told(enter, f"clients of Redis are paused for {PAUSED_SECONDS} s", 1, installed, crowd, slowest)


async def without_redis(crowd: Crowd, redis_server: Redis, seconds: float) -> float:
    """For so long, and until it is back; in seconds, the longest that somebody waited to hear all that was said."""
    await asyncio.to_thread(redis_server.end)
    until, slowest = now() + seconds, await heard_after(crowd)
    while now() < until:
        slowest = max(slowest, await heard_after(crowd))
    await asyncio.to_thread(redis_server.begin)
    return max(slowest, await heard_after(crowd))


async def heard_after(crowd: Crowd) -> float:
    await crowd.until_all_spoke()
    began = now()
    await crowd.until_all_heard()
    return now() - began


async def told(enter: Enter, fault: str, times: int, installed: Installed, crowd: Crowd, slowest: float) -> None:
    seen = f"heard at the other node after {slowest:.1f} s at most; {len(crowd.resumed)} lines were cut"
    enter(fault, times, await account_of(installed, crowd), seen)


def pause(redis_server: Redis, seconds: int) -> None:
    """Redis takes what it is told, and answers nobody for so long."""
    with socket.create_connection(("127.0.0.1", redis_server.port)) as line:
        line.sendall(f"CLIENT PAUSE {seconds * 1000} ALL\r\n".encode())
        assert line.recv(16).startswith(b"+OK")
