"""How the queue is at this moment: read once a second for all who wait, however many they are."""

from __future__ import annotations

from helpline.core.conversation import Conversation
from helpline.core.rules import Rules
from helpline.ports import Clock, Records

FRESH_SECONDS = 1.0


class QueueNow:
    """nobody: no volunteer could take a call · calamity: something is the matter, and a notice is up."""

    def __init__(self, rules: Rules, clock: Clock) -> None:
        self._rules = rules
        self._clock = clock
        self._read_at: float | None = None
        self._places: dict[str, int] = {}
        self.nobody = False
        self.calamity = False

    async def read(self, records: Records) -> None:
        """Unless it was read within this second."""
        at = self._clock.monotonic()
        if self._read_at is not None and at - self._read_at < FRESH_SECONDS:
            return
        queue = await records.conversations.queue()
        people = await records.people.on_duty()
        notice = await records.notices.newest(self._rules.line)
        self._places = {name: place for place, name in enumerate(queue, start=1)}
        self.nobody = not any("phone" in person.duty.channels and person.phone for person in people)
        self.calamity = notice is not None and notice.is_up(self._clock.now())
        self._read_at = at

    def known_place(self, conversation: str) -> int | None:
        """Its place when it was read, 1 for who is next; null for who came later."""
        return self._places.get(conversation)

    async def place_of(self, it: Conversation, records: Records) -> int:
        """The same, asked for where it is not known."""
        return self.known_place(it.id) or await records.conversations.place_of(it)
