"""What is recorded about a conversation while it runs, and what lapses when."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Integer, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.consent import Answer, Consent
from helpline.core.deadlines import Deadline, Kind
from helpline.db import tables
from helpline.db.upsert import insert_into, put
from helpline.ports import Holder

_d = tables.deadline.c
_KEY = (_d.kind == bindparam("of"), _d.subject == bindparam("whom"))
_CLEARED = delete(tables.deadline).where(*_KEY)
_CLAIMED = _CLEARED.where(_d.at == bindparam("due"))
_DUE = (
    select(_d.kind, _d.subject, _d.at)
    .where(_d.at <= bindparam("now"))
    .order_by(_d.at)
    .limit(bindparam("most", type_=Integer))
)
_NEXT = select(func.min(_d.at))
_GIVEN = tables.assignment.c
_REGISTERED = select(tables.registration.c.fields).where(tables.registration.c.conversation == bindparam("wanted"))
_HOLDERS = (
    select(_GIVEN.staff, func.coalesce(_GIVEN.alias, tables.staff.c.alias), _GIVEN.since)
    .join_from(tables.assignment, tables.staff, _GIVEN.staff == tables.staff.c.id)
    .where(_GIVEN.conversation == bindparam("wanted"))
    .order_by(_GIVEN.number)
)
_UNASSIGNED = update(tables.assignment).where(_GIVEN.conversation == bindparam("wanted"), _GIVEN.until.is_(None))


class FactRows:
    """`ports.Facts` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def step(self, conversation: str, phase: int, now: datetime) -> None:
        p = tables.phase_step.c
        newest = select(func.max(p.n)).where(p.conversation == conversation)
        n = ((await self._connection.execute(newest)).scalar_one() or 0) + 1
        await self._connection.execute(
            insert(tables.phase_step), {"conversation": conversation, "n": n, "phase": phase, "at": now}
        )

    async def registration(self, conversation: str) -> dict[str, object]:
        text = (await self._connection.execute(_REGISTERED, {"wanted": conversation})).scalar()
        return json.loads(text) if text else {}

    async def register(self, conversation: str, fields: dict[str, object], definitions: str, now: datetime) -> None:
        values = {
            "conversation": conversation,
            "fields": json.dumps(fields, sort_keys=True, ensure_ascii=False),
            "definitions": definitions,
            "changed_at": now,
        }
        await self._connection.execute(put(tables.registration, self._connection, "conversation"), values)

    async def consents(self, conversation: str) -> list[Consent]:
        c = tables.consent.c
        query = select(c.asked, c.answer, c.at).where(c.conversation == conversation).order_by(c.n)
        rows = await self._connection.execute(query)
        return [Consent(asked=asked, answer=Answer(answer), at=at) for asked, answer, at in rows]

    async def consent(self, conversation: str, it: Consent) -> None:
        c = tables.consent.c
        newest = select(func.coalesce(func.max(c.n), 0)).where(c.conversation == conversation)
        n = (await self._connection.execute(newest)).scalar_one() + 1
        values = {"conversation": conversation, "n": n, "asked": it.asked, "answer": it.answer.value, "at": it.at}
        await self._connection.execute(insert(tables.consent), values)

    async def assign(self, conversation: str, number: int, staff: str, alias: str, now: datetime) -> None:
        await self._connection.execute(
            insert(tables.assignment),
            {"conversation": conversation, "number": number, "staff": staff, "alias": alias, "since": now},
        )

    async def unassign(self, conversation: str, why: str, now: datetime) -> None:
        await self._connection.execute(_UNASSIGNED, {"wanted": conversation, "until": now, "why": why})

    async def why_unassigned(self, conversation: str, staff: str) -> str | None:
        a = tables.assignment.c
        query = select(a.why).where(a.conversation == conversation, a.staff == staff).order_by(a.number.desc()).limit(1)
        why: str | None = (await self._connection.execute(query)).scalar()
        return why

    async def holders(self, conversation: str) -> list[Holder]:
        rows = await self._connection.execute(_HOLDERS, {"wanted": conversation})
        return [Holder(*row) for row in rows]

    async def last_alias(self, conversation: str) -> str | None:
        a, s = tables.assignment.c, tables.staff.c
        query = (
            select(func.coalesce(a.alias, s.alias))
            .join_from(tables.assignment, tables.staff, a.staff == s.id)
            .where(a.conversation == conversation)
            .order_by(a.number.desc())
            .limit(1)
        )
        alias: str | None = (await self._connection.execute(query)).scalar()
        return alias

    async def count_quarter(self, row: dict[str, object]) -> None:
        await self._connection.execute(
            insert_into(tables.quarter_hour, self._connection).values(row).on_conflict_do_nothing()
        )


class DeadlineRows:
    """`ports.Deadlines` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def set(self, kind: Kind, subject: str, at: datetime) -> None:
        values = {"kind": kind.value, "subject": subject, "at": at}
        await self._connection.execute(put(tables.deadline, self._connection, "kind", "subject"), values)

    async def clear(self, kind: Kind, subject: str) -> None:
        await self._connection.execute(_CLEARED, {"of": kind.value, "whom": subject})

    async def due(self, now: datetime, most: int = 100) -> list[Deadline]:
        rows = await self._connection.execute(_DUE, {"now": now, "most": most})
        return [Deadline(Kind(row.kind), row.subject, row.at) for row in rows]

    async def next_at(self) -> datetime | None:
        earliest: datetime | None = (await self._connection.execute(_NEXT)).scalar()
        return earliest

    async def claim(self, it: Deadline) -> bool:
        values = {"of": it.kind.value, "whom": it.subject, "due": it.at}
        return (await self._connection.execute(_CLAIMED, values)).rowcount == 1


class NodeRows:
    """`ports.Nodes` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def beat(self, node: str, now: datetime) -> None:
        await self._connection.execute(put(tables.node, self._connection, "id"), {"id": node, "beat_at": now})

    async def silent_since(self, moment: datetime) -> list[str]:
        n = tables.node.c
        return list((await self._connection.execute(select(n.id).where(n.beat_at < moment))).scalars())

    async def all(self) -> list[str]:
        return list((await self._connection.execute(select(tables.node.c.id))).scalars())

    async def remove(self, node: str) -> None:
        await self._connection.execute(delete(tables.node).where(tables.node.c.id == node))
