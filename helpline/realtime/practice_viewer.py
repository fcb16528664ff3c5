"""What one telephone of the practice line was shown. It has one call at a time, and no memory of the one before."""

from __future__ import annotations

from helpline.actions.read import read_messages
from helpline.core.conversation import Conversation
from helpline.ports import Receiver, Records
from helpline.realtime import practice_view
from helpline.realtime.forms import Form, message_form
from helpline.realtime.house import House
from helpline.realtime.hub import Viewer
from helpline.realtime.practice_view import IDLE
from helpline.realtime.transport.connection import Connection


class PracticeViewer(Viewer):
    """call: on the line · conversation: what became of it."""

    __slots__ = ("_house", "_receiver", "call", "conversation", "network", "newest", "seen")

    def __init__(self, connection: Connection, house: House, receiver: Receiver, network: str | None) -> None:
        super().__init__(connection)
        self._house = house
        self._receiver = receiver
        self.network = network
        self.call: str | None = None
        self.conversation: str | None = None
        self.newest = 0
        self.seen: Form = IDLE

    def last_seq(self, conversation: str) -> int:
        return self.newest if conversation == self.conversation else -1

    def sent(self, conversation: str, seq: int) -> None:
        self.newest = seq

    def snapshot(self) -> None:
        """Nothing has happened yet."""
        self.was_shown = True
        self.connection.emit("snapshot", {"call": self.seen, "messages": [], "last_seq": 0})

    def rang(self, call: str) -> None:
        """From now on this is its call."""
        self._house.hub.look_away(self, [f"conversation:{self.conversation}"])
        self.call, self.conversation, self.newest = call, None, 0
        self._house.hub.look(self, "queue")  # where its conversation will be
        self.look_again()

    @property
    def is_ringing(self) -> bool:
        """Has it a call that is not over?"""
        return self.call is not None and self._receiver.sound(self.call) is not None

    async def refresh(self) -> None:
        if self.call is None:
            return
        async with self._house.store.look() as records:
            it = await self._follow(self.call, records)
            after = await practice_view.look(self._receiver.sound(self.call), it, records, self._house.settings)
            missed = await read_messages(it, self.newest, records=records, vault=self._house.vault) if it else []
        for message in missed:
            if message.seq > self.newest:
                self.connection.emit("message", message_form(message))
                self.newest = message.seq
        if after != self.seen:
            self.seen = after
            self.connection.emit("call", after)

    async def _follow(self, call: str, records: Records) -> Conversation | None:
        if self.conversation is None:
            kept = await records.calls.on_line(call)
            if kept is None:
                return None
            self.conversation = kept.conversation
            self._house.hub.look_away(self, ["queue"])
            self._house.hub.look(self, f"conversation:{kept.conversation}")
        return await records.conversations.get(self.conversation)
