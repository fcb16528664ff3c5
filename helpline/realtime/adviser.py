"""Looks at the conversations of this node's volunteers, one at a time and off the event loop, and keeps what to advise.

It works a tenth of the time at most, however busy the evening is: an advice may come late, a message may not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from helpline.actions.advise import differs, keep_advice, newest_messages, situation
from helpline.actions.carry_out import carry_out
from helpline.core.advice import FIRST_TIME, Advice, Conversation, Open, assess
from helpline.core.advised import NOTHING
from helpline.core.conversation import Conversation as Talk
from helpline.core.conversation import Message, State
from helpline.core.errors import Invalid, TryAgain
from helpline.core.history import History
from helpline.core.sameness import Marked, MarkedByWeek
from helpline.ports import Records
from helpline.ports.library import Library
from helpline.realtime.house import House
from helpline.realtime.hub import DESK
from helpline.realtime.open_texts import OpenTexts

LOOK_EVERY = timedelta(seconds=15)
RESTS_TIMES = 9
MOST_MARKED = 4_000
MARKED_FOR = timedelta(minutes=1)
"""So long the marked lines are kept in memory before they are read again."""
MOST_HITS = 3
MOST_SEARCHED = 300
"""Of a line, so many characters are looked up."""
_TOPIC = "conversation:"


class Adviser:
    """One for each node with a desk."""

    def __init__(self, house: House, library: Library) -> None:
        self._house = house
        self._library = library
        self._texts = OpenTexts()
        self._turn = asyncio.Lock()
        self._stale: dict[str, None] = {}
        self._early: set[str] = set()
        self._something = asyncio.Event()
        self._marked = MarkedByWeek()
        self._marked_until = 0.0
        self._looked_up: dict[str, int] = {}
        self._acute: set[str] = set()

    def heed(self, topics: Collection[str]) -> None:
        """Something changed: a registration, an alarm, or (on another node) new words."""
        self._note(topic.removeprefix(_TOPIC) for topic in topics if topic.startswith(_TOPIC))

    def heard(self, messages: Sequence[Message]) -> None:
        """New words were kept on this node."""
        self._note(message.conversation for message in messages if message.sender == "child")

    def _note(self, conversations: Iterable[str]) -> None:
        self._stale.update(dict.fromkeys(conversations))
        if self._stale:
            self._something.set()

    def forget_marked(self) -> None:
        """A line was marked: read them again."""
        self._marked_until = 0.0

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                async with asyncio.timeout(LOOK_EVERY.total_seconds()):
                    await self._something.wait()
            except TimeoutError:
                self._stale.update(dict.fromkeys(self._early))
            self._something.clear()
            await self._catch_up()

    async def _catch_up(self) -> None:
        for _ in range(len(self._stale)):
            took = await self._look_at_next()
            await asyncio.sleep(RESTS_TIMES * took)
        if self._stale:
            self._something.set()

    async def step(self) -> None:
        """All that are to be looked at, without a rest."""
        while self._stale:
            await self._look_at_next()

    async def _look_at_next(self) -> float:
        """Answers how many seconds it took."""
        began = self._house.clock.monotonic()
        name = next(iter(self._stale))
        del self._stale[name]
        if self._is_on_a_desk(name):
            await self.look_at(name)
        else:
            self._forget(name)
        return self._house.clock.monotonic() - began

    def _is_on_a_desk(self, name: str) -> bool:
        viewers = self._house.hub.viewers(f"{_TOPIC}{name}")
        return any(viewer.connection.face.namespace == DESK for viewer in viewers)

    def _forget(self, name: str) -> None:
        self._looked_up.pop(name, None)
        self._acute.discard(name)
        self._early.discard(name)

    async def look_at(self, name: str) -> Advice:
        """What is advised now, while it runs; it is kept where it is news."""
        house, now = self._house, self._house.clock.now()
        async with self._turn:
            async with house.store.look() as records:
                it = await records.conversations.get(name)
                stands = await records.advice.of(name)
                if it is None or it.state is not State.ACTIVE or it.volunteer is None:
                    self._forget(name)
                    return stands.advice if stands else NOTHING
                history, seen = await self._situation(it, records)
            local = now.astimezone(house.rules.hours.zone)
            advice = await asyncio.to_thread(assess, history, seen, local)
            (self._early.add if now - seen.began_at < FIRST_TIME else self._early.discard)(name)
            if differs(stands, advice):
                await carry_out(house.store, lambda work: keep_advice(name, advice, work=work))
            return advice

    async def _situation(self, it: Talk, records: Records) -> tuple[History, Conversation]:
        house = self._house
        await self._texts.look_again(records, house.vault)
        messages = await newest_messages(it, records=records, vault=house.vault)
        others: list[Open] = self._texts.besides(it.id)
        marked = await self._marked_lines(records)
        return await situation(
            it, messages, others, marked,
            words_are_acute=await self._is_acute(it, messages), records=records, rules=house.rules,
            now=house.clock.now(),
        )  # fmt: skip

    async def _marked_lines(self, records: Records) -> MarkedByWeek:
        house = self._house
        if house.clock.monotonic() >= self._marked_until:
            keys = await asyncio.to_thread(house.vault.mark_keys, house.clock.now())
            kept = await records.advice.marked([key.week for key in keys], MOST_MARKED)
            weeks = (Marked(key.secret, tuple(it for week, it in kept if week == key.week)) for key in keys)
            self._marked = MarkedByWeek(tuple(weeks))
            self._marked_until = house.clock.monotonic() + MARKED_FOR.total_seconds()
        return self._marked

    async def _is_acute(self, it: Talk, messages: Sequence[Message]) -> bool:
        """Do the child's words touch an acute sub-topic of the knowledge base? Also while that cannot be known yet."""
        after = self._looked_up.get(it.id, 0)
        for message in messages:
            if message.seq <= after or message.sender != "child" or it.id in self._acute:
                continue
            if (touches := await self._touches(message.text, it.language)) is None:
                return True
            if touches:
                self._acute.add(it.id)
            self._looked_up[it.id] = message.seq
        return it.id in self._acute

    async def _touches(self, text: str, language: str) -> bool | None:
        try:
            found = await self._library.search(text[:MOST_SEARCHED], topic=None, most=MOST_HITS, language=language)
        except TryAgain:
            return None
        except Invalid:
            return False
        acute = self._house.rules.definitions.topics.acute
        return any(hit.subtopic in acute for hit in found.hits)
