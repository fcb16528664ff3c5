"""What is done in a conversation, until it is finished or handed over."""

from __future__ import annotations

import asyncio

from helpline.actions import converse, end
from helpline.actions.advise import Sketched, sketch
from helpline.actions.carry_out import carry_out
from helpline.actions.read import read_messages
from helpline.core.conversation import AT_DESK, Conversation, State
from helpline.core.errors import Ended, NotYours
from helpline.core.staff import Staff
from helpline.ports import Records, UnitOfWork
from helpline.realtime import desk_view, shapes
from helpline.realtime.desk_deeds.deeds import Deeds
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form, message_form
from helpline.realtime.house import OK
from helpline.realtime.hub import CHILD


class TalkingDeeds(Deeds):
    """What is done in a conversation, until it is finished or handed over."""

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
