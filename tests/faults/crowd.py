"""Children and volunteers outside of the process, who talk until they are told to stop, and return whenever they are
cut off."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.faults.ledger import Ledger, Words
from tests.faults.line import DEADLINE, Cut, Form, Line, Refused

PAUSE_SECONDS = 0.1
"""Before somebody who was cut off or refused tries again, as the pages do."""
PASSING = {"try_again"}
"""Codes that say: send it again."""


class Speaker:
    """Says one thing after the other, each until it is acknowledged, at whichever node answers."""

    def __init__(self, crowd: Crowd, sender: str, conversation: str, **known_by: str) -> None:
        self.crowd = crowd
        self.sender = sender
        self.conversation = conversation
        self.known_by = known_by
        self.count = 0
        self.cut_at: float | None = None
        self.last = 0
        self.line: Line | None = None
        self.door = 0 if sender == "child" else 1

    async def talks(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                line = await self.comes()
            except Cut:
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            self.line, line.on_message = line, self.crowd.something.set
            try:
                await self._talks_at(line)
            except Cut:
                self.cut_at = self.cut_at or now()
            finally:
                await line.close()

    async def comes(self) -> Line:
        """The next door, and the one after it, where one is shut."""
        self.door += 1
        address = self.crowd.doors[self.door % len(self.crowd.doors)]
        try:
            return await Line.open(self.crowd.http, address, self.face, **self.known_by)
        except Refused as refused:
            self.crowd.ledger.refusals[refused.code] += 1
            if refused.code in PASSING:
                raise Cut from None
            raise

    @property
    def face(self) -> str:
        return "/child" if self.sender == "child" else "/desk"

    async def _talks_at(self, line: Line) -> None:
        where = {} if self.sender == "child" else {"conversation": self.conversation}
        while True:
            client_id = f"{self.sender}-{self.count}"
            text = f"zin {client_id} {self.conversation} {self.crowd.filling}"
            answer = await line.call("say", {"client_id": client_id, "text": text, **where})
            if answer.get("ok"):
                self.crowd.heard(self, Words(self.conversation, self.sender, client_id, answer["seq"], text))
                await line.rests(self.crowd.pace)
            else:
                code = answer["error"]["code"]
                self.crowd.ledger.refusals[code] += 1
                assert code in PASSING, answer
                self.crowd.something.set()
                await asyncio.sleep(PAUSE_SECONDS)


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass(slots=True)
class Crowd:
    """Everybody who talks. doors: addresses of nodes; may be changed while they talk · pace: seconds between what
    somebody says · filling: makes what is said longer."""

    http: aiohttp.ClientSession
    doors: list[str]
    pace: float = 0.0
    filling: str = ""
    ledger: Ledger = field(default_factory=Ledger)
    speakers: list[Speaker] = field(default_factory=list)
    something: asyncio.Event = field(default_factory=asyncio.Event)
    resumed: list[float] = field(default_factory=list)
    spoke: Counter[Speaker] = field(default_factory=Counter)
    talks: asyncio.TaskGroup | None = None
    talking_tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def heard(self, speaker: Speaker, words: Words) -> None:
        """An acknowledgement came."""
        self.ledger.acked.append(words)
        speaker.last = words.seq
        speaker.count += 1
        self.spoke[speaker] += 1
        if speaker.cut_at is not None:
            self.resumed.append(now() - speaker.cut_at)
            speaker.cut_at = None
        self.something.set()

    def codes(self) -> str:
        """What was refused, and how often."""
        return ", ".join(f"{times:,} × {code}" for code, times in sorted(self.ledger.refusals.items()))

    async def meets(self, cookies: Sequence[str]) -> None:
        """A conversation for each of these volunteers, at the doors in turn. While all talk, these do so at once."""
        limit = asyncio.Semaphore(20)

        async def one(place: int, cookie: str) -> None:
            async with limit:
                await self._meets(self.doors[place % len(self.doors)], cookie)

        await asyncio.gather(*(one(place, cookie) for place, cookie in enumerate(cookies)))

    async def _meets(self, address: str, cookie: str) -> None:
        child = await Line.open(self.http, address, "/child")
        entered = must(await child.call("enter", {}))
        desk = await Line.open(self.http, address, "/desk", cookie=cookie)
        must(await desk.call("be", {"status": "available"}))
        taken = must(await desk.call("accept", {"offer": (await desk.hears("offer"))["offer"]}))
        must(await desk.call("be", {"status": "away"}))
        await child.hears("joined")  # maybe by another volunteer; who is gone before that is offered to nobody
        await child.close()
        await desk.close()
        self._joins(Speaker(self, "child", entered["conversation"], resume=entered["resume"]))
        self._joins(Speaker(self, "volunteer", taken["conversation"]["id"], cookie=cookie))

    def _joins(self, speaker: Speaker) -> None:
        """Both begin when both are known: a volunteer may have been given the child of another."""
        self.speakers.append(speaker)
        both = [it for it in self.speakers if it.conversation == speaker.conversation]
        if len(both) == 2 and self.talks is not None:
            self._begin(both)

    def _begin(self, speakers: Sequence[Speaker]) -> None:
        assert self.talks is not None
        self.talking_tasks += [self.talks.create_task(speaker.talks()) for speaker in speakers]

    @asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        """They talk as long as the block runs; what nobody foresaw in one of them ends it."""
        async with asyncio.TaskGroup() as self.talks:
            self._begin(self.speakers)
            try:
                yield
            finally:
                self.talks = None
                while self.talking_tasks:
                    self.talking_tasks.pop().cancel()

    async def parts(self) -> None:
        """As many at each door again, and of some conversations one at each: who stands at another reloads the page."""
        elsewhere = [it for place, it in enumerate(self.speakers) if (it.door - place // 3) % len(self.doors)]
        await asyncio.gather(*(it.line.close() for it in elsewhere if it.line is not None))

    async def until(self, count: int) -> None:
        """So many more acknowledgements have come."""
        wanted = len(self.ledger.acked) + count
        await self._wait(lambda: len(self.ledger.acked) >= wanted)

    async def until_refused(self, count: int) -> None:
        """So many more were told to send it again."""
        wanted = self.ledger.refusals.total() + count
        await self._wait(lambda: self.ledger.refusals.total() >= wanted)

    async def until_all_spoke(self, times: int = 1) -> None:
        """Everybody has had so many acknowledgements from now on."""
        self.spoke.clear()
        try:
            await self._wait(lambda: all(self.spoke[it] >= times for it in self.speakers))
        except TimeoutError as error:
            silent = [it for it in self.speakers if self.spoke[it] < times]
            who = ", ".join(f"{it.sender} of {it.conversation}, at door {it.door}" for it in silent[:5])
            error.add_note(f"{len(silent)} of {len(self.speakers)} were silent: {who} …; {self.codes()}")
            raise

    async def until_all_heard(self) -> None:
        """Everybody has heard what the other one of their conversation said last until now."""
        said = {(it.conversation, it.sender): it.last for it in self.speakers}
        others = {"child": "volunteer", "volunteer": "child"}
        wanted = {it: said[it.conversation, others[it.sender]] for it in self.speakers}
        await self._wait(lambda: all(it.line is not None and it.line.heard_last >= wanted[it] for it in wanted))

    async def _wait(self, is_so: Any) -> None:
        async with asyncio.timeout(2 * DEADLINE):
            while not is_so():
                self.something.clear()
                await self.something.wait()


def must(answer: Form) -> Form:
    """It was done."""
    assert answer.get("ok"), answer
    return answer


@asynccontextmanager
async def a_crowd(doors: list[str], **more: Any) -> AsyncIterator[Crowd]:
    """A crowd before these doors, which nobody is in yet."""
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as http:
        yield Crowd(http, doors, **more)
