"""What a coordinator puts on every child's page."""

from __future__ import annotations

from helpline.actions.carry_out import carry_out
from helpline.actions.notice import lift_notice, put_notice
from helpline.realtime import shapes
from helpline.realtime.desk_deeds.deeds import Deeds
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.house import OK


class NoticeDeeds(Deeds):
    """What a coordinator puts on every child's page."""

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
