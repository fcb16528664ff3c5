"""A line to Redis, and another one after each that is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from helpline.messenger.ending import end

AGAIN_SECONDS = 1.0
AWAY = (RedisError, OSError, TimeoutError)
"""What is raised when it does not answer."""


async def keep_connecting(connect: Callable[[], Awaitable[None]], lost: Callable[[], None], patience: float) -> None:
    """Until the process ends.

    connect: until Redis does not answer any more · lost: told as soon as that is over, whatever ended it ·
    patience: seconds, until it is told again to end.
    """
    while True:
        line = asyncio.ensure_future(connect())
        try:
            await asyncio.wait([line])
        finally:
            lost()
            await end([line], patience)
        line.result()  # what nobody foresaw is said by whoever runs this
        await asyncio.sleep(AGAIN_SECONDS)


@asynccontextmanager
async def client(url: str, seconds: float) -> AsyncIterator[Redis]:
    """One that tries nothing twice, for we do. seconds: for making the connection."""
    # its own name and version are of no use to Redis, and are read from the disk for every connection
    made: Redis = Redis.from_url(
        url, socket_connect_timeout=seconds, retry=Retry(NoBackoff(), 0), protocol=2, driver_info=None
    )
    try:
        yield made
    finally:
        with suppress(*AWAY):
            await made.aclose()
