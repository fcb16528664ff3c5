"""Looking again without being told: where other nodes are not sure to wake this one, every two seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Hashable, Mapping

from helpline.realtime.house import ALARMS_TOPIC, SANCTIONS_TOPIC, House

EVERY_SECONDS = 2.0
ALARMS_EVERY_SECONDS = 0.5
"""A child may be in danger: a coordinator on another node hears it as well within a second."""
MOST_RESTED = 15
"""Rounds in which a node does not look that is sure to be woken."""
AT_ONCE = 1_000
CONVERSATION, STAFF = "conversation:", "staff:"


class Poll:
    """Compares the marks of what this node's viewers look at with the last ones, and wakes for what differs."""

    def __init__(
        self,
        house: House,
        wake: Callable[[Collection[str]], None],
        hears: Callable[[Collection[str]], bool] = lambda nodes: not nodes,
    ) -> None:
        """wake: on this node alone · hears: is it sure that all of these nodes wake this one?"""
        self._house = house
        self._wake = wake
        self._hears = hears
        self._is_told = False
        self._rounds_rested = 0
        self._seen: dict[str, Hashable] = {}
        self._alarms: Hashable = ()

    async def run(self) -> None:
        """Until the process ends."""
        while True:
            for _ in range(int(EVERY_SECONDS / ALARMS_EVERY_SECONDS)):
                await asyncio.sleep(ALARMS_EVERY_SECONDS)
                if not self._is_told:
                    await self.listen()
            await self.round()

    async def round(self) -> None:
        """Look, unless everybody who is at work wakes this node; then now and then all the same."""
        async with self._house.store.look() as records:
            others = set(await records.nodes.all()) - {self._house.node}
        self._is_told = self._hears(others)
        self._rounds_rested = self._rounds_rested + 1 if self._is_told else MOST_RESTED
        if self._rounds_rested >= MOST_RESTED:
            self._rounds_rested = 0
            await self.step()

    async def listen(self) -> None:
        """For what coordinators are called for: alarms, volunteers who ask for company, and what waits for a yes."""
        if ALARMS_TOPIC not in self._house.hub.topics():
            return
        async with self._house.store.look() as records:
            alarms = (
                *await records.alarms.shown(),
                *await records.along.all_asked(),
                *((it.id, it.by) for it in await records.sanctions.waiting(self._house.clock.now())),
            )
        if alarms != self._alarms:
            self._alarms = alarms
            self._wake({ALARMS_TOPIC})

    async def step(self) -> None:
        """One round."""
        topics = self._house.hub.topics()
        marks = await self._marks(topics)
        # also what nobody looked at the last time: between its first look and this one it may have changed
        changed = {topic for topic, mark in marks.items() if topic not in self._seen or self._seen[topic] != mark}
        self._seen = marks
        self._wake(changed | {"queue", "deadlines", "sessions", SANCTIONS_TOPIC})

    async def _marks(self, topics: Collection[str]) -> dict[str, Hashable]:
        conversations = [topic.removeprefix(CONVERSATION) for topic in topics if topic.startswith(CONVERSATION)]
        people = [topic.removeprefix(STAFF) for topic in topics if topic.startswith(STAFF)]
        marks: dict[str, Hashable] = {}
        async with self._house.store.look() as records:
            for some in _chunks(conversations):
                marks |= _named(CONVERSATION, await records.conversations.marks(some))
            for some in _chunks(people):
                marks |= _named(STAFF, await records.people.marks(some))
        return marks


def _chunks(names: list[str]) -> list[list[str]]:
    return [names[at : at + AT_ONCE] for at in range(0, len(names), AT_ONCE)]


def _named(prefix: str, marks: Mapping[str, Hashable]) -> dict[str, Hashable]:
    return {prefix + name: mark for name, mark in marks.items()}
