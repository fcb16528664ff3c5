"""A day of the line as a fluid: children come by chance, volunteers are many, and lengths are spread evenly."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.scale.day import STEP, Habits

AFTERWARDS = 60 * 60 // STEP
"""Steps after closing, in which who waits and who talks is helped."""


class Moment(NamedTuple):
    """One step. arrived, begun: in it · calls, chats: who talks · waiting: who does not yet · wait: seconds of who has
    waited longest."""

    arrived: float
    begun: float
    calls: float
    chats: float
    waiting: float
    wait: float


@dataclass(slots=True)
class Course:
    """What became of a day. waits: seconds, and of how many who were helped."""

    moments: list[Moment] = field(default_factory=list)
    arrived: float = 0.0
    gone: float = 0.0
    waits: list[tuple[float, float]] = field(default_factory=list)

    @property
    def abandoned(self) -> float:
        """The share of those who came that went before somebody was there."""
        return self.gone / self.arrived

    def waited(self, share: float) -> float:
        """Seconds within which this share of those who were helped had somebody."""
        left = share * sum(count for _, count in self.waits)
        for wait, count in sorted(self.waits):
            left -= count
            if left <= 0:
                return wait
        return 0.0


class Talks:
    """How many are at something that takes between so and so many minutes."""

    def __init__(self, steps: int, length: tuple[int, int]) -> None:
        self._least, self._most = (minutes * 60 // STEP for minutes in length)
        self._changes = [0.0] * (steps + self._most + 1)
        self._ending = 0.0
        self.count = 0.0

    def begin(self, count: float, step: int) -> None:
        """So many more."""
        self.count += count
        each = count / (self._most - self._least)
        self._changes[step + self._least] += each
        self._changes[step + self._most] -= each

    def end(self, step: int) -> None:
        """Those whose time is over."""
        self._ending += self._changes[step]
        self.count = max(0.0, self.count - self._ending)


class Queue:
    """Who waits, in order; in each step as large a share of everybody has had enough."""

    def __init__(self, patience: float) -> None:
        self._stay = math.exp(-STEP / (patience * 60))
        self._came: deque[tuple[int, float]] = deque()
        self._scale = 1.0  # a group of `size` children counts for `size * scale`: nobody is visited when some of all go
        self.count = 0.0

    def tire(self) -> float:
        """Some go; answers how many."""
        before = self.count
        self.count *= self._stay
        self._scale *= self._stay
        return before - self.count

    def enter(self, count: float, step: int) -> None:
        """So many more at the end."""
        if count:
            self._came.append((step, count / self._scale))
            self.count += count

    def take(self, most: float, step: int) -> list[tuple[float, float]]:
        """The first ones, by the seconds that they waited."""
        taken: list[tuple[float, float]] = []
        while self._came and most > 1e-9:
            at, size = self._came.popleft()
            count = min(size * self._scale, most)
            if count < size * self._scale:
                self._came.appendleft((at, size - count / self._scale))
            most -= count
            self.count -= count
            taken.append(((step - at) * STEP, count))
        return taken

    def longest(self, step: int) -> float:
        """Seconds of who is next."""
        return (step - self._came[0][0]) * STEP if self._came and self.count >= 0.5 else 0.0


def live(came: list[int], staff: list[int], habits: Habits) -> Course:
    """The day with so many volunteers who answer in each step; who talks when there are fewer of them talks on."""
    steps = len(came) + AFTERWARDS
    calls, chats = Talks(steps, habits.call), Talks(steps, habits.chat)
    with_calls, with_chats = (
        Talks(steps, (least + habits.wrap_up, most + habits.wrap_up)) for least, most in (habits.call, habits.chat)
    )
    queue, course, all_talks = Queue(habits.patience), Course(), (calls, chats, with_calls, with_chats)
    for step in range(steps):
        for talks in all_talks:
            talks.end(step)
        course.gone += queue.tire()
        arrived = came[step] if step < len(came) else 0
        queue.enter(arrived, step)
        free = staff[min(step, len(staff) - 1)] - with_calls.count - with_chats.count
        taken = queue.take(max(0.0, free), step)
        begun = sum(count for _, count in taken)
        for talks in all_talks:
            share = habits.phone_share if talks in (calls, with_calls) else 1 - habits.phone_share
            talks.begin(begun * share, step)
        course.arrived += arrived
        course.waits += taken
        course.moments.append(Moment(arrived, begun, calls.count, chats.count, queue.count, queue.longest(step)))
    return course
