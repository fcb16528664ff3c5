"""What is done when a child may be in danger."""

from __future__ import annotations

from helpline.actions import danger
from helpline.actions.alarm import take_alarm
from helpline.actions.carry_out import carry_out
from helpline.actions.read import DANGER_TEXTS
from helpline.realtime import shapes
from helpline.realtime.desk_deeds.deeds import Deeds
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.house import OK


class DangerDeeds(Deeds):
    """What is done when a child may be in danger."""

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
