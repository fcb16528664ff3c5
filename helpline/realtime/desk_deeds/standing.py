"""What somebody does about how they stand, and about what they are offered."""

from __future__ import annotations

from helpline.actions import converse
from helpline.actions.answer_offer import accept_offer, decline_offer
from helpline.actions.beside import can_be_asked
from helpline.actions.carry_out import carry_out
from helpline.actions.route import free_chats
from helpline.actions.stand import be, go_by
from helpline.core.staff import Status
from helpline.realtime import shapes
from helpline.realtime.desk_deeds.deeds import Deeds
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.house import OK


class StandingDeeds(Deeds):
    """What somebody does about how they stand, and about what they are offered."""

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

    async def colleagues(self, viewer: DeskViewer, asked: shapes.Colleagues) -> Form:
        people = await carry_out(
            self._house.store, lambda work: converse.colleagues(viewer.staff.id, asked.conversation, work=work)
        )
        return OK | {
            "colleagues": [
                {
                    "id": person.staff.id,
                    "alias": person.alias,
                    "status": person.duty.status.value,
                    "role": person.staff.role.value,
                    "free": free_chats(person),
                    "phone": can_be_asked(person),
                }
                for person in people
            ]
        }
