"""Limits over Redis: for all nodes together, under names that tell nothing, and of no weight when Redis is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from redis.asyncio import Redis as Client

from helpline.actions.limit import Limits
from helpline.core.errors import TooMany
from helpline.core.limits import Bucket, Buckets
from helpline.messenger.names import Names
from helpline.messenger.redis_limits import RedisLimits
from helpline.ports.identifiers import Pseudonym
from helpline.ports.limits import Asked
from tests.fakes.clock import FakeClock
from tests.messenger.running import DEADLINE, NAMES, a_turn, running, until
from tests.servers.redis import Redis

SLOW = Bucket(1 / 3_600, 3)
BLUE = (Pseudonym("device", 7, b"\x07" * 32),)


@asynccontextmanager
async def nodes(url: str, count: int, patience: float = DEADLINE) -> AsyncIterator[list[RedisLimits]]:
    """At work, each with an answer of Redis. patience: long, so that a busy machine is no Redis that is away."""
    there = [RedisLimits(url, NAMES, patience) for _ in range(count)]
    async with running(there):
        for it in there:
            await until(lambda it=it: it.is_there)
        yield there


async def taken(limits: Limits, *asked: tuple[str, Any]) -> int:
    """0, or the seconds to wait."""
    try:
        await limits.check_everywhere(*asked)
    except TooMany as refused:
        return int(refused.fields["retry_seconds"])
    return 0


async def test_what_is_taken_on_one_node_is_gone_on_the_other(redis_server: Redis):
    async with nodes(redis_server.url, 2) as two:
        one, other = (Limits({"enters_device": SLOW}, FakeClock(), it) for it in two)
        answers = [await taken(it, ("enters_device", BLUE)) for it in (one, other, one, other, one)]
        assert answers[:3] == [0, 0, 0]
        assert all(3_500 < seconds <= 3_600 for seconds in answers[3:])
        assert await taken(other, ("enters_device", "somebody else")) == 0


async def test_of_many_who_ask_at_once_on_both_nodes_exactly_the_burst_is_let_in(redis_server: Redis):
    async with nodes(redis_server.url, 2) as two:
        both = [Limits({"enters_all": Bucket(1 / 3_600, 20)}, FakeClock(), it) for it in two]
        answers = await asyncio.gather(*(taken(it, ("enters_all", "all")) for it in both * 40))
        assert sum(answer == 0 for answer in answers) == 20


async def test_a_refusal_takes_nothing_of_what_comes_after_it(redis_server: Redis):
    async with nodes(redis_server.url, 1) as (node,):
        limits = Limits({"enters_device": Bucket(1 / 3_600, 1), "enters_all": SLOW}, FakeClock(), node)
        assert await taken(limits, ("enters_device", "a"), ("enters_all", "all")) == 0
        for _ in range(5):
            assert await taken(limits, ("enters_device", "a"), ("enters_all", "all")) > 0
        for name in ("b", "c"):
            assert await taken(limits, ("enters_device", name), ("enters_all", "all")) == 0


async def test_it_decides_as_the_rule_in_memory_does(redis_server: Redis):
    """What is asked within a moment; the seconds between are Redis' own."""

    async def compare(node: RedisLimits, burst: int, tries: int, number: int) -> None:
        bucket = Bucket(1 / 1_000_000, burst)
        table = Buckets(bucket)
        for _ in range(tries):
            there = await node.take([Asked("any", bucket, number)])
            assert (there == 0) == (table.take(number, 0.0) is None)

    async with nodes(redis_server.url, 1) as (node,):
        for number, (burst, tries) in enumerate([(1, 3), (2, 2), (7, 9), (30, 31)]):
            await compare(node, burst, tries, number)


async def test_a_token_comes_back_after_its_time(redis_server: Redis):
    async with nodes(redis_server.url, 1) as (node,):
        limits = Limits({"log_ins_name": Bucket(50, 1)}, FakeClock(), node)
        assert await taken(limits, ("log_ins_name", "ann")) == 0
        async with asyncio.timeout(DEADLINE):
            while await taken(limits, ("log_ins_name", "ann")):
                await a_turn()


