"""What is done with a telephone: becoming one, what goes on in a call, and what a child agreed to."""

from __future__ import annotations

from functools import partial

from helpline.actions import beside
from helpline.actions import call as calls
from helpline.actions.carry_out import carry_out
from helpline.actions.phones import take_phone
from helpline.core.call import Part
from helpline.core.consent import Answer
from helpline.core.errors import Forbidden, Invalid, NoPhone
from helpline.ports import UnitOfWork
from helpline.realtime import shapes
from helpline.realtime.desk_deeds.deeds import Deeds
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.house import OK

ALONG = {"listen": Part.LISTEN, "whisper": Part.WHISPER, "join": Part.JOIN}
"""What a coordinator who watches may do besides."""


BESIDE = ("ask", "come", "go", "pass_on")
"""What is done with a colleague, or by one."""
ABOUT_SOMEBODY = ("consult", "add", "drop", "ask")
"""What is said of whom."""


class CallingDeeds(Deeds):
    """What is done with a telephone."""

    async def phone(self, viewer: DeskViewer, _: shapes.Nothing) -> Form:
        telephone, now = self._house.telephone, self._house.clock.now()
        if telephone is None:
            raise NoPhone
        taken = await carry_out(
            self._house.store, lambda work: take_phone(viewer.token_hash, viewer.staff.id, work=work, now=now)
        )
        lent = await telephone.lend(taken.name)
        both = {"phone": lent.phone, "silent_seconds": self._house.settings.calls.silent_seconds}
        if telephone.is_practice:
            return OK | both | {"practice": True}
        return (
            OK
            | both
            | {
                "password": lent.password,
                "uri": f"sip:{lent.phone}@helpline",
                "ice_servers": telephone.ice_servers(now),
                "practice": False,
            }
        )

    async def call(self, viewer: DeskViewer, asked: shapes.CallDo) -> Form:
        house = self._house
        if asked.do in ALONG and not viewer.is_coordinator:
            raise Forbidden
        if (asked.do in ABOUT_SOMEBODY) != (asked.to is not None):
            raise Invalid
        await carry_out(house.store, partial(self._do, viewer=viewer, asked=asked))
        return OK

    async def _do(self, work: UnitOfWork, viewer: DeskViewer, asked: shapes.CallDo) -> None:
        it, staff, now = asked.conversation, viewer.staff.id, self._house.clock.now()
        if asked.do in ALONG:
            await calls.come_along(it, ALONG[asked.do], staff, work=work, now=now)
        elif asked.do in BESIDE:
            await self._do_beside(work, viewer, asked)
        elif asked.do in ABOUT_SOMEBODY:
            await self._do_about(work, viewer, asked)
        elif asked.do == "hold":
            await calls.hold(it, staff, work=work, now=now)
        elif asked.do == "resume":
            await calls.resume(it, staff, work=work)
        elif asked.do == "hang_up":
            await calls.hang_up(it, staff, work=work, rules=self._house.rules, now=now)
        else:
            await calls.end_with_recording(it, staff, work=work, now=now)

    async def _do_about(self, work: UnitOfWork, viewer: DeskViewer, asked: shapes.CallDo) -> None:
        it, to, staff, now = asked.conversation, asked.to or "", viewer.staff.id, self._house.clock.now()
        dials = self._house.settings.dials
        if asked.do == "consult":
            await calls.consult(it, to, staff, dials=dials, work=work, now=now)
        elif asked.do == "add":
            await calls.add(it, to, staff, dials=dials, work=work, now=now)
        else:
            await calls.drop(it, to, staff, work=work)

    async def _do_beside(self, work: UnitOfWork, viewer: DeskViewer, asked: shapes.CallDo) -> None:
        it, staff, now = asked.conversation, viewer.staff.id, self._house.clock.now()
        rules = self._house.rules
        if asked.do == "ask":
            await beside.ask(it, asked.to or "", staff, work=work, rules=rules, now=now)
        elif asked.do == "come":
            await beside.come(it, staff, work=work)
        elif asked.do == "go":
            await beside.go(it, staff, work=work, rules=rules, now=now)
        else:
            await beside.pass_on(it, staff, work=work, rules=rules, now=now)

    async def consent(self, viewer: DeskViewer, asked: shapes.Consent) -> Form:
        now, answer = self._house.clock.now(), Answer(asked.answer)
        await carry_out(
            self._house.store,
            lambda work: calls.record_consent(
                asked.conversation, asked.asked, answer, viewer.staff.id, work=work, now=now
            ),
        )
        return OK
