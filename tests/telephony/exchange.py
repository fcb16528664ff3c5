"""The world around a line: a child who rings, volunteers and workers who are rung, and what each of them hears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from helpline.core.line import Fact, Failure
from helpline.ports import Line
from helpline.telephony.practice import PracticeLine
from helpline.telephony.practice_call import CHILD

DEADLINE_SECONDS = 30
RECORDINGS = ("welcome", "waiting", "nobody")
KEYS = {None: None, "0612345678": "one", "+31612345678": "one", "0031612345678": "one", "0687654321": "two"}
ANYTHING = TypeVar("ANYTHING")


class Told:
    """The facts, in order, and a way to wait for one."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._more = asyncio.Event()

    def __call__(self, fact: Fact) -> None:
        self.facts.append(fact)
        self._more.set()

    async def one(self, kind: type[ANYTHING], fits: Callable[[ANYTHING], bool] = lambda it: True) -> ANYTHING:
        """The first fact of this kind that fits, once it is told."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                for fact in self.facts:
                    if isinstance(fact, kind) and fits(fact):
                        return fact
                self._more.clear()
                await self._more.wait()

    async def this(self, fact: Fact) -> None:
        """Exactly this fact, once it is told."""
        await self.one(type(fact), lambda it: it == fact)


class Exchange(Protocol):
    """What tests do to a line from the other side. A call is named by its id, a leg by its own."""

    line: Line
    told: Told
    volunteer: str
    """The id of a phone that is online."""
    colleague: str
    """Another one."""
    worker: str
    """A number that rings outside."""

    async def ring_up(self, dialled: str = "1234", number: str | None = "0612345678", *, is_mute: bool = False) -> None:
        """A child dials. is_mute: nothing comes from its telephone until it may `speak`."""
        ...

    async def speak(self, call: str) -> None:
        """Something comes from the telephone of this child."""
        ...

    async def hang_up(self, call: str, leg: str | None = None) -> None:
        """The child, or whoever is at this leg, puts the receiver down."""
        ...

    async def press(self, call: str, digit: str) -> None:
        """The child presses a key."""
        ...

    async def pick_up(self, call: str, leg: str) -> None:
        """Whoever is rung answers."""
        ...

    async def refuse(self, call: str, leg: str, why: Failure) -> None:
        """Whoever is rung does not answer."""
        ...

    async def hears(self, call: str, who: str, whom: set[str]) -> None:
        """Wait until this one (`child`, or a leg) hears exactly these, `music` and `prompt` among them."""
        ...

    async def lose(self, phone: str) -> None:
        """The browser of this volunteer is closed."""
        ...

    async def left_over(self) -> list[str]:
        """Whatever the line still holds."""
        ...

    async def go_down(self) -> None:
        """The line cannot be reached."""
        ...

    async def come_up(self) -> None:
        """It can again."""
        ...


class PracticeExchange:
    """The world around the practice line."""

    volunteer, colleague, worker = "ann", "ben", "08002000"

    def __init__(self) -> None:
        self.line = PracticeLine(RECORDINGS)
        self.told = Told()
        self.line.heed(self.told)

    async def start(self) -> None:
        self.line.come_up()
        await self.line.admit((self.volunteer, self.colleague))
        for phone in (self.volunteer, self.colleague):
            assert self.line.register(await self.line.credentials(phone))

    async def ring_up(self, dialled: str = "1234", number: str | None = "0612345678", *, is_mute: bool = False) -> None:
        self.line.ring_up(dialled, KEYS[number], is_mute=is_mute)

    async def speak(self, call: str) -> None:
        self.line.speak(call)

    async def hang_up(self, call: str, leg: str | None = None) -> None:
        self.line.hang_up(call, leg)

    async def press(self, call: str, digit: str) -> None:
        self.line.press(call, digit)

    async def pick_up(self, call: str, leg: str) -> None:
        self.line.pick_up(call, leg)

    async def refuse(self, call: str, leg: str, why: Failure) -> None:
        self.line.let_go(call, leg, why)

    async def hears(self, call: str, who: str, whom: set[str]) -> None:
        it = self.line.calls()[call]
        heard = set(it.heard_by(who))
        if who == CHILD and it.prompt is not None:
            heard |= {"prompt"}
        elif who == CHILD and it.music:
            heard |= {"music"}
        assert heard == whom

    async def lose(self, phone: str) -> None:
        self.line.unregister(phone)

    async def left_over(self) -> list[str]:
        return list(self.line.calls())

    async def go_down(self) -> None:
        self.line.go_down()

    async def come_up(self) -> None:
        self.line.come_up()
