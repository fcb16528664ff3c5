"""Every moment of a call on a real PBX, and how it is reached; whoever is there then may do anything."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from helpline.actions import call as deeds
from helpline.core.consent import Answer
from helpline.core.conversation import State
from helpline.core.line import Incoming, LegAnswered, LegRinging
from tests.telephony import canaries
from tests.telephony.canaries import Headers
from tests.telephony.exchange import DEADLINE_SECONDS
from tests.telephony.phone import Talk
from tests.telephony.way import WORKER, Way

CHILDREN = canaries.some(20, seed=5)
DIALS = {WORKER: ""}
PAUSE = timedelta(seconds=70)
"""Between two calls, so that who declined has rested."""


@dataclass
class There:
    """Who is on the telephone. dialled: another number for each call, by which it is known · call, conversation: empty
    as long as nobody waited for them · volunteer, worker: once it rings there."""

    dialled: str
    child: Talk
    call: str = ""
    conversation: str = ""
    volunteer: Talk | None = None
    worker: Talk | None = None

    def everybody(self) -> list[Talk]:
        return [it for it in (self.child, self.volunteer, self.worker) if it is not None]


@dataclass
class Moments:
    """One call after another, of Ann's."""

    way: Way
    _numbers: count[int] = field(default_factory=count)

    async def reaches(self, moment: str, who: str = "", more: Headers | None = None) -> There:
        """A child rings, and it goes as far as this. who: its header From; else a number of its own."""
        number = next(self._numbers)
        self.way.house.clock.advance(seconds=PAUSE.total_seconds())
        if moment not in WITHOUT_ANN:
            await self.way.house.ann.is_available(channels=["phone"])
        who = who or f"<sip:06{10_000_000 + number}@operator.example>"
        dialled = f"0800{number}"
        there = There(dialled, await self.way.exchange.child.invite(dialled, who, more))
        for step in STEPS[moment]:
            await step(self, there)
        return there

    def next_number(self) -> int:
        """For one more call, that no other has."""
        return next(self._numbers)

    async def comes_in(self, there: There) -> Incoming:
        """The helpline hears of it."""
        return await self.way.exchange.told.one(Incoming, lambda it: it.dialled == there.dialled)

    async def over(self, there: There) -> None:
        """The child is gone at last, and so is everybody; nothing is left, and Ann is done with it."""
        await hangs_up(there.child)
        async with asyncio.timeout(DEADLINE_SECONDS):
            for talk in there.everybody():
                await talk.until("over")
        await self.way.nothing_is_left()
        await self.finishes()
        self.way.exchange.told.facts.clear()

    async def finishes(self) -> None:
        """Ann has nothing before her, and is away."""
        ann = self.way.house.ann
        for conversation in await ann.holds():
            await self.way.until(lambda it: it.state is State.WRAP_UP, conversation)
            await ann.registers(conversation=conversation, type="fault")
            await ann.finishes(conversation)
        await ann.is_away()

    # Steps of the way.

    async def _waits(self, there: There) -> None:
        there.call = (await self.comes_in(there)).call
        (there.conversation,) = await self.way.waits()

    async def _rings(self, there: There) -> None:
        leg = (await self.way.exchange.told.one(LegRinging, lambda it: it.call == there.call)).leg
        there.volunteer = await self.way.exchange.rung(leg)

    async def _accepts(self, there: There) -> None:
        await self.way.house.ann.accepts()

    async def _begins_to_answer(self, there: There) -> None:
        assert there.volunteer is not None
        there.volunteer.answer()

    async def _answers(self, there: There) -> None:
        await self._begins_to_answer(there)
        await self._is_up(there, "ann")

    async def _is_up(self, there: There, who: str) -> None:
        leg = (await self.way.leg(there.conversation, who)).id
        await self.way.exchange.told.this(LegAnswered(there.call, leg))
        async with asyncio.timeout(DEADLINE_SECONDS):
            while (await self.way.leg(there.conversation, who)).answered_at is None:
                await self.way.something()

    async def _holds(self, there: There) -> None:
        now = self.way.house.now()
        await self.way.house.do(lambda work: deeds.hold(there.conversation, "ann", work=work, now=now))

    async def _rings_worker(self, there: There) -> None:
        way, now = self.way, self.way.house.now()
        await way.house.do(
            lambda work: deeds.consult(there.conversation, WORKER, "ann", dials=DIALS, work=work, now=now)
        )
        leg = (await way.leg(there.conversation, WORKER)).id
        await way.exchange.told.this(LegRinging(there.call, leg))
        there.worker = await way.exchange.rung(leg)

    async def _worker_answers(self, there: There) -> None:
        assert there.worker is not None
        there.worker.answer()
        await self._is_up(there, WORKER)

    async def _adds(self, there: There) -> None:
        it, house, now = there.conversation, self.way.house, self.way.house.now()
        yes = Answer.YES
        await house.do(lambda work: deeds.record_consent(it, WORKER, yes, "ann", work=work, now=now))
        await house.do(lambda work: deeds.add(it, WORKER, "ann", dials=DIALS, work=work, now=now))


async def hangs_up(talk: Talk) -> None:
    """A child does, wherever it is, until it is gone: somebody may answer while it stops ringing."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        talk.hang_up()
        while not talk.is_over:
            talk.changed.clear()
            await talk.changed.wait()
            if talk.status == 200:
                talk.hang_up()


Step = Callable[[Moments, There], Awaitable[None]]
WAITS = (Moments._waits,)
RINGS = (*WAITS, Moments._rings)
ANSWERS = (*RINGS, Moments._accepts)
TALKS = (*ANSWERS, Moments._answers)
RINGS_WORKER = (*TALKS, Moments._rings_worker)
CONSULTS = (*RINGS_WORKER, Moments._worker_answers)
WITHOUT_ANN = ("as it dials", "before the offer")
STEPS: dict[str, tuple[Step, ...]] = {
    "as it dials": (),
    "before the offer": WAITS,
    "while it rings": RINGS,
    "while answering": ANSWERS,
    "as it is answered": (*ANSWERS, Moments._begins_to_answer),
    "in the talk": TALKS,
    "on hold": (*TALKS, Moments._holds),
    "while a worker is rung": RINGS_WORKER,
    "in a consult": CONSULTS,
    "in a conference": (*CONSULTS, Moments._adds),
}
