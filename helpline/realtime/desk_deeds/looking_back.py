"""What came before, and what is advised."""

from __future__ import annotations

from helpline.actions.advise import put_away
from helpline.actions.carry_out import carry_out
from helpline.actions.look_back import look_back
from helpline.realtime import shapes
from helpline.realtime.advice_view import advice_form
from helpline.realtime.desk_deeds.deeds import Deeds
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.history_view import history_form
from helpline.realtime.house import OK


class LookingBackDeeds(Deeds):
    """What came before, and what is advised."""

    async def history(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        house, now = self._house, self._house.clock.now()
        async with house.store.look() as records:
            past = await look_back(asked.conversation, viewer.staff.id, records=records, rules=house.rules, now=now)
        advice = await self._adviser.look_at(asked.conversation)
        return OK | history_form(past, viewer.staff) | {"advice": advice_form(advice)}

    async def put_advice_away(self, viewer: DeskViewer, asked: shapes.OfConversation) -> Form:
        await carry_out(self._house.store, lambda work: put_away(asked.conversation, viewer.staff.id, work=work))
        return OK
