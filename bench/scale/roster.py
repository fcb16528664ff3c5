"""How many volunteers a day takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from bench.scale.day import DAY, STEP, Habits, arrivals
from bench.scale.line import Course, live

MAY_GO = 0.05
"""So many of a hundred may go before somebody is there, and it is called enough."""
FINEST = 1 / 32


@dataclass(frozen=True, slots=True)
class Served:
    """A day and its volunteers. staff: who is there in each step, some of them with a break."""

    a_day: int
    staff: list[int]
    course: Course

    @property
    def most(self) -> int:
        """Volunteers in the busiest stretch."""
        return max(self.staff)

    @property
    def hours(self) -> float:
        """Of all volunteers together."""
        return sum(self.staff) * STEP / 3600


def roster(a_day: int, measure: float, habits: Habits) -> list[int]:
    """Volunteers who answer in each step: as many as talk on average in that stretch, times `measure`.

    Nobody comes for the opening minute alone: who is there then stays while there is school.
    """
    staff: list[int] = []
    for it, like in zip(DAY, (DAY[1], *DAY[1:]), strict=True):
        talking = a_day * like.share / (like.ends - like.begins) * habits.busy_minutes()
        staff += [max(1, math.ceil(talking * measure))] * ((it.ends - it.begins) * 60 // STEP)
    return staff


@lru_cache(maxsize=64)
def served(a_day: int, measure: float, habits: Habits) -> Served:
    """The day with that roster."""
    answering = roster(a_day, measure, habits)
    there = [math.ceil(it / (1 - habits.paused)) for it in answering]
    return Served(a_day, there, live(arrivals(a_day), answering, habits))


def enough(a_day: int, habits: Habits, least: float = 0.75, most: float = 2.75) -> float:
    """The smallest measure with which hardly anybody goes unheard."""
    while most - least > FINEST:
        middle = (least + most) / 2
        if served(a_day, middle, habits).course.abandoned <= MAY_GO:
            most = middle
        else:
            least = middle
    return most
