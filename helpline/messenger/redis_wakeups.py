"""The port `Wakeups` over Redis: a channel for each topic, and in it nothing but which node spoke, and whether only
words are new.

What is told while Redis is away is not kept: whoever is not sure to be told looks for itself (`realtime/poll.py`). So
every node says each second that it is there, and one that does not hear all the others is not sure.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from helpline.messenger.connecting import AWAY, client, keep_connecting
from helpline.messenger.ending import end
from helpline.messenger.names import Names

log = logging.getLogger(__name__)
ALWAYS = ("queue", "deadlines", "sessions", "knowledge")
"""Followed by every node; the others as long as somebody looks at them there."""
HERE_ALONE = frozenset({"line"})
BEAT = "beat"
BEAT_SECONDS = 1.0
DEAF_SECONDS = 2.0
SILENT_SECONDS = 3.0
PATIENCE_SECONDS = 2.5
AT_ONCE = 500
WORDS = b"+"
"""Before the name of the node: something was said, and else nothing changed. Whoever does not know it looks again."""
Heed = Callable[[Collection[str]], None]


class RedisWakeups:
    """One for each process; `run` connects, and again after each failure.

    url: of Redis, maybe with a password · node: who speaks.
    """

    def __init__(self, url: str, names: Names, node: str) -> None:
        self._url = url
        self._names = names
        self._node = node.encode()
        self._heeders: list[Heed] = []
        self._word_heeders: list[Heed] = []
        self._wanted: dict[bytes, str] = {names.of(topic): topic for topic in ALWAYS}
        self._followers: Counter[str] = Counter()
        self._followed: set[bytes] = set()
        self._told: dict[str, bytes] = {}
        self._wants = asyncio.Event()
        self._tells = asyncio.Event()
        self._echoed = asyncio.Event()
        self._is_connected = self._is_up = False
        self._heard_at: dict[str, float] = {}
        self._took = 0.0

    # ---- the port ----

    def publish(self, topics: Collection[str]) -> None:
        self.wake(topics)
        self._tell(dict.fromkeys(topics, self._node))

    def subscribe(self, heed: Heed) -> None:
        self._heeders.append(heed)

    def subscribe_words(self, heed: Heed) -> None:
        self._word_heeders.append(heed)

    def wake(self, topics: Collection[str]) -> None:
        for heed in self._heeders:
            heed(topics)

    def pass_on(self, topics: Collection[str]) -> None:
        # who is to look again sees what was said as well
        self._tell(dict.fromkeys((topic for topic in topics if topic not in self._told), WORDS + self._node))

    def _tell(self, told: Mapping[str, bytes]) -> None:
        if not self._is_connected:
            return
        self._told.update((topic, what) for topic, what in told.items() if topic not in HERE_ALONE)
        self._tells.set()

    def follow(self, topic: str, is_followed: bool) -> None:
        if topic in HERE_ALONE or topic in ALWAYS:
            return
        self._followers[topic] += 1 if is_followed else -1
        if self._followers[topic]:
            self._wanted[self._names.of(topic)] = topic
        else:
            del self._followers[topic]
            self._wanted.pop(self._names.of(topic), None)
        self._wants.set()

    def hears(self, nodes: Collection[str]) -> bool:
        now = asyncio.get_running_loop().time()
        silent = [it for it in nodes if now - self._heard_at.get(it, -SILENT_SECONDS) >= SILENT_SECONDS]
        return self._is_up and not silent

    @property
    def took(self) -> float | None:
        """Seconds of the last beat, to Redis and back; null while it does not answer."""
        return self._took if self._is_up else None

    # ---- the line to Redis ----

    async def run(self) -> None:
        """Until the process ends."""
        await keep_connecting(self._connect, self._lost, PATIENCE_SECONDS)

    def _lost(self) -> None:
        self._is_connected = self._is_up = False

    async def _connect(self) -> None:
        """Until Redis does not answer any more."""
        self._followed.clear()
        self._told.clear()
        try:
            async with client(self._url, DEAF_SECONDS) as redis:
                await self._serve(redis)
        except AWAY:
            if self._is_up:
                log.warning("messenger_away")

    async def _serve(self, redis: Redis) -> None:
        """Until something of it fails."""
        pubsub = redis.pubsub()
        await pubsub.subscribe(self._names.of(BEAT))
        self._is_connected = True
        self._wants.set()
        parts: list[Awaitable[None]] = [
            self._listen(pubsub), self._follow_all(pubsub), self._tell_all(redis), self._beat(redis),
        ]  # fmt: skip
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await end(tasks, BEAT_SECONDS)
            await pubsub.aclose()  # type: ignore[no-untyped-call, unused-ignore]

    async def _listen(self, pubsub: PubSub) -> None:
        beat = self._names.of(BEAT)
        async for message in pubsub.listen():
            kind, channel = message["type"], message["channel"]
            if kind == "message" and channel == beat:
                self._heard(message["data"])
            elif kind == "message":
                self._hand_on(channel, message["data"])
            elif kind == "subscribe":
                # between the first look and this moment it may have changed
                self._wake_for(channel, self.wake)

    def _heard(self, node: bytes) -> None:
        self._heard_at[node.decode()] = asyncio.get_running_loop().time()
        if node == self._node:
            self._echoed.set()

    def _hand_on(self, channel: bytes, told: bytes) -> None:
        if told.removeprefix(WORDS) != self._node:
            self._wake_for(channel, self._hear_words if told.startswith(WORDS) else self.wake)

    def _wake_for(self, channel: bytes, wake: Heed) -> None:
        topic = self._wanted.get(channel)
        if topic is not None:
            wake({topic})

    def _hear_words(self, topics: Collection[str]) -> None:
        for heed in self._word_heeders:
            heed(topics)

    async def _follow_all(self, pubsub: PubSub) -> None:
        while True:
            await self._wants.wait()
            self._wants.clear()
            for channels in _some(self._wanted.keys() - self._followed):
                self._followed.update(channels)
                await pubsub.subscribe(*channels)
            for channels in _some(self._followed - self._wanted.keys()):
                self._followed.difference_update(channels)
                await pubsub.unsubscribe(*channels)

    async def _tell_all(self, redis: Redis) -> None:
        while True:
            await self._tells.wait()
            self._tells.clear()
            topics, self._told = self._told, {}
            async with asyncio.timeout(DEAF_SECONDS), redis.pipeline(transaction=False) as several:
                for topic, what in topics.items():
                    several.publish(self._names.of(topic), what)
                await several.execute()

    async def _beat(self, redis: Redis) -> None:
        while True:
            self._echoed.clear()
            began = asyncio.get_running_loop().time()
            async with asyncio.timeout(DEAF_SECONDS):
                await redis.publish(self._names.of(BEAT), self._node)
                await self._echoed.wait()
            self._took = asyncio.get_running_loop().time() - began
            if not self._is_up:
                self._is_up = True
                log.info("messenger_there")
            await asyncio.sleep(BEAT_SECONDS)


def _some(channels: Collection[Any]) -> list[list[Any]]:
    every = list(channels)
    return [every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE)]
