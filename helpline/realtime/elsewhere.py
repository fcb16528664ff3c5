"""Words that were said on another node: those of all conversations that were told of meanwhile are read together, once,
and handed on as they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence

from helpline.core.conversation import Message
from helpline.core.errors import TryAgain
from helpline.ports import Journal
from helpline.realtime.faults import fault_of
from helpline.realtime.hub import Hub

_TOPIC = "conversation:"


class Elsewhere:
    """deliver: takes the new messages, in order."""

    def __init__(self, journal: Journal, hub: Hub, deliver: Callable[[Sequence[Message]], None]) -> None:
        self._journal = journal
        self._hub = hub
        self._deliver = deliver
        self._told: dict[str, None] = {}
        self._is_closed = False
        self.reading: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Heed nothing more, and come to the end of what is being read."""
        self._is_closed = True
        if self.reading is not None:
            await asyncio.wait([self.reading])

    def heed(self, topics: Collection[str]) -> None:
        """Something was said in these conversations."""
        if self._is_closed:
            return
        self._told.update(dict.fromkeys(topics))
        if self.reading is None:
            self.reading = asyncio.get_running_loop().create_task(self._read_all())

    async def _read_all(self) -> None:
        try:
            while self._told:
                told, self._told = self._told, {}
                await self._read(told)
        finally:
            self.reading = None

    async def _read(self, topics: Collection[str]) -> None:
        after = {name: seq for topic in topics if (seq := self._shown(name := topic.removeprefix(_TOPIC))) is not None}
        if not after:
            return
        try:
            self._deliver(await self._journal.newer(after))
        except TryAgain:
            self._hub.heed(topics)  # each looks for itself, as soon as there is something to look at
        except Exception as error:  # noqa: BLE001 - the pages stay as they are, and the technician reads the number
            fault_of(error)
            self._hub.heed(topics)

    def _shown(self, conversation: str) -> int | None:
        """The newest number that every page here was shown; null when nobody is to be told now.

        A page that is being shown it for the first time may have read before it was said, and looks again.
        """
        newest = []
        for viewer in self._hub.viewers(f"{_TOPIC}{conversation}"):
            seq = viewer.last_seq(conversation)
            if seq < 0:
                viewer.look_again()
            else:
                newest.append(seq)
        return min(newest, default=None)
