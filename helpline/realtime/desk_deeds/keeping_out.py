"""What is done about time-outs and blocks."""

from __future__ import annotations

from helpline.actions.block import give_block, preview_block, renew_block
from helpline.actions.carry_out import carry_out
from helpline.actions.read import read_sanction_note
from helpline.actions.sanction import agree, lift
from helpline.actions.time_out import give_time_out
from helpline.core.opening_hours import start_of_day
from helpline.realtime import shapes
from helpline.realtime.desk_deeds.deeds import Deeds
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.house import OK
from helpline.realtime.sanction_view import block_form, given_form, preview_form, sanction_form


class KeepingOutDeeds(Deeds):
    """What is done about time-outs and blocks."""

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
