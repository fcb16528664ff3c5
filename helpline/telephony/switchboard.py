"""Between the line and the helpline: what the line tells becomes deeds, and what is committed becomes wishes.

It decides nothing. What is told becomes deeds here. Of each call `looking.py` compares what the rows say that should be
(`core/call.py`) with what stands (`core/switching.py`), and wishes the difference; so a call comes right again after
whatever fell out meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from helpline.actions import legs, phones
from helpline.actions.carry_out import carry_out
from helpline.actions.enter import Entered, Service
from helpline.actions.ring import hung_up, ring_in, sound_came
from helpline.core import prompts
from helpline.core.call import Leg
from helpline.core.conversation import EndedBy
from helpline.core.errors import Refusal, TryAgain
from helpline.core.line import (
    CallerGone,
    Device,
    Digit,
    Down,
    Fact,
    Incoming,
    LegAnswered,
    LegFailed,
    LegGone,
    LegRinging,
    PromptDone,
    SoundCame,
    StandingCall,
    Up,
)
from helpline.core.rules import Rules
from helpline.core.switching import Here, found, heard
from helpline.core.waiting_words import Told
from helpline.core.wishes import HangUp, StopPlay
from helpline.logs import report_fault
from helpline.ports import Clock, Line, Pseudonyms, Store, UnitOfWork, Vault
from helpline.telephony.attended import Attended
from helpline.telephony.looking import Looking
from helpline.telephony.queue_now import QueueNow
from helpline.telephony.said import Said
from helpline.telephony.told_facts import ToldFacts

Result = TypeVar("Result")
EVERY_SECONDS = 1.0
log = logging.getLogger(__name__)


class Switchboard:
    """One attends to a line. pressed: who is told of a key, by conversation · dials: where a referral is rung ·
    follow: so that other nodes wake it, by topic · may: asked before each deed whether it is still our turn ·
    is_practice: whoever rings practises."""

    def __init__(
        self,
        line: Line,
        *,
        store: Store,
        vault: Vault,
        rules: Rules,
        clock: Clock,
        pseudonyms: Pseudonyms,
        service: Callable[[], Service],
        dials: Mapping[str, str],
        pressed: Callable[[str, str], None],
        follow: Callable[[str, bool], None],
        may: Callable[[], bool] = lambda: True,
        is_practice: bool = False,
    ) -> None:
        self._line = line
        self._store = store
        self._vault = vault
        self._rules = rules
        self._clock = clock
        self._pseudonyms = pseudonyms
        self._service = service
        self._pressed = pressed
        self._follow = follow
        self._may = may
        self._is_practice = is_practice
        self._followed: set[str] = set()
        self._calls: dict[str, Attended] = {}
        self._by_conversation: dict[str, str] = {}
        self._facts = ToldFacts()
        self._stale: set[str] = set()
        queue = QueueNow(rules, clock)
        self._said = Said(rules, service, queue)
        self._looking = Looking(
            line, self._calls, self._stale,
            store=store, rules=rules, clock=clock, queue=queue, said=self._said, dials=dials,
        )  # fmt: skip
        self._sessions_changed = False
        self._is_up = False
        self._looked_around_at = 0.0
        self._nudged = asyncio.Event()
        line.heed(self._hear)

    # What wakes it.

    def _hear(self, fact: Fact) -> None:
        self._facts.add(fact)
        self._nudged.set()

    def heed(self, topics: Collection[str]) -> None:
        """Look again at the calls of these conversations, and at who is logged in."""
        for topic in topics:
            kind, _, name = topic.partition(":")
            if kind == "conversation" and name in self._by_conversation:
                self._stale.add(self._by_conversation[name])
                self._nudged.set()
            elif topic == "sessions":
                self._sessions_changed = True
                self._nudged.set()

    def forget_what_was_told(self) -> None:
        """The line will tell anew what stands."""
        self._facts.clear()
        self._is_up = False

    async def run(self) -> None:
        """Until the process ends."""
        while True:
            await self.step()
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._nudged.wait()

    @property
    def has_work(self) -> bool:
        """Something was told, or became stale."""
        return bool(self._facts or self._stale or self._sessions_changed)

    def call_of(self, conversation: str) -> str:
        """The call on the line of a conversation that waits or runs."""
        return self._by_conversation[conversation]

    async def step(self) -> None:
        """Everything that was told, and whatever became stale by it."""
        self._nudged.clear()
        try:
            while self._facts:
                fact = self._facts.next()
                await self._guarded(self._tell(fact))
                self._facts.done(fact)
                if self._stale and self._is_up:
                    # else nobody is connected as long as something is told of anybody
                    await self._looking.again(next(iter(self._stale)))
            if self._sessions_changed and self._is_up:
                await self._guarded(self._admit())
            if self._is_up and self._clock.monotonic() - self._looked_around_at >= EVERY_SECONDS:
                await self._guarded(self._looking.around())
                self._looked_around_at = self._clock.monotonic()
            while self._stale and self._is_up and not self._facts:
                await self._looking.again(next(iter(self._stale)))
        except TryAgain:
            log.warning("database_away")
        self._follow_calls()

    def _follow_calls(self) -> None:
        """Be told of what other nodes do to them."""
        there = {f"conversation:{name}" for name in self._by_conversation}
        for topic in there ^ self._followed:
            self._follow(topic, topic in there)
        self._followed = there

    async def _guarded(self, doing: Awaitable[object]) -> None:
        """Nothing silences the telephone for everybody: what is refused, such as an offer that is gone, is over, and
        what nobody foresaw is reported.

        Raises:
            TryAgain: the database is away; the same is to be done again.
        """
        try:
            await doing
        except TryAgain:
            raise
        except Refusal:
            return
        except Exception as error:  # noqa: BLE001 - the other calls go on, and the technician reads the number
            report_fault(log, error)

    # Facts become deeds.

    async def _tell(self, fact: Fact) -> None:
        match fact:
            case Up():
                await self._come_up(fact)
            case Down():
                self._is_up = False
            case Incoming(call=call, caller_key=caller_key):
                self._calls[call] = Attended(Here(call), caller_key)
                await self._let_in(call)
            case CallerGone(call=call):
                self._line.wish(HangUp(call))
                await self._guarded(self._do(partial(hung_up, call, now=self._clock.now())))
                self._forget(call)
            case Device(phone=phone, is_online=is_online):
                await self._do(partial(phones.device, phone, is_online=is_online, **self._by()))
            case Digit(call=call, digit=digit):
                await self._press(call, digit)
            case SoundCame(call=call):
                await self._do(partial(sound_came, call))
            case _:
                await self._of_leg(fact)

    async def _of_leg(self, fact: LegRinging | LegAnswered | LegFailed | LegGone | PromptDone) -> None:
        it = self._calls.get(fact.call)
        if it is not None:
            it.here = heard(it.here, fact)
            self._stale.add(fact.call)
        match fact:
            case LegAnswered(leg=leg):
                await self._do(partial(legs.answered, leg, **self._by()))
            case LegFailed(leg=leg, why=why):
                await self._do(partial(legs.gone, leg, why, **self._by()))
            case LegGone(leg=leg):
                await self._do(partial(legs.gone, leg, **self._by()))
            case _:
                return

    async def _let_in(self, call: str, *, way_back: bool = False) -> None:
        """In the queue, or sent away with the words that say why; also when it is we who fail."""
        try:
            await self._enter(call, way_back=way_back)
        except TryAgain:
            raise
        except Exception:
            self._is_sorry(call)
            raise

    def _is_sorry(self, call: str) -> None:
        """Something is broken on our side: the child hears so, and whom it can ring instead."""
        it = self._calls[call]
        it.refused, it.has_way_back = prompts.fault(), False
        self._stale.add(call)

    async def _enter(self, call: str, *, way_back: bool) -> None:
        it, now = self._calls[call], self._clock.now()
        number = self._pseudonyms.of_caller_key(it.caller_key, now) if it.caller_key else ()
        lasting = self._pseudonyms.lasting_caller_key(it.caller_key) if it.caller_key else ()
        answer = await self._do(
            partial(
                ring_in, call, number, lasting,
                language=self._language, way_back=way_back, practice=self._is_practice,
                vault=self._vault, service=self._service(), **self._by(),
            )
        )  # fmt: skip
        self._stale.add(call)
        it.has_way_back = False
        if isinstance(answer, Entered):
            it.conversation, it.refused, it.last, it.leaving = answer.conversation.id, (), None, None
            self._by_conversation[answer.conversation.id] = call
            if it.here.playing is not None:
                # why it could not come in is not so any more
                self._looking.wish_all(it, [StopPlay(call, it.here.playing)])
        else:
            it.refused, it.has_way_back = self._said.sent_away(answer, now), _has_way_back(answer)

    async def _press(self, call: str, digit: str) -> None:
        it = self._calls.get(call)
        if it is None:
            return
        if it.conversation is None:
            if it.has_way_back and digit == "1":
                await self._let_in(call, way_back=True)
        elif digit != "1" or not await self._comes_back(it, it.conversation):
            self._pressed(it.conversation, digit)

    async def _comes_back(self, it: Attended, conversation: str) -> bool:
        """It was sent away in the middle of a talk, and is hearing that it may come back now."""
        async with self._store.look() as records:
            ended = await records.conversations.get(conversation)
        if ended is None or ended.ended_by not in (EndedBy.TIME_OUT, EndedBy.BLOCK):
            return False
        call = it.here.call
        await self._do(partial(hung_up, call, now=self._clock.now()))
        self._by_conversation.pop(conversation, None)
        it.conversation, it.told, it.last, it.leaving = None, Told(), None, None
        await self._let_in(call, way_back=True)
        return True

    async def _come_up(self, it: Up) -> None:
        """The line is there, also again: what it does not tell of is gone."""
        self._is_up = True
        await self._guarded(self._admit())
        answered = {leg.leg for one in it.calls for leg in one.legs if leg.is_answered}
        await self._guarded(self._do(partial(phones.online_are, it.online, answered, **self._by())))
        async with self._store.look() as records:
            kept = {call.call: call.conversation for call in await records.calls.all()}
            there = {call: await records.calls.legs(conversation) for call, conversation in kept.items()}
        standing = {one.call: one for one in it.calls}
        for call in kept.keys() - standing.keys():
            await self._guarded(self._do(partial(hung_up, call, now=self._clock.now())))
            self._forget(call)
        for call, one in standing.items():
            self._find(one, kept.get(call))
            for leg in there.get(call, ()):
                await self._find_leg(leg, one)
            if call not in kept:
                await self._guarded(self._let_in(call))
        for call in self._calls.keys() - standing.keys():
            self._forget(call)

    def _find(self, one: StandingCall, conversation: str | None) -> None:
        it = self._calls.setdefault(one.call, Attended(Here(one.call), one.caller_key))
        it.here, it.conversation, it.last = found(one), conversation, None
        if conversation is not None:
            self._by_conversation[conversation] = one.call
        self._stale.add(one.call)

    async def _find_leg(self, leg: Leg, one: StandingCall) -> None:
        """What became of it while the line was away."""
        is_answered = {stands.leg: stands.is_answered for stands in one.legs}
        if leg.answered_at is not None and leg.id not in is_answered:
            await self._guarded(self._do(partial(legs.gone, leg.id, **self._by())))
        elif leg.answered_at is None and is_answered.get(leg.id):
            await self._guarded(self._do(partial(legs.answered, leg.id, **self._by())))

    async def _admit(self) -> None:
        """Who is logged in can have a phone; whose log-in is over has none any more."""
        self._sessions_changed = False
        try:
            await self._do(partial(phones.put_away, **self._by()))
            async with self._store.look() as records:
                there = [phone.name for phone in await records.calls.phones()]
        except TryAgain:
            self._sessions_changed = True
            raise
        await self._line.admit(there)

    # How.

    @property
    def _language(self) -> str:
        return self._rules.languages[0]

    def _by(self) -> dict[str, Any]:
        return {"rules": self._rules, "now": self._clock.now()}

    async def _do(self, deed: Callable[..., Awaitable[Result]]) -> Result:
        async def with_work(work: UnitOfWork) -> Result:
            if not self._may():
                raise TryAgain
            return await deed(work=work)

        return await carry_out(self._store, with_work)

    def _forget(self, call: str) -> None:
        it = self._calls.pop(call, None)
        self._stale.discard(call)
        if it is not None and it.conversation is not None:
            self._by_conversation.pop(it.conversation, None)


def _has_way_back(refusal: Refusal) -> bool:
    return bool(refusal.fields.get("way_back"))
