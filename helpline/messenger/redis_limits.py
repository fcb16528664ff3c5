"""The port `SharedLimits` over Redis: buckets that every node takes from, under names that tell nothing, for minutes.

Redis decides, by its own clock and in one step, so that two nodes never take one token. What does not answer within a
tenth of a second is away: from then on each node counts for itself, until Redis answers again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Sequence

from redis.asyncio import Redis

from helpline.messenger.connecting import AWAY, client, keep_connecting
from helpline.messenger.names import Names
from helpline.ports.limits import Asked

PATIENCE_SECONDS = 0.1
CONNECT_SECONDS = 2.0
Command = tuple[bytes | str | int | float, ...]

# The rule of `core/limits.py`. A bucket that is full again is gone by itself.
TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
for i, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local kept, tokens = redis.call('HMGET', key, 'tokens', 'at'), burst
  if kept[1] then tokens = math.min(burst, kept[1] + math.max(now - kept[2], 0) * rate) end
  if tokens < 1 - 0.000000001 then return math.max(1, math.ceil((1 - tokens) / rate)) end
  tokens = math.max(tokens - 1, 0)
  redis.call('HSET', key, 'tokens', string.format('%.17g', tokens), 'at', string.format('%.17g', now))
  redis.call('PEXPIRE', key, math.ceil((burst - tokens) / rate * 1000))
end
return 0
"""


class RedisLimits:
    """One for each process; `run` connects, and again after each failure.

    url: of Redis, maybe with a password · patience: seconds that anybody waits for it.
    """

    def __init__(self, url: str, names: Names, patience: float = PATIENCE_SECONDS) -> None:
        self._url = url
        self._names = names
        self._patience = patience
        self._asked: list[tuple[Command, asyncio.Future[int | None]]] = []
        self._wants = asyncio.Event()
        self.is_there = False

    # ---- the port ----

    async def take(self, asked: Sequence[Asked]) -> int | None:
        keys = [self._key(it.name, it.whose) for it in asked]
        sizes = [size for it in asked for size in (it.bucket.rate_per_second, it.bucket.burst)]
        return await self._ask(("EVAL", TAKE, len(keys), *keys, *sizes))

    async def drop(self, name: str, whose: Hashable) -> None:
        await self._ask(("DEL", self._key(name, whose)))

    def _key(self, name: str, whose: Hashable) -> bytes:
        return self._names.of(f"limit:{name}:{whose!r}")

    async def _ask(self, command: Command) -> int | None:
        if not self.is_there:
            return None
        answer: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._asked.append((command, answer))
        self._wants.set()
        try:
            async with asyncio.timeout(self._patience):
                return await answer
        except TimeoutError:
            self.is_there = False
            self._wants.set()  # or whoever waits for the next question would not notice
            return None

    # ---- the line to Redis ----

    async def run(self) -> None:
        """Until the process ends."""
        await keep_connecting(self._connect, self._lost, CONNECT_SECONDS)

    def _lost(self) -> None:
        self.is_there = False

    async def _connect(self) -> None:
        """Until Redis does not answer any more."""
        async with client(self._url, CONNECT_SECONDS) as redis:
            try:
                await self._answer_all(redis, [("PING",), ("EVAL", TAKE, 0)])
                self.is_there = True
                while self.is_there:
                    await self._answer_next(redis)
            except AWAY:
                pass
            finally:
                self.is_there = False
                for _, answer in self._asked:
                    _tell(answer, None)
                self._asked.clear()

    async def _answer_next(self, redis: Redis) -> None:
        """All that is asked by now, in one go."""
        await self._wants.wait()
        self._wants.clear()
        asked, self._asked = self._asked, []
        answers: Sequence[int | None] = [None] * len(asked)
        try:
            answers = await self._answer_all(redis, [command for command, _ in asked])
        finally:
            for (_, answer), said in zip(asked, answers, strict=True):
                _tell(answer, said)

    async def _answer_all(self, redis: Redis, commands: Sequence[Command]) -> list[int]:
        async with asyncio.timeout(self._patience), redis.pipeline(transaction=False) as several:
            for command in commands:
                several.execute_command(*command)
            return [int(said) for said in await several.execute()]


def _tell(answer: asyncio.Future[int | None], said: int | None) -> None:
    """Unless nobody waits for it any more."""
    if not answer.done():
        answer.set_result(said)
