"""What one window of the desk was shown."""

from __future__ import annotations

from datetime import UTC, datetime

from helpline.actions.read import read_messages
from helpline.core.conversation import Conversation
from helpline.core.offers import Answer, Offer
from helpline.core.staff import Role, Staff
from helpline.ports import Records
from helpline.realtime import desk_view
from helpline.realtime.forms import Form, message_form
from helpline.realtime.house import House
from helpline.realtime.hub import Viewer
from helpline.realtime.overview import overview
from helpline.realtime.transport.connection import Connection

EMPTY: Form = {
    "me": {}, "why": None, "alarms": {}, "asked_along": {}, "agreements": [], "whispers": {}, "offers": {},
    "conversations": {}, "beside": None,
}  # fmt: skip


class DeskViewer(Viewer):
    """One window. `is_signed_in` and `staff` are kept true by `sessions.py`.

    on_hold: the calls that it was told are on hold · was_active: something came since `used_at`, when that was last
    written of its session.
    """

    __slots__ = (
        "_house", "_newest", "is_signed_in", "notice", "on_hold", "queue", "seen", "staff", "token_hash", "used_at",
        "was_active",
    )  # fmt: skip

    def __init__(self, connection: Connection, house: House, staff: Staff, token_hash: bytes) -> None:
        super().__init__(connection)
        self._house = house
        self.staff = staff
        self.token_hash = token_hash
        self.is_signed_in = True
        self.was_active = False
        self.used_at = datetime.min.replace(tzinfo=UTC)
        self.seen: Form = EMPTY
        self.on_hold: frozenset[str] = frozenset()
        self.queue: Form | None = None
        self.notice: Form | None = None
        self._newest: dict[str, int] = {}

    @property
    def is_coordinator(self) -> bool:
        """Sees the queue."""
        return self.staff.role is Role.COORDINATOR

    @property
    def practises(self) -> bool:
        """Holds a call on the practice line, and sees whether a child waits meanwhile."""
        return any(it.get("practice") and not it.get("watching") for it in self.seen["conversations"].values())

    def last_seq(self, conversation: str) -> int:
        return self._newest.get(conversation, -1)

    def sent(self, conversation: str, seq: int) -> None:
        self._newest[conversation] = seq

    async def snapshot(self) -> None:
        """Show everything from the start."""
        self.looks()
        async with self._house.store.look() as records:
            seen = await self._read(records)
            whole = [await self._whole(name, form, records) for name, form in seen["conversations"].items()]
        form = {"me": seen["me"], "offers": list(seen["offers"].values())}
        if seen["beside"] is not None:
            form["beside"] = seen["beside"]
        if self._house.version:
            form["version"] = self._house.version
        if self.is_coordinator:
            form["queue"] = self.queue = await overview(self._house)
            form["alarms"] = list(seen["alarms"].values())
            form["asked_along"] = list(seen["asked_along"].values())
            form["agreements"] = seen["agreements"]
        self.seen, self.was_shown = seen, True
        self.on_hold = _on_hold(seen)
        self.notice = form["notice"] = self._house.line.notice
        self.connection.emit("snapshot", form | {"conversations": [self._shown(it) for it in whole]})
        # the window before this one may have been gone when it was said
        for said in seen["whispers"].values():
            self.connection.emit("whisper", said)

    async def _read(self, records: Records) -> Form:
        duty = await records.people.duty(self.staff.id)
        assert duty is not None
        return await desk_view.look(
            self.staff,
            duty,
            records,
            self._house.vault,
            self._house.rules,
            self._house.clock.now(),
            has_telephone=self._house.telephone is not None,
        )

    async def _whole(self, name: str, form: Form, records: Records) -> Form:
        """The conversation with its messages, followed from here on.

        What is said before it is shown is not handed on, or it would arrive before the conversation itself: with the
        newest number unknown it makes this window look again.
        """
        self._newest.pop(name, None)
        self._house.hub.look(self, f"conversation:{name}")
        it = await records.conversations.get(name)
        assert it is not None
        messages = await read_messages(it, 0, records=records, vault=self._house.vault)
        last_seq = messages[-1].seq if messages else 0
        return form | {"messages": [message_form(message) for message in messages], "last_seq": last_seq}

    def _shown(self, whole: Form) -> Form:
        """It is sent now, without a pause in between."""
        self._newest[whole["id"]] = whole["last_seq"]
        return whole

    async def taken(self, it: Conversation, offer: str | None = None) -> Form:
        """The conversation that this window accepted or took over: the answer shows it whole, and no event repeats
        it."""
        async with self._house.store.look() as records:
            form = await desk_view.held_form(it, self.staff.id, records, self._house.vault, self._house.rules)
            whole = await self._whole(it.id, form, records)
        if offer is not None:
            self._forget_offer(offer)
        return self._answered(it, form, whole)

    async def watched(self, it: Conversation) -> Form:
        """The same for one that this window reads along with from now on."""
        async with self._house.store.look() as records:
            form = await desk_view.watched_form(it, self.staff.id, records, self._house.vault, self._house.rules)
            whole = await self._whole(it.id, form, records)
        return self._answered(it, form, whole)

    def _answered(self, it: Conversation, form: Form, whole: Form) -> Form:
        self.seen = self.seen | {"conversations": self.seen["conversations"] | {it.id: form}}
        self.on_hold = _on_hold(self.seen)
        self.look_again()
        return self._shown(whole)

    def offered(self, offer: Offer) -> None:
        # a look or a deed of this window that is under way may have read what was so before it was made
        if not self.was_shown or self.turn.locked() or offer.id in self.seen["offers"]:
            return
        form = desk_view.offer_form(offer)
        self.seen = self.seen | {"offers": self.seen["offers"] | {offer.id: form}}
        self.connection.emit("offer", form)

    async def refresh(self) -> None:
        async with self._house.store.look() as records:
            before, after = self.seen, await self._read(records)
            for name in before["conversations"].keys() & after["conversations"].keys():
                await self._catch_up(name, records)
            # from the moment that it is told, and not when all else is
            self.on_hold = _on_hold(after)
            for event, data in desk_view.events(before, after):
                self.connection.emit(event, data)
            await self._tell_new(before, after, records)
            await self._tell_gone(before, after, records)
            if before["beside"] != after["beside"]:
                # last: who has the conversation by now goes on talking
                self.connection.emit("beside", {"beside": after["beside"]})
        self.seen = after

    async def _catch_up(self, name: str, records: Records) -> None:
        it = await records.conversations.get(name)
        assert it is not None
        newest = max(self._newest.get(name, 0), 0)
        for message in await read_messages(it, newest, records=records, vault=self._house.vault):
            if message.seq > self._newest.get(name, 0):
                self.connection.emit("message", {"conversation": name, **message_form(message)})
                self._newest[name] = message.seq

    async def _tell_new(self, before: Form, after: Form, records: Records) -> None:
        for name in after["conversations"].keys() - before["conversations"].keys():
            whole = await self._whole(name, after["conversations"][name], records)
            self.connection.emit("conversation", self._shown(whole))

    async def _tell_gone(self, before: Form, after: Form, records: Records) -> None:
        for name in before["conversations"].keys() - after["conversations"].keys():
            it = await records.conversations.get(name)
            self._newest.pop(name, None)
            self._house.hub.look_away(self, [f"conversation:{name}"])
            if before["conversations"][name].get("watching"):
                self.connection.emit("conversation", desk_view.unwatched(name))
                continue
            why = await self._why_gone(it, records)
            by = await records.facts.last_alias(name) if why == "taken_over" else None
            gone = desk_view.gone(it, self.staff.id, by=by, is_given=why == "handed_over")
            self.connection.emit("conversation", {"id": name} | gone)
        for name in before["offers"].keys() - after["offers"].keys():
            offer = await records.offers.get(name)
            outcome = (offer.outcome if offer else None) or Answer.WITHDRAWN
            self.connection.emit("offer_gone", {"offer": name, "reason": outcome.value})

    async def _why_gone(self, it: Conversation | None, records: Records) -> str | None:
        if it is None or it.volunteer == self.staff.id:
            return None
        return await records.facts.why_unassigned(it.id, self.staff.id)

    def declined(self, offer: str) -> None:
        """This window declined it: the answer says so, and no event repeats it."""
        self._forget_offer(offer)

    def _forget_offer(self, offer: str) -> None:
        offers = {name: shown for name, shown in self.seen["offers"].items() if name != offer}
        self.seen = self.seen | {"offers": offers}

    def chose(self) -> None:
        """This window chose how to stand, and may show that already; `me` says what came of it, even if nothing did."""
        self.seen = self.seen | {"me": {}}
        self.look_again()

    def show_queue(self, queue: Form) -> None:
        """How the evening goes, for coordinators."""
        if not self.was_shown:
            return
        self.queue = queue
        self.connection.emit("queue", queue)

    def show_notice(self) -> None:
        """What stands on the child's page, where it is not what this window shows."""
        notice = self._house.line.notice
        if self.was_shown and notice != self.notice:
            self.notice = notice
            self.connection.emit("notice", {"notice": notice})


def _on_hold(seen: Form) -> frozenset[str]:
    return frozenset(name for name, form in seen["conversations"].items() if form.get("hold"))
