"""The alarms, and what was asked and done in danger."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.danger import Alarm
from helpline.db import danger_tables
from helpline.db.aliases import alias_in_use
from helpline.ports import SealedDanger, ShownAlarm

_a, _d = danger_tables.alarm.c, danger_tables.danger.c
_ALARM = [_a[it.name] for it in fields(Alarm)]
_DANGER = [_d[it.name] for it in fields(SealedDanger)]
_STANDS = _a.over_at.is_(None)
_SHOWN = (
    select(_a.conversation, alias_in_use(_a.raised_by), _a.raised_at, alias_in_use(_a.taken_by))
    .where(_STANDS)
    .order_by(_a.raised_at, _a.conversation)
)
_SHOWN_OF = _SHOWN.where(_a.conversation == bindparam("conversation"))
_TAKEN_BY = select(*_ALARM).where(_a.taken_by == bindparam("staff"), _STANDS)
_DANGERS = select(*_DANGER).where(_d.conversation == bindparam("conversation")).order_by(_d.n)
_STANDING = select(*_ALARM).where(_a.conversation == bindparam("conversation"), _STANDS)


class AlarmRows:
    """`ports.Alarms` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def standing(self, conversation: str) -> Alarm | None:
        row = (await self._connection.execute(_STANDING, {"conversation": conversation})).first()
        return None if row is None else Alarm(**row._mapping)

    async def taken_by(self, staff: str) -> list[Alarm]:
        rows = await self._connection.execute(_TAKEN_BY, {"staff": staff})
        return [Alarm(**row._mapping) for row in rows]

    async def shown(self, conversation: str | None = None) -> list[ShownAlarm]:
        query, of = (_SHOWN, {}) if conversation is None else (_SHOWN_OF, {"conversation": conversation})
        return [ShownAlarm(*row) for row in await self._connection.execute(query, of)]

    async def newest(self, conversation: str) -> int:
        query = select(_a.n).where(_a.conversation == conversation).order_by(_a.n.desc()).limit(1)
        return (await self._connection.execute(query)).scalar() or 0

    async def add(self, it: Alarm) -> None:
        await self._connection.execute(insert(danger_tables.alarm), asdict(it))

    async def save(self, it: Alarm) -> None:
        row = update(danger_tables.alarm).where(_a.conversation == it.conversation, _a.n == it.n)
        await self._connection.execute(row.values(asdict(it)))

    async def dangers(self, conversation: str) -> list[SealedDanger]:
        rows = await self._connection.execute(_DANGERS, {"conversation": conversation})
        return [SealedDanger(**row._mapping) for row in rows]

    async def add_danger(self, conversation: str, it: SealedDanger) -> None:
        await self._connection.execute(insert(danger_tables.danger), {"conversation": conversation, **asdict(it)})
