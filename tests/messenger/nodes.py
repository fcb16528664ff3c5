"""Nodes that remember what they were woken for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager

from helpline.messenger.redis_wakeups import RedisWakeups
from tests.messenger.running import DEADLINE, NAMES, running, until

TALK = "conversation:8bJtEq0Vx"


class Node:
    """Remembers what it was woken for."""

    def __init__(self, url: str, name: str, made: Callable[..., RedisWakeups] = RedisWakeups) -> None:
        self.name = name
        self.wakeups = made(url, NAMES, name)
        self.woken: list[str] = []
        self.heard: list[str] = []
        self._something = asyncio.Event()
        self.wakeups.subscribe(self._heed)
        self.wakeups.subscribe_words(self._hear)

    def _heed(self, topics: Collection[str]) -> None:
        self.woken += topics
        self._something.set()

    def _hear(self, topics: Collection[str]) -> None:
        self.heard += topics

    async def is_woken(self, topic: str) -> None:
        """Wait for it, and forget it."""
        async with asyncio.timeout(DEADLINE):
            while topic not in self.woken:
                self._something.clear()
                await self._something.wait()
        self.woken.remove(topic)

    async def follows(self, topic: str) -> None:
        """From now on it is woken; it is once at the beginning, for what may have happened before."""
        self.wakeups.follow(topic, True)
        await self.is_woken(topic)


@asynccontextmanager
async def nodes(url: str, *names: str) -> AsyncIterator[list[Node]]:
    """At work, each sure to be woken by all."""
    there = [Node(url, name) for name in names]
    async with running([it.wakeups for it in there]):
        for it in there:
            await until(lambda it=it: it.wakeups.hears(names))
        yield there
