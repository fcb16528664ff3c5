"""What one page of a child was shown."""

from __future__ import annotations

from helpline.actions.read import read_messages
from helpline.core.conversation import Message
from helpline.ports import Pseudonym
from helpline.realtime import child_view
from helpline.realtime.connection import Connection
from helpline.realtime.forms import Form, message_form
from helpline.realtime.house import House
from helpline.realtime.hub import Viewer


class ChildViewer(Viewer):
    """What one page of a child was shown."""

    __slots__ = ("_house", "conversation", "device", "network", "newest", "seen", "token", "was_superseded")

    def __init__(self, connection: Connection, house: House, network: tuple[Pseudonym, ...]) -> None:
        super().__init__(connection)
        self._house = house
        self.network = network
        self.token: str | None = None
        self.device: tuple[Pseudonym, ...] = ()
        self.conversation: str | None = None
        self.seen: Form = {"state": "idle", **house.line.opening}
        self.newest = -1
        self.was_superseded = False

    def last_seq(self, conversation: str) -> int:
        return self.newest if conversation == self.conversation else -1

    def sent(self, conversation: str, seq: int) -> None:
        self.newest = seq

    def follow(self, conversation: str) -> None:
        """From now on this is its conversation."""
        if self.conversation != conversation:
            self._house.hub.look_away(self, [f"conversation:{self.conversation}"])
            self.conversation, self.newest = conversation, -1
            self._house.hub.look(self, f"conversation:{conversation}")

    def unfollow(self) -> None:
        """It has none any more."""
        self._house.hub.look_away(self, [f"conversation:{self.conversation}"])
        self.conversation, self.newest = None, -1
        self.seen = {"state": "idle", **self._house.line.opening}

    async def refresh(self) -> None:
        if self.conversation is None:
            return
        house = self._house
        async with house.store.look() as records:
            it = await records.conversations.get(self.conversation)
            if it is None or it.child_forgot:
                return
            after = await child_view.look(it, self.token, records, house.line)
            # the change that ends it may come with the last words before it: words first
            missed = await read_messages(it, max(self.newest, 0), records=records, vault=house.vault)
        for message in missed:
            self._catch_up(message)
        self.show(after)

    def _catch_up(self, message: Message) -> None:
        if message.seq > self.newest:
            self.connection.emit("message", message_form(message))
            self.newest = message.seq

    def show(self, after: Form) -> None:
        """Send what differs from what was shown."""
        before, self.seen = self.seen, after
        for event, data in child_view.events(before, after):
            self.connection.emit(event, data)

    def show_opening(self, encoded: str) -> None:
        """The line opened, closed, filled up or announces its closing."""
        kept = {key: value for key, value in self.seen.items() if key not in child_view.OPENING}
        after = kept | self._house.line.opening
        if after != self.seen:
            self.seen = after
            self.connection.send(encoded)

    def show_place(self, place: int) -> None:
        """Its place in the queue moved, or the estimate did."""
        form = self._house.line.place(place)
        after = {key: value for key, value in self.seen.items() if key not in child_view.PLACE} | form
        if "position" in self.seen:
            self.show(after)
