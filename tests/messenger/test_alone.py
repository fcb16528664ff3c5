"""Words are told only where somebody else follows them, and nobody who comes misses any."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from helpline.messenger.redis_wakeups import ANNOUNCES, CAME, WORDS, RedisWakeups
from helpline.messenger.straight import Straight
from tests.messenger.nodes import TALK, Node, nodes
from tests.messenger.running import DEADLINE, NAMES, a_turn, running, until
from tests.servers.redis import Redis

CHANNEL = NAMES.of(TALK)


class Before(RedisWakeups):
    """Of the version that neither announced that it came nor that it would."""

    def _publish(self, mouth: Straight, told: Sequence[tuple[bytes, bytes]]) -> None:
        super()._publish(mouth, [it for it in told if not it[1].startswith((ANNOUNCES, CAME))])


async def is_alone(node: Node) -> None:
    """It talks to itself until it is known that nobody else hears it."""
    async with asyncio.timeout(DEADLINE):
        while not node.wakeups._company.is_alone(CHANNEL):
            node.wakeups.pass_on({TALK})
            await a_turn()
    await all_is_answered(node)


async def all_is_answered(node: Node) -> None:
    await until(lambda: not node.wakeups._asked and not node.wakeups._told)


def line(node: Node, which: str) -> Straight:
    found = getattr(node.wakeups, which)
    assert isinstance(found, Straight)
    return found


def hang_up(node: Node) -> None:
    line(node, "_ears")._transport.abort()


@asynccontextmanager
async def said_before_it_is_heard(node: Node) -> AsyncIterator[list[bytes]]:
    """Each time that somebody came, this node said something a moment before it hears of it."""
    heed, came = line(node, "_ears")._heed, list[bytes]()

    def hear(heard: Sequence[Any]) -> None:
        for _, _, said in heard:
            if isinstance(said, bytes) and said.startswith(CAME):
                node.wakeups.pass_on({TALK})
                came.append(said)
        heed(heard)

    line(node, "_ears")._heed = hear
    yield came


async def test_where_nobody_else_follows_it_words_are_not_told(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, _):
        await one.follows(TALK)
        await is_alone(one)
        one.wakeups.pass_on({TALK})
        assert CHANNEL not in one.wakeups._told
        one.wakeups.publish({TALK})
        assert CHANNEL in one.wakeups._told


async def test_who_comes_hears_what_is_said_from_then_on(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await one.follows(TALK)
        await is_alone(one)
        await other.follows(TALK)
        await other.is_woken(TALK)  # by the one who was alone
        one.wakeups.pass_on({TALK})
        await until(lambda: other.heard == [TALK])
        await all_is_answered(one)
        assert not one.wakeups._company.is_alone(CHANNEL)


async def test_what_was_said_while_somebody_came_is_looked_for(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await one.follows(TALK)
        await is_alone(one)
        async with said_before_it_is_heard(one) as came:
            await other.follows(TALK)  # and has looked
            await until(lambda: came != [])
            await other.is_woken(TALK)


async def test_who_goes_and_comes_again_is_told_again(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await one.follows(TALK)
        for _ in range(2):
            await other.follows(TALK)
            one.wakeups.pass_on({TALK})
            await until(lambda: TALK in other.heard + other.woken)
            other.wakeups.follow(TALK, False)
            await is_alone(one)
            other.heard.clear()
            other.woken.clear()


async def test_a_node_of_the_version_before_is_told_as_ever(redis_server: Redis):
    async with nodes(redis_server.url, "one") as (one,):
        await one.follows(TALK)
        await is_alone(one)
        other = Node(redis_server.url, "before", Before)
        async with running([other.wakeups]):
            await other.follows(TALK)
            await other.is_woken(TALK)  # as soon as it is known to be there
            one.wakeups.pass_on({TALK})
            await until(lambda: other.heard == [TALK])
            await all_is_answered(one)
            assert not one.wakeups._company.is_alone(CHANNEL)


async def test_it_does_not_believe_to_be_alone_where_one_may_come_who_does_not_say_so(redis_server: Redis):
    async with nodes(redis_server.url, "one") as (one,):
        await one.follows(TALK)
        other = Node(redis_server.url, "before", Before)
        async with running([other.wakeups]):
            await until(lambda: one.wakeups.hears(["before"]))
            for _ in range(3):
                one.wakeups.pass_on({TALK})
                await all_is_answered(one)
            await other.follows(TALK)
            one.wakeups.pass_on({TALK})
            await until(lambda: other.heard == [TALK])


async def test_who_was_cut_off_tells_what_was_said_meanwhile_where_it_had_been_alone(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await one.follows(TALK)
        await is_alone(one)
        line(one, "_ears")._heed = lambda heard: None  # it hears nothing any more, and does not know it yet
        await other.follows(TALK)
        one.wakeups.pass_on({TALK})
        hang_up(one)
        await other.is_woken(TALK)


async def test_what_was_told_while_it_was_cut_off_is_told_when_it_is_back(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await other.follows(TALK)
        hang_up(one)
        await until(lambda: one.wakeups._ears is None)
        one.wakeups.pass_on({TALK})
        await until(lambda: other.heard == [TALK])


async def test_what_was_lost_on_the_way_is_told_again(redis_server: Redis):
    async with nodes(redis_server.url, "one", "other") as (one, other):
        await other.follows(TALK)
        line(one, "_mouth").send = lambda commands: None  # type: ignore[method-assign]
        one.wakeups.pass_on({TALK})
        one.wakeups.publish({"queue"})
        await until(lambda: {what for channel, what, _ in one.wakeups._asked if channel == CHANNEL} == {WORDS + b"one"})
        hang_up(one)
        await other.is_woken("queue")
        await until(lambda: other.heard == [TALK])
