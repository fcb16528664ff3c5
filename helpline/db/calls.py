"""Calls, who is rung for them, and phones, on a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.call import Call, Leg, Part, Phone
from helpline.db import call_tables as tables
from helpline.db.rows import Rows
from helpline.db.tables import attempt_pseudonym, conversation, session
from helpline.db.upsert import insert_into
from helpline.ports import Pseudonym

_calls = Rows(tables.call, Call, "conversation")
_legs = Rows(tables.leg, Leg)
_phones = Rows(tables.phone, Phone, "name")
_c, _l, _p = tables.call.c, tables.leg.c, tables.phone.c
_mark, _apart, _from = attempt_pseudonym.c, tables.kept_apart.c, tables.kept_from.c
# those of each call are made once
_ON_LINE = select(*_calls.columns).where(_c.call == bindparam("wanted"))
_REMOVED = [
    delete(tables.leg).where(_l.conversation == bindparam("wanted")),
    delete(tables.kept_from).where(_from.conversation == bindparam("wanted")),
    delete(tables.call).where(_c.conversation == bindparam("wanted")),
]
_LEGS = select(*_legs.columns).where(_l.conversation == bindparam("wanted")).order_by(_l.made_at, _l.id)
_LEGS_GONE = delete(tables.leg).where(_l.id.in_(bindparam("these", expanding=True)))
_BESIDE = (
    select(*_legs.columns)
    .where(_l.staff == bindparam("whose"), _l.part.in_((Part.CONSULT, Part.CONFERENCE)))
    .order_by(_l.made_at)
    .limit(1)
)
_KEPT_APART = (
    select(_apart.staff)
    .distinct()
    .join(attempt_pseudonym, _mark.attempt == _apart.attempt)
    .where(_mark.kind == "tel", _mark.digest.in_(bindparam("digests", expanding=True)))
    .where(_apart.at >= bindparam("since"))
)
_PHONES = select(*_phones.columns).order_by(_p.made_at.desc(), _p.name)
_PHONES_OF = _PHONES.where(_p.staff.in_(bindparam("these", expanding=True)))


class CallRows:
    """`ports.Calls` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, conversation: str) -> Call | None:
        return await _calls.get(self._connection, conversation)

    async def on_line(self, call: str) -> Call | None:
        return await _calls.first(self._connection, _ON_LINE, {"wanted": call})

    async def all(self) -> list[Call]:
        return await _calls.all(self._connection, select(*_calls.columns))

    async def add(self, it: Call) -> None:
        await _calls.add(self._connection, it)

    async def save(self, it: Call) -> None:
        await _calls.save(self._connection, it)

    async def remove(self, conversation: str) -> None:
        for removed in _REMOVED:
            await self._connection.execute(removed, {"wanted": conversation})

    async def leg(self, leg: str) -> Leg | None:
        return await _legs.get(self._connection, leg)

    async def legs(self, conversation: str) -> list[Leg]:
        return await _legs.all(self._connection, _LEGS, {"wanted": conversation})

    async def add_leg(self, it: Leg) -> None:
        await _legs.add(self._connection, it)

    async def save_leg(self, it: Leg) -> None:
        await _legs.save(self._connection, it)

    async def remove_legs(self, legs: Sequence[str]) -> None:
        if legs:
            await self._connection.execute(_LEGS_GONE, {"these": list(legs)})

    async def beside(self, staff: str) -> Leg | None:
        return await _legs.first(self._connection, _BESIDE, {"whose": staff})

    async def legs_on(self, phone: str) -> list[Leg]:
        return await _legs.all(self._connection, select(*_legs.columns).where(_l.phone == phone))

    async def keep_apart(self, attempt: str, staff: str, now: datetime) -> None:
        row = insert_into(tables.kept_apart, self._connection).values(attempt=attempt, staff=staff, at=now)
        await self._connection.execute(row.on_conflict_do_nothing())
        for other in await self._of_same_number(attempt):
            spared = insert_into(tables.kept_from, self._connection).values(conversation=other, staff=staff)
            await self._connection.execute(spared.on_conflict_do_nothing())

    async def _of_same_number(self, attempt: str) -> list[str]:
        """The conversations of calls that there are."""
        mark, there = attempt_pseudonym.c, conversation.c
        number = select(mark.digest).where(mark.kind == "tel", mark.attempt == attempt)
        query = (
            select(there.id)
            .distinct()
            .join(tables.call, _c.conversation == there.id)
            .join(attempt_pseudonym, mark.attempt == there.attempt)
            .where(mark.kind == "tel", mark.digest.in_(number))
        )
        return list((await self._connection.execute(query)).scalars())

    async def kept_apart(self, number: Sequence[Pseudonym], since: datetime) -> list[str]:
        if not number:
            return []
        values = {"digests": [it.digest for it in number], "since": since}
        return list((await self._connection.execute(_KEPT_APART, values)).scalars())

    async def keep_from(self, conversation: str, staff: Sequence[str]) -> None:
        rows = [{"conversation": conversation, "staff": one} for one in staff]
        if rows:
            await self._connection.execute(insert(tables.kept_from), rows)

    async def kept_from(self, conversation: str) -> list[str]:
        spared = tables.kept_from.c
        query = select(spared.staff).where(spared.conversation == conversation)
        return list((await self._connection.execute(query)).scalars())

    async def phone(self, name: str) -> Phone | None:
        return await _phones.get(self._connection, name)

    async def phone_of(self, session: bytes) -> Phone | None:
        found = await _phones.all(self._connection, select(*_phones.columns).where(_p.session == session))
        return next(iter(found), None)

    async def phones(self, staff: Sequence[str] | None = None) -> list[Phone]:
        if staff is None:
            return await _phones.all(self._connection, _PHONES)
        return await _phones.all(self._connection, _PHONES_OF, {"these": list(staff)})

    async def phones_without_session(self) -> list[Phone]:
        known = exists().where(session.c.token_hash == _p.session)
        return await _phones.all(self._connection, select(*_phones.columns).where(~known))

    async def add_phone(self, it: Phone) -> None:
        await _phones.add(self._connection, it)

    async def save_phone(self, it: Phone) -> None:
        await _phones.save(self._connection, it)

    async def remove_phones(self, names: Sequence[str]) -> None:
        await self._connection.execute(delete(tables.phone).where(_p.name.in_(list(names))))
