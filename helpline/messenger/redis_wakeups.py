"""The port `Wakeups` over Redis: a channel for each topic, and in it nothing but which node spoke, and whether only
words are new.

What is told while Redis is away is told when it is back; until then whoever is not sure to be told looks for itself
(`realtime/poll.py`). So every node says each second that it is there, and one that does not hear all the others is not
sure. Words are told only where somebody else follows them (`company.py`).
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from redis.asyncio import Redis

from helpline.messenger.company import Company, Sure
from helpline.messenger.connecting import AWAY, client, keep_connecting
from helpline.messenger.ending import end
from helpline.messenger.names import Names
from helpline.messenger.straight import Straight, straight

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
MOST_KEPT = 10_000
"""Topics that are told when Redis is back."""
WORDS = b"+"
"""Before the name of the node: something was said, and else nothing changed. Whoever does not know it looks again."""
CAME = b"?"
"""Before the name of the node: it follows this from now on. Whoever does not know it looks again."""
ANNOUNCES = b"!"
"""Before the name of the node, where it beats: it says `CAME`. Whoever does not know it takes it for another node."""
SPOKEN_IN = "conversation:"
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
        self._company = Company()
        self._announcing: set[bytes] = set()
        self._told: dict[bytes, bytes] = {}
        self._asked: deque[tuple[bytes, bytes, Sure | None]] = deque()
        self._ears: Straight | None = None
        self._mouth: Straight | None = None
        self._is_due = self._is_up = False
        self._echoed = asyncio.Event()
        self._heard_at: dict[str, float] = {}
        self._took = 0.0

    # ---- the port ----

    def publish(self, topics: Collection[str]) -> None:
        self.wake(topics)
        self._tell((self._names.of(topic) for topic in topics if topic not in HERE_ALONE), self._node)

    def subscribe(self, heed: Heed) -> None:
        self._heeders.append(heed)

    def subscribe_words(self, heed: Heed) -> None:
        self._word_heeders.append(heed)

    def wake(self, topics: Collection[str]) -> None:
        for heed in self._heeders:
            heed(topics)

    def pass_on(self, topics: Collection[str]) -> None:
        channels = [self._names.of(topic) for topic in topics]
        self._tell((it for it in channels if not self._company.is_alone(it)), WORDS + self._node)

    def _tell(self, channels: Iterable[bytes], what: bytes) -> None:
        for channel in channels:
            if channel in self._told:
                if what == self._node:  # who is to look again sees what was said as well
                    self._told[channel] = what
            elif len(self._told) < MOST_KEPT:
                self._told[channel] = what
        self._soon()

    def follow(self, topic: str, is_followed: bool) -> None:
        if topic in HERE_ALONE or topic in ALWAYS:
            return
        self._followers[topic] += 1 if is_followed else -1
        if self._followers[topic]:
            self._wanted[self._names.of(topic)] = topic
        else:
            del self._followers[topic]
            self._wanted.pop(self._names.of(topic), None)
        self._soon()

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
        self._ears = self._mouth = None
        self._is_up = False
        # nothing was told where we were alone: somebody may have come, and we are not there to hear of it
        self._tell(self._company.lost(), self._node)
        unanswered, self._asked = self._asked, deque()
        for channel, what, _ in unanswered:
            if not what.startswith(CAME) and channel != self._names.of(BEAT):
                self._tell([channel], what)

    async def _connect(self) -> None:
        """Until Redis does not answer any more."""
        try:
            async with client(self._url, DEAF_SECONDS) as redis:
                await self._serve(redis)
        except AWAY:
            if self._is_up:
                log.warning("messenger_away")

    async def _serve(self, redis: Redis) -> None:
        """Until something of it fails."""
        self._echoed.clear()
        async with (
            straight(redis, self._hear, DEAF_SECONDS) as ears,
            straight(redis, self._answered, DEAF_SECONDS) as mouth,
        ):
            ears.send([(b"SUBSCRIBE", self._names.of(BEAT))])
            self._ears, self._mouth = ears, mouth
            self._now()
            beating = asyncio.ensure_future(self._beat(mouth))
            parts: list[asyncio.Future[None]] = [beating, ears.over, mouth.over]
            try:
                done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
                for it in done:
                    it.result()
            finally:
                await end([beating], BEAT_SECONDS)

    def _soon(self) -> None:
        """At the end of this turn of the loop, together with what else there is to say."""
        if self._ears is not None and not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_soon(self._now)

    def _now(self) -> None:
        self._is_due = False
        if self._ears is not None and self._mouth is not None:
            self._follow_all(self._ears)
            self._tell_all(self._mouth)

    # ---- what it says ----

    def _follow_all(self, ears: Straight) -> None:
        company = self._company
        for channels in _some(self._wanted.keys() - company.followed):
            for channel in channels:
                company.ask(channel)
            ears.send([(b"SUBSCRIBE", *channels)])
        for channels in _some(company.followed - self._wanted.keys()):
            for channel in channels:
                company.leave(channel)
            ears.send([(b"UNSUBSCRIBE", *channels)])

    def _tell_all(self, mouth: Straight) -> None:
        told, self._told = self._told, {}
        self._publish(mouth, list(told.items()))

    def _publish(self, mouth: Straight, told: Sequence[tuple[bytes, bytes]]) -> None:
        if told:
            self._asked.extend((channel, what, self._company.sure(channel)) for channel, what in told)
            mouth.send([(b"PUBLISH", channel, what) for channel, what in told])

    def _answered(self, numbers: Sequence[int]) -> None:
        now = asyncio.get_running_loop().time()
        for number in numbers:
            channel, what, sure = self._asked.popleft()
            if what.startswith(WORDS):
                self._company.heard_by(channel, number, sure, now)

    async def _beat(self, mouth: Straight) -> None:
        beat = self._names.of(BEAT)
        async with asyncio.timeout(DEAF_SECONDS):
            await self._echoed.wait()  # until it hears itself
        while True:
            self._echoed.clear()
            began = asyncio.get_running_loop().time()
            # in this order, so that no node that announces is taken for one that does not
            self._publish(mouth, [(beat, ANNOUNCES + self._node), (beat, self._node)])
            async with asyncio.timeout(DEAF_SECONDS):
                await self._echoed.wait()
            self._took = asyncio.get_running_loop().time() - began
            if not self._is_up:
                self._is_up = True
                log.info("messenger_there")
            await asyncio.sleep(BEAT_SECONDS)

    # ---- what it hears ----

    def _hear(self, heard: Sequence[Any]) -> None:
        beat = self._names.of(BEAT)
        words, changed = dict[str, None](), dict[str, None]()
        for kind, channel, said in heard:
            if channel == beat:
                self._hear_beat(said if kind == b"message" else None)
            elif kind == b"subscribe":
                self._followed(channel, changed)
            elif kind == b"message" and (topic := self._wanted.get(channel)) and not said.endswith(self._node):
                if said.startswith(CAME):
                    if self._company.somebody_came(channel):
                        self._tell([channel], self._node)  # something may have been said in between
                else:
                    (words if said.startswith(WORDS) else changed)[topic] = None
        if changed:
            self.wake(changed)
        if words:
            for heed in self._word_heeders:
                heed(words)

    def _followed(self, channel: bytes, changed: dict[str, None]) -> None:
        self._company.confirmed(channel)
        if (topic := self._wanted.get(channel)) is not None:
            changed[topic] = None  # between the first look and this moment it may have
            if topic.startswith(SPOKEN_IN) and self._mouth is not None:
                self._publish(self._mouth, [(channel, CAME + self._node)])

    def _hear_beat(self, said: bytes | None) -> None:
        if said is None:
            self._echoed.set()
        elif said.startswith(ANNOUNCES):
            self._announcing.add(said.removeprefix(ANNOUNCES))
        else:
            now = asyncio.get_running_loop().time()
            self._heard_at[said.decode()] = now
            if said == self._node:
                self._echoed.set()
            if said not in self._announcing:
                self._tell(self._company.a_stranger_spoke(now), self._node)


def _some(channels: Collection[Any]) -> list[list[Any]]:
    every = list(channels)
    return [every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE)]
