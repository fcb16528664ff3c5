"""Who reads along, who asked for it, and what is whispered, on a database."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, delete, func, insert, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.along import Asked, Reason, SealedWhisper, Watch
from helpline.core.conversation import State
from helpline.db import along_tables, tables
from helpline.db.aliases import alias_in_use
from helpline.ports.along import ShownAsked, ShownWhisper

_w, _k, _q, _c = along_tables.watch.c, along_tables.asked_along.c, along_tables.whisper.c, tables.conversation.c
_WATCH = [_w[it.name] for it in fields(Watch)]
_ASKED = [_k[it.name] for it in fields(Asked)]
_OF_WHISPER = [it.name for it in fields(SealedWhisper)]
_WHISPER = [_q[it.name] for it in fields(SealedWhisper)]
# those of each end and each look are made once
_OF_CONVERSATION: BindParameter[str] = bindparam("conversation")
_WATCHES = (
    select(*_WATCH)
    .where(or_(_w.conversation == _OF_CONVERSATION, _w.staff == bindparam("staff")))
    .order_by(_w.since, _w.conversation, _w.staff)
)
_WATCHERS = select(alias_in_use(_w.staff)).where(_w.conversation == _OF_CONVERSATION).order_by(_w.since, _w.staff)
_IS_ASKED = select(*_ASKED).where(_k.conversation == _OF_CONVERSATION)
_NOT_ASKED = delete(along_tables.asked_along).where(_k.conversation == _OF_CONVERSATION)
_WHISPERS_TO = (
    select(*_WHISPER, alias_in_use(_q.said_by).label("alias"))
    .join(tables.conversation, _c.id == _q.conversation)
    # who lost it or gave it away since is not told any more
    .where(_q.said_to == bindparam("staff"), _c.volunteer == bindparam("staff"), _c.state == State.ACTIVE.value)
    .order_by(_q.at, _q.id)
)
_NOT_WHISPERED = delete(along_tables.whisper).where(_q.conversation == _OF_CONVERSATION)
_OLDEST_WHISPER = select(func.min(_q.at)).where(_q.conversation == _OF_CONVERSATION)


class AlongRows:
    """`ports.Along` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def watches(self, *, conversation: str | None = None, staff: str | None = None) -> list[Watch]:
        rows = await self._connection.execute(_WATCHES, {"conversation": conversation, "staff": staff})
        return [Watch(**{**row._mapping, "reason": Reason(row.reason)}) for row in rows]

    async def watchers(self, conversation: str) -> list[str]:
        return list((await self._connection.execute(_WATCHERS, {"conversation": conversation})).scalars())

    async def add(self, it: Watch) -> None:
        await self._connection.execute(insert(along_tables.watch), {**asdict(it), "reason": it.reason.value})

    async def remove(self, it: Watch) -> None:
        this = and_(_w.conversation == it.conversation, _w.staff == it.staff)
        await self._connection.execute(delete(along_tables.watch).where(this))

    async def asked(self, conversation: str) -> Asked | None:
        row = (await self._connection.execute(_IS_ASKED, {"conversation": conversation})).first()
        return None if row is None else Asked(**row._mapping)

    async def asked_by(self, staff: str) -> list[Asked]:
        rows = await self._connection.execute(select(*_ASKED).where(_k.asked_by == staff).order_by(_k.asked_at))
        return [Asked(**row._mapping) for row in rows]

    async def all_asked(self) -> list[ShownAsked]:
        query = select(_k.conversation, alias_in_use(_k.asked_by)).order_by(_k.asked_at, _k.conversation)
        return [ShownAsked(*row) for row in await self._connection.execute(query)]

    async def ask(self, it: Asked) -> None:
        await self._connection.execute(insert(along_tables.asked_along), asdict(it))

    async def stop_asking(self, conversation: str) -> bool:
        result = await self._connection.execute(_NOT_ASKED, {"conversation": conversation})
        return result.rowcount > 0

    async def whisper(self, it: SealedWhisper) -> None:
        await self._connection.execute(insert(along_tables.whisper), asdict(it))

    async def whispers_to(self, staff: str) -> list[ShownWhisper]:
        rows = await self._connection.execute(_WHISPERS_TO, {"staff": staff})
        return [
            ShownWhisper(SealedWhisper(**{name: row._mapping[name] for name in _OF_WHISPER}), row.alias) for row in rows
        ]

    async def forget_whispers(self, conversation: str, until: datetime | None = None) -> datetime | None:
        past: ColumnElement[bool] = _q.at <= until if until is not None else true()
        of = {"conversation": conversation}
        await self._connection.execute(_NOT_WHISPERED.where(past), of)
        left: datetime | None = (await self._connection.execute(_OLDEST_WHISPER, of)).scalar()
        return left
