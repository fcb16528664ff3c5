"""What each event at the desk does."""

from __future__ import annotations

import asyncio

from helpline.actions import along, converse, danger, end
from helpline.actions.advise import Sketched, put_away, sketch
from helpline.actions.alarm import take_alarm
from helpline.actions.answer_offer import accept_offer, decline_offer
from helpline.actions.block import give_block, preview_block, renew_block
from helpline.actions.carry_out import carry_out
from helpline.actions.look_back import look_back
from helpline.actions.notice import lift_notice, put_notice
from helpline.actions.read import DANGER_TEXTS, read_messages, read_sanction_note
from helpline.actions.route import free_chats
from helpline.actions.sanction import agree, lift
from helpline.actions.stand import be, go_by
from helpline.actions.take_over import take_over
from helpline.actions.time_out import give_time_out
from helpline.core.along import Reason
from helpline.core.conversation import AT_DESK, Conversation, State
from helpline.core.errors import Ended, NotYours
from helpline.core.opening_hours import start_of_day
from helpline.core.staff import Staff, Status
from helpline.ports import Records, UnitOfWork
from helpline.realtime import desk_view, shapes
from helpline.realtime.advice_view import advice_form
from helpline.realtime.adviser import Adviser
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form, message_form
from helpline.realtime.history_view import history_form
from helpline.realtime.house import OK, House
from helpline.realtime.hub import CHILD
from helpline.realtime.sanction_view import block_form, given_form, preview_form, sanction_form


