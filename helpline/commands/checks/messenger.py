"""Redis, where several nodes wake each other by it: does it answer?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from helpline.commands.checks.finding import Finding, ok, warn
from helpline.settings import Places

ADVICE = "Start it, or mend HELPLINE_REDIS_URL. Until then the nodes look for themselves every two seconds."
DEADLINE_SECONDS = 5.0


def look_at(places: Places) -> Iterator[Finding]:
    """Nothing where none is named."""
    if places.redis_url is None:
        return
    if asyncio.run(_answers(places.redis_url)):
        yield ok("messenger", "Redis answers")
    else:
        yield warn("messenger", "Redis does not answer", ADVICE)


async def _answers(url: str) -> bool:
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    try:
        async with asyncio.timeout(DEADLINE_SECONDS), Redis.from_url(url, driver_info=None) as client:
            return bool(await client.ping())
    except (RedisError, OSError, ValueError, TimeoutError):
        return False