async def test_who_got_in_is_free_again_on_every_node(redis_server: Redis):
    async with nodes(redis_server.url, 2) as two:
        one, other = (Limits({"log_ins_name": SLOW}, FakeClock(), it) for it in two)
        assert [await taken(one, ("log_ins_name", "ann")) > 0 for _ in range(4)] == [False, False, False, True]
        await other.drop_everywhere("log_ins_name", "ann")
        assert await taken(other, ("log_ins_name", "ann")) == 0


async def test_what_redis_keeps_tells_nothing_and_goes_by_itself(redis_server: Redis):
    network = "198.51.100.7"
    asked = [
        Asked("enters_device", SLOW, BLUE),
        Asked("log_ins_name", SLOW, "ann"),
        Asked("log_ins_network", SLOW, network),
    ]
    async with nodes(redis_server.url, 1) as (node,), Client.from_url(redis_server.url) as client:
        await node.take(asked)
        keys = await client.keys()
        assert len(keys) == len(asked)
        kept = repr([(key, await client.hgetall(key)) for key in keys])
        for known in ("ann", network, "07070707", r"\x07", "enters", "log_ins", "limit", "device"):
            assert known not in kept
        for key in keys:
            assert 0 < await client.pttl(key) <= 3 * 3_600_000
        assert {len(key) for key in keys} == {32}


async def test_other_helplines_make_other_names(redis_server: Redis):
    other = RedisLimits(redis_server.url, Names(b"another secret"))
    assert other._key("enters_device", BLUE) != RedisLimits(redis_server.url, NAMES)._key("enters_device", BLUE)


async def test_without_redis_each_node_counts_for_itself_at_once():
    nobody = RedisLimits("redis://127.0.0.1:9/0", NAMES)
    limits = Limits({"enters_device": SLOW}, FakeClock(), nobody)
    assert [await taken(limits, ("enters_device", BLUE)) > 0 for _ in range(4)] == [False, False, False, True]


async def test_when_redis_dies_nobody_is_refused_for_it_and_what_was_counted_here_counts(redis_server: Redis):
    async with nodes(redis_server.url, 2) as two:
        one, other = (Limits({"enters_device": SLOW}, FakeClock(), it) for it in two)
        assert await taken(one, ("enters_device", BLUE)) == 0
        redis_server.end()
        assert [await taken(one, ("enters_device", BLUE)) > 0 for _ in range(3)] == [False, False, True]
        assert [await taken(other, ("enters_device", BLUE)) > 0 for _ in range(4)] == [False, False, False, True]
        redis_server.begin()
        for it in two:
            await until(lambda it=it: it.is_there)
        assert await taken(one, ("enters_device", BLUE)) == 0


async def test_a_redis_that_does_not_answer_is_asked_once_and_not_again(redis_server: Redis):
    async with nodes(redis_server.url, 1) as (node,):
        node._patience = 0.001
        redis_server.pause()
        limits = Limits({"enters_device": Bucket(1, 1_000)}, FakeClock(), node)
        assert await taken(limits, ("enters_device", BLUE)) == 0
        assert not node.is_there
        for _ in range(500):
            assert await taken(limits, ("enters_device", BLUE)) == 0
        assert node._asked == []


async def test_whoever_waits_for_an_answer_when_redis_dies_is_told_at_once(redis_server: Redis):
    async with nodes(redis_server.url, 1) as (node,):
        redis_server.pause()
        waits = asyncio.ensure_future(node.take([Asked("enters_device", SLOW, BLUE)]))
        await asyncio.sleep(0)
        redis_server.end()
        async with asyncio.timeout(DEADLINE / 2):
            assert await waits is None


async def test_messages_and_events_are_never_asked_elsewhere():
    class Asking:
        async def take(self, asked: list[Asked]) -> int | None:
            raise AssertionError(asked)

        async def drop(self, name: str, whose: object) -> None:
            raise AssertionError(name)

    limits = Limits({"messages_all": SLOW}, FakeClock(), Asking())
    limits.check(("messages_all", "all"))
    limits.drop("messages_all", "all")
