"""An evening on a real PBX: the house, scripted telephones, and the switchboard between them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from helpline.core.call import Leg, Phone
from helpline.core.conversation import Conversation
from helpline.core.line import Fact, LegRinging, Up
from helpline.core.staff import Session
from helpline.ports import Line
from helpline.telephony.ari_wishes import Ways
from helpline.telephony.asterisk import AsteriskLine
from helpline.telephony.phones import TELEPHONE
from helpline.telephony.switchboard import Switchboard
from tests.house import House
from tests.telephony.exchange import DEADLINE_SECONDS, Told
from tests.telephony.on_asterisk import AsteriskExchange

WORKER = "veilig_thuis"


class Overheard:
    """A line whose facts a test hears as well."""

    def __init__(self, line: Line, told: Told) -> None:
        self._line = line
        self._told = told

    def heed(self, told: Callable[[Fact], None]) -> None:
        def both(fact: Fact) -> None:
            self._told(fact)
            told(fact)

        self._line.heed(both)

    def __getattr__(self, name: str):
        return getattr(self._line, name)


@dataclass
class Way:
    """An evening on a real PBX."""

    house: House
    exchange: AsteriskExchange
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    _runs: asyncio.Task[None] | None = None

    def attend(self) -> None:
        """A process that knows nothing yet."""
        house, exchange = self.house, self.exchange
        self.board = Switchboard(
            Overheard(exchange.line, exchange.told),
            store=house.store,
            vault=house.vault,
            rules=house.rules,
            clock=house.clock,
            pseudonyms=house.pseudonyms,
            service=lambda: house.service,
            dials={WORKER: exchange.worker},
            pressed=lambda conversation, key: None,
            follow=lambda topic, is_followed: None,
        )
        self._runs = asyncio.create_task(self.board.run())

    async def leave(self) -> None:
        """Nobody attends any more."""
        assert self._runs is not None
        self._runs.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._runs

    def wake(self, topics: set[str]) -> None:
        """Something was committed."""
        self.board.heed(topics)
        self.woken.set()

    async def restart(self) -> None:
        """A process of ours ends, and another one begins."""
        await self.leave()
        await self.exchange.go_down()
        self.exchange.line = AsteriskLine(self.exchange.ari, Ways(number="113"), TELEPHONE)
        self.attend()
        await self.comes_up(self.exchange.come_up)

    async def comes_up(self, again: Callable[[], Awaitable[None]]) -> Up:
        """What the line tells first after this."""
        before = len(self.exchange.told.facts)
        await again()
        return await self.exchange.told.one(Up, lambda it: any(it is one for one in self.exchange.told.facts[before:]))

    async def until(self, holds: Callable[[Conversation], bool], conversation: str) -> Conversation:
        """Wait until this is so of a conversation."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while not holds(it := await self.house.get(conversation)):
                await self.something()
        return it

    async def waits(self, count: int = 1) -> list[str]:
        """The queue, once so many wait."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while len(queue := await self.house.queue()) != count:
                await self.something()
        return queue

    async def something(self) -> None:
        """Wait until something was committed."""
        await self.woken.wait()
        self.woken.clear()

    async def leg(self, conversation: str, who: str) -> Leg:
        """Somebody who is rung for it."""
        legs = await self.house.look(lambda records: records.calls.legs(conversation))
        return next(leg for leg in legs if who in (leg.staff, leg.referral))

    async def nothing_is_left(self) -> None:
        """On the line, or in the tables."""
        assert await self.exchange.left_over() == []
        async with asyncio.timeout(DEADLINE_SECONDS):
            while await self.house.look(lambda records: records.calls.all()):
                await self.something()
        assert await self.house.rows("SELECT id FROM leg") == []

    async def rests(self) -> None:
        """Everything that was told is done, and no call is kept."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                kept = await self.house.look(lambda records: records.calls.all())
                if not kept and not self.board.has_work:
                    return
                await asyncio.sleep(0.05)

    async def talk(self) -> tuple[str, str]:
        """A child and Ann; the call and the conversation."""
        await self.house.ann.is_available(channels=["phone"])
        await self.exchange.ring_up()
        ringing = await self.exchange.told.one(LegRinging)
        (conversation,) = await self.waits()
        await self.house.ann.accepts()
        await self.exchange.pick_up(ringing.call, ringing.leg)
        await self.exchange.hears(ringing.call, "child", {ringing.leg})
        return ringing.call, conversation


@contextlib.asynccontextmanager
async def attended(house: House, exchange: AsteriskExchange) -> AsyncIterator[Way]:
    """The switchboard attends to the line of this exchange until the block ends."""
    it = Way(house, exchange)
    house.store._wakeups.subscribe(it.wake)
    await have_phones(house)
    it.attend()
    try:
        await exchange.start()
        yield it
    finally:
        for call in await house.look(lambda records: records.calls.all()):
            if exchange.rang(call.call):
                await exchange.hang_up(call.call)
        await exchange.stop()
        await it.leave()


async def have_phones(house: House) -> None:
    """Ann's and Ben's log-ins have the telephones of the exchange."""
    now = house.now()

    async def log_in(work) -> None:
        for name in ("ann", "ben"):
            token = name.encode()
            await work.people.add_session(Session(token_hash=token, staff=name, created_at=now, used_at=now))
            await work.calls.add_phone(Phone(name=name, staff=name, session=token, made_at=now))

    await house.do(log_in)