class DeskEvents:
    """Each answers with its acknowledgement. The right to a conversation is asked of the database, every time."""

    def __init__(self, house: House, adviser: Adviser) -> None:
        self._house = house
        self._adviser = adviser

    async def be(self, viewer: DeskViewer, asked: shapes.Be) -> Form:
        now = self._house.clock.now()
        await carry_out(
            self._house.store,
            lambda work: be(
                viewer.staff,
                Status(asked.status),
                channels=asked.channels if isinstance(asked.channels, list) else None,
                chats=asked.chats if isinstance(asked.chats, int) else None,
                works_from=asked.works_from if isinstance(asked.works_from, str) else None,
                work=work,
                rules=self._house.rules,
                now=now,
            ),
        )
        viewer.chose()
        return OK

    async def alias(self, viewer: DeskViewer, asked: shapes.GoBy) -> Form:
        now = self._house.clock.now()
        alias = asked.alias.strip() if asked.alias is not None else None
        await carry_out(self._house.store, lambda work: go_by(viewer.staff, alias, work=work, now=now))
        viewer.chose()
        return OK

    async def accept(self, viewer: DeskViewer, asked: shapes.OfOffer) -> Form:
        now = self._house.clock.now()
        taken = await carry_out(
            self._house.store,
            lambda work: accept_offer(asked.offer, viewer.staff.id, work=work, rules=self._house.rules, now=now),
        )
        return OK | {"conversation": await viewer.taken(taken, asked.offer)}

    async def decline(self, viewer: DeskViewer, asked: shapes.OfOffer) -> Form:
        now = self._house.clock.now()
        await carry_out(
            self._house.store,
            lambda work: decline_offer(asked.offer, viewer.staff.id, work=work, rules=self._house.rules, now=now),
        )
        viewer.declined(asked.offer)
        return OK

    async def sync(self, viewer: DeskViewer, asked: shapes.SyncConversation) -> Form:
        async with self._house.store.look() as records:
            it = await records.conversations.get(asked.conversation)
            if it is None or not await self._may_read(it, viewer.staff, records):
                raise NotYours
            if it.state is State.CLOSED:
                raise Ended
            messages = await read_messages(it, asked.after, records=records, vault=self._house.vault)
        return OK | {"messages": [message_form(message) for message in messages], "state": it.state.value}

    async def _may_read(self, it: Conversation, staff: Staff, records: Records) -> bool:
        if it.volunteer == staff.id and it.state in (*AT_DESK, State.CLOSED):
            return True
        return it.id in [watched.id for watched in await desk_view.watched(staff, records)]

    async def typing(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        async with self._house.store.look() as records:
            it = await records.conversations.get(asked.conversation)
        if it is None or it.volunteer != viewer.staff.id or it.state not in (*AT_DESK, State.CLOSED):
            raise NotYours
        if it.state is not State.ACTIVE:
            raise Ended
        for other in self._house.hub.viewers(f"conversation:{asked.conversation}"):
            if other.connection.face.namespace == CHILD:
                other.connection.emit("typing", {})
        return OK

    async def phase(self, viewer: DeskViewer, asked: shapes.ToPhase) -> Form:
        now = self._house.clock.now()
        await carry_out(
            self._house.store,
            lambda work: converse.go_to_phase(asked.conversation, asked.phase, viewer.staff.id, work=work, now=now),
        )
        return OK

    async def register(self, viewer: DeskViewer, asked: shapes.Register) -> Form:
        now = self._house.clock.now()
        missing = await carry_out(
            self._house.store,
            lambda work: converse.register(
                asked.conversation, asked.fields, viewer.staff.id, work=work, rules=self._house.rules, now=now
            ),
        )
        return OK | {"missing": missing}

    async def end(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        now = self._house.clock.now()
        await carry_out(
            self._house.store,
            lambda work: end.end_by_volunteer(asked.conversation, viewer.staff.id, work=work, now=now),
        )
        return OK

    async def finish(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        house, now = self._house, self._house.clock.now()
        marked = await self._marked(asked.conversation, viewer.staff.id)

        async def finish(work: UnitOfWork) -> None:
            await end.finish(asked.conversation, viewer.staff.id, work=work, rules=house.rules, now=now)
            if marked is not None:
                await work.advice.mark(marked.week, marked.sketches)
            if house.forget is not None:
                await house.forget(asked.conversation, work=work)

        await carry_out(house.store, finish)
        if marked is not None:
            self._adviser.forget_marked()
        return OK

    async def _marked(self, conversation: str, staff: str) -> Sketched | None:
        """Made before the words may be forgotten, and off the event loop."""
        house = self._house
        key, *_ = await asyncio.to_thread(house.vault.mark_keys, house.clock.now())
        async with house.store.look() as records:
            return await sketch(conversation, staff, key, records=records, vault=house.vault)

    async def hand_over(self, viewer: DeskViewer, asked: shapes.HandOver) -> Form:
        now = self._house.clock.now()
        await carry_out(
            self._house.store,
            lambda work: converse.hand_over(
                asked.conversation,
                asked.note.strip(),
                asked.to,
                viewer.staff.id,
                work=work,
                vault=self._house.vault,
                rules=self._house.rules,
                now=now,
            ),
        )
        return OK

    async def colleagues(self, viewer: DeskViewer, _: shapes.Nothing) -> Form:
        people = await carry_out(self._house.store, lambda work: converse.colleagues(viewer.staff.id, work=work))
        return OK | {
            "colleagues": [
                {
                    "id": person.staff.id,
                    "alias": person.alias,
                    "status": person.duty.status.value,
                    "role": person.staff.role.value,
                    "free": free_chats(person),
                }
                for person in people
            ]
        }

    async def put_notice(self, viewer: DeskViewer, asked: shapes.PutNotice) -> Form:
        house, now = self._house, self._house.clock.now()
        await carry_out(
            house.store,
            lambda work: put_notice(asked.texts, asked.until, viewer.staff.id, work=work, rules=house.rules, now=now),
        )
        return OK

    async def lift_notice(self, viewer: DeskViewer, _: shapes.Nothing) -> Form:
        house, now = self._house, self._house.clock.now()
        await carry_out(house.store, lambda work: lift_notice(viewer.staff.id, work=work, rules=house.rules, now=now))
        return OK

    async def alarm(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        house, now = self._house, self._house.clock.now()
        await carry_out(
            house.store,
            lambda work: danger.raise_alarm(asked.conversation, viewer.staff.id, work=work, rules=house.rules, now=now),
        )
        return OK

    async def alarm_take(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        now = self._house.clock.now()
        await carry_out(
            self._house.store, lambda work: take_alarm(asked.conversation, viewer.staff.id, work=work, now=now)
        )
        return OK

    async def ask_along(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        now = self._house.clock.now()
        await carry_out(
            self._house.store, lambda work: along.ask_along(asked.conversation, viewer.staff.id, work=work, now=now)
        )
        return OK

    async def watch(self, viewer: DeskViewer, asked: shapes.WithReason) -> Form:
        now, reason = self._house.clock.now(), Reason(asked.reason)
        it = await carry_out(
            self._house.store,
            lambda work: along.watch(asked.conversation, reason, viewer.staff.id, work=work, now=now),
        )
        return OK | {"conversation": await viewer.watched(it)}

    async def unwatch(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        now = self._house.clock.now()
        await carry_out(
            self._house.store, lambda work: along.unwatch(asked.conversation, viewer.staff.id, work=work, now=now)
        )
        return OK

    async def whisper(self, viewer: DeskViewer, asked: shapes.Whisper) -> Form:
        house, now = self._house, self._house.clock.now()
        await carry_out(
            house.store,
            lambda work: along.whisper(
                asked.conversation, asked.text, viewer.staff.id, work=work, vault=house.vault, now=now
            ),
        )
        return OK

    async def take_over(self, viewer: DeskViewer, asked: shapes.WithReason) -> Form:
        house, now, reason = self._house, self._house.clock.now(), Reason(asked.reason)
        it = await carry_out(
            house.store,
            lambda work: take_over(asked.conversation, reason, viewer.staff.id, work=work, rules=house.rules, now=now),
        )
        return OK | {"conversation": await viewer.taken(it)}

    async def history(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        house, now = self._house, self._house.clock.now()
        async with house.store.look() as records:
            past = await look_back(asked.conversation, viewer.staff.id, records=records, rules=house.rules, now=now)
        advice = await self._adviser.look_at(asked.conversation)
        return OK | history_form(past, viewer.staff) | {"advice": advice_form(advice)}

    async def put_advice_away(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        await carry_out(self._house.store, lambda work: put_away(asked.conversation, viewer.staff.id, work=work))
        return OK

    async def time_out(self, viewer: DeskViewer, asked: shapes.TimeOut) -> Form:
        house, now = self._house, self._house.clock.now()
        note = (asked.note or "").strip() or None
        given = await carry_out(
            house.store,
            lambda work: give_time_out(
                asked.conversation, asked.minutes, asked.reason, note, viewer.staff,
                work=work, vault=house.vault, now=now,
            ),
        )  # fmt: skip
        return OK | given_form(given, now)

    async def sanctions(self, viewer: DeskViewer, _: shapes.Nothing) -> Form:
        house, now = self._house, self._house.clock.now()
        since = start_of_day(now, house.rules.hours.zone)
        by = None if viewer.is_coordinator else viewer.staff.id
        async with house.store.look() as records:
            shown = await records.sanctions.shown(since, now, by)
            notes = {one.it.id: await read_sanction_note(one.it, records, house.vault) for one in shown}
        return OK | {"sanctions": [sanction_form(one, notes[one.it.id], viewer.staff, now) for one in shown]}

    async def lift(self, viewer: DeskViewer, asked: shapes.Lift) -> Form:
        now = self._house.clock.now()
        why = asked.reason.strip()
        await carry_out(self._house.store, lambda work: lift(asked.sanction, why, viewer.staff, work=work, now=now))
        return OK

    async def agree(self, viewer: DeskViewer, asked: shapes.OfSanction) -> Form:
        now = self._house.clock.now()
        agreed = await carry_out(
            self._house.store, lambda work: agree(asked.sanction, viewer.staff, work=work, now=now)
        )
        return OK | given_form(agreed, now)

    async def block_preview(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        async with self._house.store.look() as records:
            shown = await preview_block(asked.conversation, records=records, now=self._house.clock.now())
        return OK | preview_form(shown)

    async def block(self, viewer: DeskViewer, asked: shapes.Block) -> Form:
        house, now = self._house, self._house.clock.now()
        note = (asked.note or "").strip() or None
        given = await carry_out(
            house.store,
            lambda work: give_block(
                asked.conversation, asked.hours, asked.reason, asked.scope, note, bool(asked.end), viewer.staff,
                work=work, vault=house.vault, now=now,
            ),
        )  # fmt: skip
        return OK | block_form(given, now)

    async def renew(self, viewer: DeskViewer, asked: shapes.Renew) -> Form:
        now = self._house.clock.now()
        renewed = await carry_out(
            self._house.store,
            lambda work: renew_block(asked.sanction, asked.hours, asked.reason, viewer.staff, work=work, now=now),
        )
        return OK | block_form(renewed, now)

    async def danger(self, viewer: DeskViewer, asked: shapes.Danger) -> Form:
        house, now = self._house, self._house.clock.now()
        texts = {name: (getattr(asked, name) or "").strip() for name in DANGER_TEXTS}
        await carry_out(
            house.store,
            lambda work: danger.note_danger(
                asked.conversation, texts, viewer.staff.id, work=work, vault=house.vault, now=now
            ),
        )
        return OK
