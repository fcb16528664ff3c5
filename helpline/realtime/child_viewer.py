"""What one page of a child was shown.

Its place in the queue is told by the board alone once it has been shown: the board reads the places one after the
other, so that an older one never follows a newer one, and it knows how often they may be told.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpline.actions.read import read_messages
from helpline.actions.sanction import sent_away
from helpline.core.conversation import IN_QUEUE, Message
from helpline.ports import Lasting, Pseudonym
from helpline.realtime import child_view
from helpline.realtime.child_view import OPENING, PLACE, may_read, some, with_opening, without
from helpline.realtime.forms import Form, message_form
from helpline.realtime.house import SANCTIONS_TOPIC, House
from helpline.realtime.hub import Viewer
from helpline.realtime.line import refusal_form
from helpline.realtime.transport.connection import Connection

NOTHING: Form = {"code": None}
"""Keeps it out."""


class ChildViewer(Viewer):
    """What one page of a child was shown."""

    __slots__ = (
        "_asked", "_house", "_lasting", "_out", "conversation", "device", "lasting_network", "network", "newest",
        "seen", "token", "was_superseded",
    )  # fmt: skip

    def __init__(
        self,
        connection: Connection,
        house: House,
        network: tuple[Pseudonym, ...],
        lasting_network: tuple[Lasting, ...] = (),
    ) -> None:
        super().__init__(connection)
        self._house = house
        self.network = network
        self.lasting_network = lasting_network
        self.token: str | None = None
        self.device: tuple[Pseudonym, ...] = ()
        self.conversation: str | None = None
        self.seen: Form = {"state": "idle"}
        self.newest = -1
        self.was_superseded = False
        self._asked: Form | None = None
        self._out: Form | None = None
        self._lasting: tuple[Lasting, ...] = ()

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

    async def snapshot(self) -> None:
        """Show everything from the start."""
        self.looks()
        seen, messages = self.seen, list[Message]()
        if self.conversation is not None:
            async with self._house.store.look() as records:
                it = await records.conversations.get(self.conversation)
                seen = await child_view.look(it, self.token, records, self._house.line)
                if it is not None and may_read(it, self._house.clock.now()):
                    messages = await read_messages(it, 0, records=records, vault=self._house.vault)
            self.newest = messages[-1].seq if messages else 0
        self._show_all(seen, messages)

    def _show_all(self, seen: Form, messages: Sequence[Message]) -> None:
        self._see(with_opening(seen, self._house.line))
        self.was_shown = True
        whole = self.seen | {
            "messages": [message_form(message) for message in messages],
            "last_seq": max(self.newest, 0),
        }
        self.connection.emit("snapshot", whole if self._asked is None else whole | {"out": self._asked})

    def sent_away(self, told: Form, lasting: tuple[Lasting, ...]) -> None:
        """A time-out or block keeps it out, as it was told: from now on it hears of every change of that."""
        self._out, self._lasting = told, lasting
        self._house.hub.look(self, SANCTIONS_TOPIC)

    def let_in(self) -> None:
        """Nothing keeps it out any more."""
        self._out = None
        self._house.hub.look_away(self, [SANCTIONS_TOPIC])

    async def stand_at_the_door(self, lasting: tuple[Lasting, ...], *, tells: bool) -> None:
        """It comes back to where it may have been sent away. tells: its first snapshot says what keeps it out now."""
        now = await self._what_keeps_out(lasting)
        if now != NOTHING:
            self.sent_away(now, lasting)
        if tells:
            self._asked = now

    async def _look_whether_out(self, before: Form) -> None:
        self._out = await self._what_keeps_out(self._lasting)
        if self._out != before:
            self.connection.emit("out", self._out)
        if self._out == NOTHING:
            self.let_in()

    async def _what_keeps_out(self, lasting: Sequence[Lasting]) -> Form:
        now = self._house.clock.now()
        met = [*self.device, *(one for one in self.network if not one.spared)]
        async with self._house.store.look() as records:
            refusal = sent_away(await records.sanctions.holding(met, now, lasting), False, now)
        return NOTHING if refusal is None else refusal_form(refusal)["error"]

    async def refresh(self) -> None:
        if self._out is not None:
            await self._look_whether_out(self._out)
        if self.conversation is None:
            return
        house = self._house
        async with house.store.look() as records:
            it = await records.conversations.get(self.conversation)
            if it is None or it.child_forgot:
                return
            has_place = "position" in self.seen and it.state in IN_QUEUE
            after = await child_view.look(it, self.token, records, house.line, knows_place=has_place)
            # the change that ends it may come with the last words before it: words first
            readable = may_read(it, house.clock.now())
            missed = (
                await read_messages(it, max(self.newest, 0), records=records, vault=house.vault) if readable else []
            )
        for message in missed:
            self._catch_up(message)
        if has_place:
            after |= some(self.seen, PLACE)
        self.show(with_opening(after, house.line))

    def _catch_up(self, message: Message) -> None:
        if message.seq > self.newest:
            self.connection.emit("message", message_form(message))
            self.newest = message.seq

    def _see(self, seen: Form) -> None:
        if "position" in seen and "position" not in self.seen:
            # read a moment ago, while the board could not know that this page is to be told
            self._house.line.are_places_stale = True
        self.seen = seen

    def entered(self, told: Form) -> None:
        """The answer to `enter` shows `told`. What the page knew before it still knows; events tell the rest."""
        self._see({"state": "waiting", **told, **some(self.seen, (*OPENING, "unreachable"))})
        self.look_again()

    def show(self, after: Form) -> None:
        """Send what differs from what was shown."""
        before = self.seen
        self._see(after)
        for event, data in child_view.events(before, after):
            self.connection.emit(event, data)

    def show_opening(self, encoded: str) -> None:
        """The line opened, closed, filled up or announces its closing."""
        after = with_opening(self.seen, self._house.line)
        if self.was_shown and after != self.seen:
            self.seen = after
            self.connection.send(encoded)

    def show_place(self, place: int) -> None:
        """Its place in the queue moved, or the estimate did."""
        if self.was_shown and "position" in self.seen:
            self.show(without(self.seen, PLACE) | self._house.line.place(place))
