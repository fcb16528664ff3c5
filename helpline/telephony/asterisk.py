"""The port `Line` on a real PBX: Asterisk over ARI. It decides nothing, and its dialplan has hidden the number."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from functools import partial
from typing import Any

from helpline.core.errors import TryAgain
from helpline.core.line import Device, Down, Fact, Up
from helpline.core.wishes import HangUp, Wish
from helpline.ports import Credentials
from helpline.telephony.ari import EVENTS, Ari
from helpline.telephony.ari_events import Events
from helpline.telephony.ari_wishes import Deeds, MusicAgain, Ways
from helpline.telephony.known_call import Form, KnownCall, found_calls, in_talks, is_over, orphans, standing
from helpline.telephony.phones import Kind, Phones

RETRY_SECONDS = 0.5
_PASSWORD_BYTES = 24
log = logging.getLogger(__name__)


class AsteriskLine:
    """The port `Line`. Runs as long as `run` does; one for each application of an Asterisk.

    ways: what is said to operators and colleagues · kind: whether volunteers have browsers or telephones · password: of
    a phone; another process that is to lend the same ones makes the same.
    """

    def __init__(self, ari: Ari, ways: Ways, kind: Kind, password: Callable[[str], str] | None = None) -> None:
        self._ari = ari
        self._calls: dict[str, KnownCall] = {}
        self._told: Callable[[Fact], None] = lambda fact: None
        self._is_up = False
        self._lanes: dict[str, deque[Wish | MusicAgain]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._wish_lost = asyncio.Event()
        self._phones = Phones(ari.at_any_time(), kind, password or _any_password())
        self._deeds = Deeds(ari, ways, self._tell)
        self._events = Events(self._calls, self._phones, self._tell, self._play_music_again, self._deeds.ears.is_there)

    @property
    def is_up(self) -> bool:
        """Does Asterisk answer?"""
        return self._is_up

    def heed(self, told: Callable[[Fact], None]) -> None:
        """Call `told` with each fact."""
        self._told = told

    def wish(self, it: Wish) -> None:
        """Put it behind what was wished for this call before."""
        if self._is_up and it.call in self._calls:
            self._put_behind(it)

    def _put_behind(self, it: Wish | MusicAgain) -> None:
        lane = self._lanes.get(it.call)
        if lane is None:
            self._lanes[it.call] = deque([it])
            self._soon(self._carry_out(it.call))
        else:
            lane.append(it)

    async def credentials(self, phone: str) -> Credentials:
        """Told to Asterisk at once, also by a process that does not attend to it."""
        return await self._phones.lend(phone)

    async def admit(self, phones: Collection[str]) -> None:
        """Whoever is not among them may register no more; told again whenever Asterisk comes back."""
        try:
            for phone in self._phones.but(phones):
                if await self._phones.forbid(phone):
                    self._tell(Device(phone, is_online=False))
            for phone in phones:
                if await self._phones.admit(phone):
                    self._tell(Device(phone, is_online=True))
        except TryAgain:
            log.warning("telephone_wish_lost")
            self._wish_lost.set()

    async def run(self) -> None:
        """Until it is cancelled: connect, find what stands, tell what happens, and connect again."""
        try:
            while True:
                try:
                    await self._while_connected()
                except TryAgain:
                    log.warning("telephone_away")
                self._go_down()
                await asyncio.sleep(RETRY_SECONDS)
        finally:
            self._go_down()

    async def _while_connected(self) -> None:
        async with self._ari.events() as events:
            self._wish_lost.clear()
            await self._come_up()
            log.info("telephone_up", extra={"count": len(self._calls)})
            listens = asyncio.create_task(self._deeds.sounds.run(self._calls))
            reads = asyncio.create_task(self._read(events))
            lost = asyncio.create_task(self._wish_lost.wait())
            try:
                await asyncio.wait((reads, lost), return_when=asyncio.FIRST_COMPLETED)
                if reads.done():
                    reads.result()
            finally:
                for task in (listens, reads, lost):
                    task.cancel()

    async def _read(self, events: AsyncIterator[Form]) -> None:
        async for event in events:
            self._events.happened(event)

    async def _come_up(self) -> None:
        wanted = [{"type": it} for it in EVENTS]
        await self._ari.send("PUT /applications/{}/eventFilter", self._ari.app, body={"allowed": wanted})
        await self._phones.find()
        channels, bridges = await self._list("GET /channels"), await self._list("GET /bridges")
        self._calls.clear()
        self._calls.update(found_calls(self._ari.app, channels, bridges))
        for name in orphans(self._calls, channels):
            await self._ari.send("DELETE /channels/{}", name)
        for name in orphans(self._calls, bridges):
            await self._ari.send("DELETE /bridges/{}", name)
        talking = in_talks(bridges)
        self._is_up = True
        stands = tuple(standing(it, talking) for it in self._calls.values())
        self._tell(Up(stands, frozenset(self._phones.online)))

    async def _list(self, command: str) -> list[Form]:
        status, found = await self._ari.send(command)
        if status != 200 or not isinstance(found, list):
            raise TryAgain
        return found

    def _go_down(self) -> None:
        if self._is_up:
            self._tell(Down())
        self._is_up = False
        for worker in self._workers:
            worker.cancel()
        self._lanes.clear()

    def _play_music_again(self, call: KnownCall) -> None:
        self._put_behind(MusicAgain(call.call))

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        worker = asyncio.create_task(work)
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _carry_out(self, name: str) -> None:
        """What is wished for one call, one after the other."""
        lane = self._lanes[name]
        try:
            while lane:
                call = self._calls.get(name)
                if call is not None:
                    await self._deeds.carry_out(lane[0], call)
                    if self._calls.get(name) is not call:
                        # everybody left meanwhile: what was made for them is nobody's, and nobody wishes it away
                        await self._deeds.carry_out(HangUp(name), call)
                    elif is_over(call):
                        del self._calls[name]
                lane.popleft()
        except TryAgain:
            # what it was to change may stand now, or not: find out
            log.warning("telephone_wish_lost")
            self._wish_lost.set()
        finally:
            if self._lanes.get(name) is lane:
                del self._lanes[name]

    def _tell(self, fact: Fact) -> None:
        if self._is_up:
            self._told(fact)


def _any_password() -> Callable[[str], str]:
    """Of this process alone: one for each phone."""
    made: defaultdict[str, str] = defaultdict(partial(secrets.token_urlsafe, _PASSWORD_BYTES))
    return made.__getitem__
