"""The practice line's other side: the telephone of who practises, the phones of volunteers, which are their desks, and
recordings that take time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress

from helpline.core.call import Leg, Part
from helpline.core.conversation import State
from helpline.core.errors import PracticeElsewhere, TryAgain
from helpline.ports import Clock, Credentials, Records, Sound, Store
from helpline.telephony.practice import PracticeLine
from helpline.telephony.practice_call import CHILD, PracticeCall

STEP_SECONDS = 0.5
RECORDING_SECONDS = 3.0
"""About as long as somebody takes to say one; a page shows it as text meanwhile."""
DIALLED = "practice"
"""The number of the helpline, where it has none."""
WORKER_SECONDS = 3.0
"""So long it rings at a worker of another organisation before they answer."""


class Booth:
    """The port `Receiver`; and it answers for everybody who is rung on a practice line. may: does this process attend
    to the line, or is it another one's turn?"""

    def __init__(self, line: PracticeLine, store: Store, clock: Clock, may: Callable[[], bool] = lambda: True) -> None:
        self._may = may
        self._line = line
        self._store = store
        self._clock = clock
        self._nudged = asyncio.Event()
        self._began: dict[str, float] = {}

    async def lend(self, phone: str) -> Credentials:
        """The desk of this log-in is a phone from now on, where this process attends to the line."""
        self._require_line()
        lent = await self._line.credentials(phone)
        self._line.register(lent)
        return lent

    def heed(self, topics: Collection[str]) -> None:
        """Somebody may have accepted."""
        if any(topic.startswith("conversation:") for topic in topics):
            self._nudged.set()

    def ring_up(self, caller_key: str | None) -> str:
        """Somebody who practises rings the helpline."""
        self._require_line()
        return self._line.ring_up(DIALLED, caller_key)

    def press(self, call: str, key: str) -> None:
        """They press a key."""
        if self.sound(call) is not None:
            self._line.press(call, key)

    def hang_up(self, call: str) -> None:
        """They put the receiver down."""
        if self.sound(call) is not None:
            self._line.hang_up(call)

    def sound(self, call: str) -> Sound | None:
        """What they hear."""
        it = self._line.calls().get(call)
        if it is None or not it.is_child_there:
            return None
        return Sound(it.is_answered, CHILD in it.talk, it.music, it.recordings, it.heard_by(CHILD))

    def listen(self, told: Callable[[str], None]) -> None:
        """Tell of each change."""
        self._line.watch(told)

    async def run(self) -> None:
        """Until the process ends."""
        self._line.come_up()
        try:
            while True:
                await self.step()
                with suppress(TimeoutError):
                    async with asyncio.timeout(STEP_SECONDS):
                        await self._nudged.wait()
        finally:
            self._line.go_down()

    async def step(self) -> None:
        """Pick up where somebody accepted, and let recordings come to their end."""
        self._nudged.clear()
        self._forget_what_is_over()
        for call in tuple(self._line.calls().values()):
            if call.prompt is not None and self._took(call.prompt) >= RECORDING_SECONDS * len(call.recordings):
                self._line.hear_out(call.call)
            ringing = [leg for leg, it in call.legs.items() if not it.is_answered]
            if ringing:
                async with self._store.look() as records:
                    picked_up = [leg for leg in ringing if await self._is_picked_up(leg, records)]
                for leg in picked_up:
                    self._pick_up(call, leg)

    def _require_line(self) -> None:
        if not self._may():
            raise PracticeElsewhere
        if not self._line.is_up:
            raise TryAgain

    async def _is_picked_up(self, name: str, records: Records) -> bool:
        leg = await records.calls.leg(name)
        if leg is None:
            return False
        if leg.staff is None:
            return self._took(name) >= WORKER_SECONDS
        return leg.part is not Part.VOLUNTEER or await self._has_accepted(leg, records)

    async def _has_accepted(self, leg: Leg, records: Records) -> bool:
        it = await records.conversations.get(leg.conversation)
        return it is not None and it.state is State.ACTIVE and it.volunteer == leg.staff

    def _pick_up(self, call: PracticeCall, leg: str) -> None:
        if leg in call.legs and not call.legs[leg].is_answered:
            self._line.pick_up(call.call, leg)

    def _took(self, what: str) -> float:
        """Seconds since this was first seen."""
        now = self._clock.monotonic()
        return now - self._began.setdefault(what, now)

    def _forget_what_is_over(self) -> None:
        there = {call.prompt for call in self._line.calls().values()}
        there |= {leg for call in self._line.calls().values() for leg in call.legs}
        self._began = {what: at for what, at in self._began.items() if what in there}
