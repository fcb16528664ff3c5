"""An evening on paper: children come and go as they please, volunteers do what they must, and time goes in steps.

It knows nothing but the rules of the queue, so that thousands of evenings take seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from helpline.core.conversation import ORDINARY, OWN_FAULT
from helpline.core.queue import Before, Free, Waiting, arrive, in_order, pair
from helpline.core.staff import Level
from tests.core.made import NOW

RELAX = timedelta(minutes=2)


@dataclass
class Helped:
    """Somebody who talks. until: when it is over."""

    child: Waiting
    volunteer: str
    until: datetime


@dataclass
class Evening:
    """waited: how long each child waited for its first offer · served: each offer, in order."""

    volunteers: int
    service: timedelta
    step: timedelta = timedelta(seconds=10)
    now: datetime = NOW
    waiting: dict[str, Waiting] = field(default_factory=dict)
    talking: list[Helped] = field(default_factory=list)
    before: dict[str, Before] = field(default_factory=dict)
    idle: dict[str, datetime] = field(default_factory=dict)
    entered: dict[str, datetime] = field(default_factory=dict)
    waited: dict[str, timedelta] = field(default_factory=dict)
    served: list[tuple[datetime, Waiting]] = field(default_factory=list)
    declines: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.idle = {f"volunteer {number}": self.now for number in range(self.volunteers)}

    def enters(self, child: str) -> None:
        """A child comes, or comes again."""
        if child in self.waiting or any(helped.child.conversation == child for helped in self.talking):
            return
        arrival = arrive(self.before.get(child), self.now)
        self.entered.setdefault(child, self.now)
        self.waiting[child] = Waiting(child, ORDINARY, arrival.place_at, self.now, "nl", False, False)

    def leaves(self, child: str) -> None:
        """It leaves the queue without having spoken."""
        left = self.waiting.pop(child, None)
        if left is not None:
            spoke = self.before[child].spoke_until if child in self.before else None
            self.before[child] = Before(child, 1, self.now, left.place_at, self.now, spoke)

    def loses_one(self) -> None:
        """The wifi of whoever talks longest is gone: the child is in front again, the volunteer takes a minute."""
        if self.talking:
            lost = self.talking.pop(0)
            self.waiting[lost.child.conversation] = replace(lost.child, rank=OWN_FAULT, since=self.now, declined_by=())
            self.idle[lost.volunteer] = self.now

    def will_decline(self, child: str) -> None:
        """The next volunteer who is asked for it declines."""
        self.declines |= {(child, "next")}

    def passes(self) -> None:
        """One step: who is ready rounds off, and who waits is offered."""
        self.now += self.step
        for helped in [helped for helped in self.talking if helped.until <= self.now]:
            self.talking.remove(helped)
            self.idle[helped.volunteer] = self.now
            name = helped.child.conversation
            self.before[name] = Before(name, 1, self.now, spoke_until=self.now)
        free = [Free(name, since, ("nl",), Level.INDEPENDENT, False) for name, since in self.idle.items()]
        for made in pair(in_order(self.waiting.values()), free, self.now, RELAX):
            self._asked(self.waiting[made.conversation], made.volunteer)

    def _asked(self, child: Waiting, volunteer: str) -> None:
        name = child.conversation
        self.served.append((self.now, child))
        self.waited.setdefault(name, self.now - self.entered[name])
        if (name, "next") in self.declines:
            self.declines.discard((name, "next"))
            self.waiting[name] = replace(child, declined_by=(*child.declined_by, (volunteer, self.now)))
            return
        del self.waiting[name], self.idle[volunteer]
        self.talking.append(Helped(child, volunteer, self.now + self.service))
