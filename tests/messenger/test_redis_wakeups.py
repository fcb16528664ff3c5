"""Wake-ups over Redis: to whoever follows a topic and to nobody else, without a word; and when Redis is gone."""

from __future__ import annotations

import asyncio

import pytest

from helpline.messenger.names import Names
from helpline.messenger.redis_wakeups import RedisWakeups
from tests.messenger.nodes import TALK, Node, nodes
from tests.messenger.running import DEADLINE, a_turn, running, until
from tests.servers.redis import Redis


async def test_what_is_told_on_one_wakes_who_follows_it_on_the_other_and_itself_once(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await other.follows(TALK)
        await one.follows(TALK)
        one.wakeups.publish({TALK, "queue"})
        await other.is_woken(TALK)
        await other.is_woken("queue")
        other.wakeups.publish({"queue"})
        await one.is_woken("queue")
        assert one.woken.count(TALK) == 1
        assert other.woken.count(TALK) == 0


async def test_where_only_something_was_said_it_is_told_so_and_nobody_looks(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await other.follows(TALK)
        await one.follows(TALK)
        one.wakeups.pass_on({TALK})
        await until(lambda: other.heard == [TALK])
        one.wakeups.publish({"queue"})
        await other.is_woken("queue")
        assert TALK not in other.woken
        assert TALK not in one.woken
        assert one.heard == []


@pytest.mark.parametrize("first", ["pass_on", "publish"])
async def test_where_something_changed_as_well_everybody_looks(redis_server: Redis, first: str):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await other.follows(TALK)
        for way in (first, "publish" if first == "pass_on" else "pass_on"):
            getattr(one.wakeups, way)({TALK})
        await other.is_woken(TALK)


async def test_who_does_not_follow_it_any_more_is_left_in_peace(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await other.follows(TALK)
        other.wakeups.follow(TALK, False)
        await other.follows("staff:ann")
        one.wakeups.publish({TALK, "staff:cora"})
        one.wakeups.publish({"staff:ann"})
        await other.is_woken("staff:ann")
        assert not {TALK, "staff:cora"} & set(other.woken)


async def test_what_wakes_this_node_alone_goes_nowhere(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await other.follows(TALK)
        one.wakeups.wake({TALK})
        one.wakeups.publish({"queue", "line"})
        await other.is_woken("queue")
        assert not {TALK, "line"} & set(other.woken)


async def test_who_reads_along_at_redis_learns_neither_what_nor_who(redis_server: Redis):
    reader, writer = await asyncio.open_connection("127.0.0.1", redis_server.port)
    writer.write(b"MONITOR\r\n")
    assert await reader.readline() == b"+OK\r\n"
    async with nodes(redis_server.url, "one", "other") as (one, other):
        for topic in (TALK, "staff:ann", "alarms", "sanctions"):
            await other.follows(topic)
        one.wakeups.publish({TALK, "staff:ann", "alarms", "sanctions", "queue"})
        await other.is_woken("queue")
    writer.write(b"QUIT\r\n")
    async with asyncio.timeout(DEADLINE):
        seen = (await reader.read()).lower()
    writer.close()
    assert seen.count(b'"publish"') > 5
    for word in (b"8bjteq0vx", b"conversation", b"staff", b"ann", b"alarm", b"sanction", b"queue"):
        assert word not in seen


async def test_another_helpline_at_the_same_redis_is_not_woken(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        stranger = Node(redis_server.url, "stranger")
        stranger.wakeups = RedisWakeups(redis_server.url, Names(b"another secret"), "stranger")
        stranger.wakeups.subscribe(stranger._heed)
        async with running([stranger.wakeups]):
            await stranger.follows(TALK)
            stranger.woken.clear()
            await other.follows(TALK)
            one.wakeups.publish({TALK, "queue"})
            await other.is_woken(TALK)
            assert not stranger.wakeups.hears(["one"])
            assert stranger.woken == []


@pytest.mark.parametrize("how", ["killed", "paused"])
async def test_without_redis_no_node_is_sure_and_it_comes_back_by_itself(redis_server: Redis, how: str):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await other.follows(TALK)
        assert one.wakeups.took is not None
        if how == "killed":
            await asyncio.to_thread(redis_server.end)
        else:
            redis_server.pause()
        for it in (one, other):
            await until(lambda it=it: not it.wakeups.hears([]))
        assert one.wakeups.took is None
        one.wakeups.publish({TALK})
        await asyncio.to_thread(redis_server.end)
        await asyncio.to_thread(redis_server.begin)
        await other.is_woken(TALK)  # for what was lost meanwhile
        for it in (one, other):
            await until(lambda it=it: it.wakeups.hears(["one", "other"]))
        one.wakeups.publish({TALK})
        await other.is_woken(TALK)


async def test_a_node_that_is_not_heard_makes_the_others_look_for_themselves(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, _):
        assert one.wakeups.hears(["other"])
        assert not one.wakeups.hears(["other", "a third one"])


async def test_it_ends_when_it_is_told_to_whatever_it_is_doing(redis_server: Redis):
    for turns in range(24):
        node = Node(redis_server.url, "one")
        task = asyncio.create_task(node.wakeups.run())
        for turn in range(turns):
            node.wakeups.publish({TALK, f"staff:{turn}"})
            node.wakeups.follow(f"staff:{turn}", True)
            await a_turn()
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=DEADLINE)
        assert done, f"still at work, told to end after {turns} turns"
