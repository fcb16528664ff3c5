"""How often something may be done: buckets of tokens that fill at a steady rate.

A limit says when to come back, and never more than the rate allows; who keeps to the rate never meets it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil

_ALMOST = 1e-9
"""A token that rounding made a hair too small is a token, or the retry that we promised would be refused."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A limit: `burst` at once (at least 1), and `rate_per_second` after that."""

    rate_per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Fill:
    """How many tokens were in a bucket at a moment of the monotonic clock, in seconds."""

    tokens: float
    at: float


def take(bucket: Bucket, fill: Fill | None, now: float) -> tuple[Fill, int | None]:
    """Take one token: the new fill, and None or in how many whole seconds there is one again.

    fill: None is a full bucket. A refusal takes nothing, so that asking too often does not lengthen the wait.
    """
    tokens = float(bucket.burst) if fill is None else _refilled(bucket, fill, now)
    if tokens >= 1 - _ALMOST:
        return Fill(max(tokens - 1, 0.0), now), None
    return Fill(tokens, now), max(1, ceil((1 - tokens) / bucket.rate_per_second))


def _refilled(bucket: Bucket, fill: Fill, now: float) -> float:
    return min(bucket.burst, fill.tokens + max(now - fill.at, 0.0) * bucket.rate_per_second)


class Buckets:
    """One bucket for each key (a pseudonym, a socket, a name), for at most `most` keys.

    Who has not been seen for longest is dropped first. A flood of new keys can so empty the table; what holds it back
    is the limit for all together, which is a bucket of its own.
    """

    def __init__(self, bucket: Bucket, most: int = 50_000) -> None:
        self._bucket = bucket
        self._most = most
        self._fills: OrderedDict[Hashable, Fill] = OrderedDict()

    def __len__(self) -> int:
        return len(self._fills)

    def take(self, key: Hashable, now: float) -> int | None:
        """Take one token of `key`: None, or in how many whole seconds there is one again."""
        self._fills[key], retry_seconds = take(self._bucket, self._fills.get(key), now)
        self._fills.move_to_end(key)
        while len(self._fills) > self._most:
            self._fills.popitem(last=False)
        return retry_seconds

    def drop(self, key: Hashable) -> None:
        """Forget a key that will not come back, such as a closed socket."""
        self._fills.pop(key, None)
