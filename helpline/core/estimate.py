"""How long a child will wait, as an honest range, from how long conversations took lately.

The range is for people: it is rounded outwards, and about two in three children are helped within it. Whether the line
is full follows from it, never from a head count; with no estimate nobody is turned away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import ceil, floor, sqrt

Estimate = tuple[int, int]
"""Low and high, in seconds, as the contract's `estimate_seconds`."""

LEAST_CONVERSATIONS = 3
"""One or two conversations say nothing about the next: the first of an evening may well be a giggle."""

_STEPS = ((600, 60), (3600, 300))
_LONG_STEP = 900
_TRY_AGAIN_STEP = 300


def estimate_wait(place: int, free: int, busy: int, durations: Sequence[float]) -> Estimate | None:
    """The wait of a child with `place` children before it, or None when there is nothing to estimate from.

    free: how many conversations volunteers could take at once · busy: how many they are in and will be ready from ·
    durations: seconds from accepting to ready again, of the conversations that lately ended.

    Volunteers become ready one after the other, at random and on average every mean duration / volunteers. So the n-th
    comes after n such times, give or take the square root of n of them.
    """
    volunteers = free + busy
    if volunteers < 1 or len(durations) < LEAST_CONVERSATIONS:
        return None
    turns = max(place + 1 - free, 0)
    between = sum(durations) / len(durations) / volunteers
    low = (turns - sqrt(turns)) * between
    high = (turns + sqrt(turns)) * between
    return _rounded(low, floor), max(_rounded(high, ceil), 60)


def is_full(estimate: Estimate | None, full_minutes: int) -> bool:
    """Nobody more may enter: even the short end of the range is longer than `full_minutes` (0: never full)."""
    return estimate is not None and full_minutes > 0 and estimate[0] > full_minutes * 60


def try_at(now: datetime, estimate: Estimate | None, full_minutes: int) -> datetime:
    """When to try again after `full`: when what is too much will have been helped, on the next five minutes."""
    too_long = max(estimate[0] - full_minutes * 60, 0) if estimate else 0
    until = now + timedelta(seconds=max(too_long, _TRY_AGAIN_STEP))
    past = timedelta(seconds=until.timestamp() % _TRY_AGAIN_STEP)
    return until if not past else until - past + timedelta(seconds=_TRY_AGAIN_STEP)


def _rounded(seconds: float, way: Callable[[float], int]) -> int:
    step = next((step for below, step in _STEPS if seconds <= below), _LONG_STEP)
    return way(seconds / step) * step
