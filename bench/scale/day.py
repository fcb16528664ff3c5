"""When children come, and how long they talk: assumptions, all of them numbers of this file."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

STEP = 20
"""Seconds of a step."""
OPENS, CLOSES = 11 * 60, 22 * 60
SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the day, in minutes since midnight, and the share of the day's children who come in it."""

    name: str
    begins: int
    ends: int
    share: float


DAY = (
    Stretch("the opening minute", OPENS, OPENS + 1, 0.02),
    Stretch("while there is school", OPENS + 1, 15 * 60, 0.21),
    Stretch("after school", 15 * 60, 17 * 60, 0.27),
    Stretch("supper", 17 * 60, 19 * 60, 0.14),
    Stretch("evening", 19 * 60, CLOSES, 0.36),
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How children and volunteers go about it; minutes, where nothing else is said. Lengths are spread evenly."""

    phone_share: float = 0.8
    chat: tuple[int, int] = (20, 30)
    call: tuple[int, int] = (3, 13)
    wrap_up: int = 5
    """Of the volunteer, and to catch breath."""
    paused: float = 0.15
    """The share of the volunteers who are there and have a break."""
    message_seconds: float = 4
    """Between two messages of one conversation, whoever says them."""
    patience: float = 15
    """Until a waiting child goes, on average; as likely in each minute."""
    looks: float = 5
    """How long somebody who does not come in looks at the page; one for each who comes by chat."""
    shift_hours: float = 3

    def busy_minutes(self) -> float:
        """What a child takes of a volunteer, on average."""
        of_call, of_chat = (sum(length) / 2 for length in (self.call, self.chat))
        return self.phone_share * of_call + (1 - self.phone_share) * of_chat + self.wrap_up


def expected(a_day: int, stretches: tuple[Stretch, ...] = DAY) -> list[float]:
    """How many children come in each step, on average."""
    steps: list[float] = []
    for it in stretches:
        count = (it.ends - it.begins) * 60 // STEP
        steps += [a_day * it.share / count] * count
    return steps


def arrivals(a_day: int, seed: int = SEED) -> list[int]:
    """How many come in each step of one day; the same for the same seed."""
    chance = random.Random(seed)
    return [_poisson(mean, chance) for mean in expected(a_day)]


def _poisson(mean: float, chance: random.Random) -> int:
    """As many as come by chance; of many, the bell curve will do."""
    if mean > 100:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    left, count = chance.random(), 0
    below = math.exp(-mean)
    while left > below:
        left *= chance.random()
        count += 1
    return count
