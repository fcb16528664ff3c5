"""What two do at one conversation: asking, reading along, whispering, taking over."""

from __future__ import annotations

from helpline.actions import along
from helpline.actions.carry_out import carry_out
from helpline.actions.take_over import take_over
from helpline.core.along import Reason
from helpline.realtime import shapes
from helpline.realtime.desk_deeds.deeds import Deeds
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.house import OK


class CompanyDeeds(Deeds):
    """What two do at one conversation: asking, reading along, whispering, taking over."""

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
