"""Calls, who is rung for them, and phones, on a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.call import Call, Leg, Part, Phone
from helpline.db import call_tables as tables
from helpline.db.rows import Rows
from helpline.db.tables import attempt_pseudonym, session
from helpline.db.upsert import insert_into
from helpline.ports import Pseudonym

_calls = Rows(tables.call, Call, "conversation")
_legs = Rows(tables.leg, Leg)
_phones = Rows(tables.phone, Phone, "name")
_c, _l, _p = tables.call.c, tables.leg.c, tables.phone.c


class CallRows:
    """`ports.Calls` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, conversation: str) -> Call | None:
        return await _calls.get(self._connection, conversation)

    async def on_line(self, call: str) -> Call | None:
        found = await _calls.all(self._connection, select(*_calls.columns).where(_c.call == call))
        return next(iter(found), None)

    async def all(self) -> list[Call]:
        return await _calls.all(self._connection, select(*_calls.columns))

    async def add(self, it: Call) -> None:
        await _calls.add(self._connection, it)

    async def save(self, it: Call) -> None:
        await _calls.save(self._connection, it)

    async def remove(self, conversation: str) -> None:
        await self._connection.execute(delete(tables.leg).where(_l.conversation == conversation))
        await self._connection.execute(delete(tables.kept_from).where(tables.kept_from.c.conversation == conversation))
        await self._connection.execute(delete(tables.call).where(_c.conversation == conversation))

    async def leg(self, leg: str) -> Leg | None:
        return await _legs.get(self._connection, leg)

    async def legs(self, conversation: str) -> list[Leg]:
        query = select(*_legs.columns).where(_l.conversation == conversation).order_by(_l.made_at, _l.id)
        return await _legs.all(self._connection, query)

    async def add_leg(self, it: Leg) -> None:
        await _legs.add(self._connection, it)

    async def save_leg(self, it: Leg) -> None:
        await _legs.save(self._connection, it)

    async def remove_legs(self, legs: Sequence[str]) -> None:
        await self._connection.execute(delete(tables.leg).where(_l.id.in_(list(legs))))

    async def beside(self, staff: str) -> Leg | None:
        parts = (Part.CONSULT, Part.CONFERENCE)
        query = select(*_legs.columns).where(_l.staff == staff, _l.part.in_(parts)).order_by(_l.made_at)
        return next(iter(await _legs.all(self._connection, query.limit(1))), None)

    async def legs_on(self, phone: str) -> list[Leg]:
        return await _legs.all(self._connection, select(*_legs.columns).where(_l.phone == phone))

    async def keep_apart(self, attempt: str, staff: str, now: datetime) -> None:
        row = insert_into(tables.kept_apart, self._connection).values(attempt=attempt, staff=staff, at=now)
        await self._connection.execute(row.on_conflict_do_nothing())

    async def kept_apart(self, number: Sequence[Pseudonym], since: datetime) -> list[str]:
        mark, a = attempt_pseudonym.c, tables.kept_apart.c
        query = (
            select(a.staff)
            .distinct()
            .join(attempt_pseudonym, mark.attempt == a.attempt)
            .where(mark.kind == "tel", mark.digest.in_([it.digest for it in number]), a.at >= since)
        )
        return list((await self._connection.execute(query)).scalars())

    async def keep_from(self, conversation: str, staff: Sequence[str]) -> None:
        rows = [{"conversation": conversation, "staff": one} for one in staff]
        if rows:
            await self._connection.execute(insert(tables.kept_from), rows)

    async def phone(self, name: str) -> Phone | None:
        return await _phones.get(self._connection, name)

    async def phone_of(self, session: bytes) -> Phone | None:
        found = await _phones.all(self._connection, select(*_phones.columns).where(_p.session == session))
        return next(iter(found), None)

    async def phones(self, staff: Sequence[str] | None = None) -> list[Phone]:
        query = select(*_phones.columns).order_by(_p.made_at.desc(), _p.name)
        if staff is not None:
            query = query.where(_p.staff.in_(list(staff)))
        return await _phones.all(self._connection, query)

    async def phones_without_session(self) -> list[Phone]:
        known = exists().where(session.c.token_hash == _p.session)
        return await _phones.all(self._connection, select(*_phones.columns).where(~known))

    async def add_phone(self, it: Phone) -> None:
        await _phones.add(self._connection, it)

    async def save_phone(self, it: Phone) -> None:
        await _phones.save(self._connection, it)

    async def remove_phones(self, names: Sequence[str]) -> None:
        await self._connection.execute(delete(tables.phone).where(_p.name.in_(list(names))))
