"""The time-outs and blocks, and by which pseudonyms they are met again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ScalarSelect,
    Select,
    bindparam,
    delete,
    distinct,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.conversation import EndedBy
from helpline.core.sanctions import LADDER_WITHIN, MOST_WAITS, Kind, Sanction, ends_at, holds, is_pending
from helpline.db import tables
from helpline.db.columns import MICROSECOND
from helpline.db.reach import reach
from helpline.db.rows import Rows
from helpline.db.sanction_tables import block_pseudonym, sanction, sanction_pseudonym
from helpline.ports import Lasting, Pseudonym, Reach, ShownSanction

_rows = Rows(sanction, Sanction)
_s, _mark, _kept = sanction.c, sanction_pseudonym.c, block_pseudonym.c
_of_attempt, _c = tables.attempt_pseudonym.c, tables.conversation.c
_IN_USE = func.coalesce(tables.duty.c.alias, tables.staff.c.alias)
# made once, for it is asked of everybody who comes
_MET = select(_mark.sanction).where(_mark.digest.in_(bindparam("digests", expanding=True)))
_KNOWN = select(_kept.sanction).where(_kept.digest.in_(bindparam("lasting", expanding=True)))
_HOLDING = select(*_rows.columns).where(_s.until > bindparam("now"), _s.id.in_(_MET.union(_KNOWN)))


def _before() -> ScalarSelect[int]:
    """How many time-outs the same device or number had, not undone, within the ladder's days before this one."""
    other, mine, theirs = sanction.alias(), sanction_pseudonym.alias(), sanction_pseudonym.alias()
    since = type_coerce(_s.since, BigInteger) - LADDER_WITHIN // MICROSECOND
    return (
        select(func.count(distinct(other.c.id)))
        .join_from(other, theirs, theirs.c.sanction == other.c.id)
        .join(mine, mine.c.digest == theirs.c.digest)
        .where(mine.c.sanction == _s.id, other.c.id != _s.id, other.c.kind == Kind.TIME_OUT.value)
        .where(other.c.lifted_at.is_(None), other.c.since <= _s.since, type_coerce(other.c.since, BigInteger) > since)
        .correlate(sanction)
        .scalar_subquery()
    )


class SanctionRows:
    """`ports.Sanctions` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def for_change(self, sanction: str) -> Sanction | None:
        query = select(*_rows.columns).where(_s.id == sanction).with_for_update()
        return next(iter(await _rows.all(self._connection, query)), None)

    async def add(self, it: Sanction, pseudonyms: Sequence[Pseudonym]) -> None:
        await _rows.add(self._connection, it)
        marks = [{"sanction": it.id, "kind": p.kind, "epoch": p.epoch, "digest": p.digest} for p in pseudonyms]
        await self._connection.execute(insert(sanction_pseudonym), marks)

    async def save(self, it: Sanction) -> None:
        values = _rows.values(it)
        del values["refused"]
        await self._connection.execute(update(sanction).where(_s.id == values.pop("id")).values(values))

    async def count_refusal(self, sanction_id: str) -> None:
        counted = update(sanction).where(_s.id == sanction_id).values(refused=_s.refused + 1)
        await self._connection.execute(counted)

    async def holding(
        self, pseudonyms: Sequence[Pseudonym], now: datetime, lasting: Sequence[Lasting] = ()
    ) -> list[Sanction]:
        if not pseudonyms:
            return []
        values = {"digests": [it.digest for it in pseudonyms], "lasting": [it.digest for it in lasting], "now": now}
        found = [it for it in await _rows.all(self._connection, _HOLDING, values) if holds(it, now)]
        return sorted(found, key=lambda it: (it.kind is Kind.BLOCK, ends_at(it)), reverse=True)

    async def is_kept(self, sanction: str, lasting: Lasting) -> bool:
        query = select(_kept.sanction).where(_kept.sanction == sanction, _kept.digest == lasting.digest)
        return (await self._connection.execute(query)).first() is not None

    async def keep(self, sanction: str, lasting: Lasting) -> None:
        before = delete(block_pseudonym).where(_kept.sanction == sanction, _kept.kind == lasting.kind)
        await self._connection.execute(before)
        row = {"sanction": sanction, "kind": lasting.kind, "digest": lasting.digest}
        await self._connection.execute(insert(block_pseudonym), row)

    async def let_go(self, sanction: str) -> None:
        await self._connection.execute(delete(block_pseudonym).where(_kept.sanction == sanction))

    async def given_in(self, conversation: str) -> list[Sanction]:
        query = select(*_rows.columns).where(_s.conversation == conversation)
        return await _rows.all(self._connection, query.order_by(_s.since.desc(), _s.id.desc()))

    async def blocks_of(self, attempt: str) -> list[Sanction]:
        came_from = select(_of_attempt.digest).where(_of_attempt.attempt == attempt)
        met = select(_mark.sanction).where(_mark.digest.in_(came_from))
        query = select(*_rows.columns).where(_s.id.in_(met), _s.kind == Kind.BLOCK.value)
        return await _rows.all(self._connection, query)

    async def runs_under(self, sanction: str) -> list[str]:
        query = _came_from(sanction).where(_c.ended_at.is_(None))
        return list((await self._connection.execute(query)).scalars())

    async def ended_by(self, sanction: str) -> list[str]:
        query = _came_from(sanction).where(_c.ended_by == EndedBy.BLOCK.value)
        return list((await self._connection.execute(query)).scalars())

    async def reach(self, pseudonyms: Sequence[Pseudonym], since: datetime) -> Reach:
        return await reach(self._connection, pseudonyms, since)

    async def given_to(self, pseudonyms: Sequence[Pseudonym]) -> list[Sanction]:
        met = select(_mark.sanction).where(_mark.digest.in_([it.digest for it in pseudonyms]))
        query = select(*_rows.columns).where(_s.id.in_(met), _s.lifted_at.is_(None))
        return await _rows.all(self._connection, query.order_by(_s.since.desc(), _s.id))

    async def waiting(self, now: datetime) -> list[Sanction]:
        query = select(*_rows.columns).where(_s.needs_agreement, _s.agreed_at.is_(None), _s.lifted_at.is_(None))
        recent = query.where(_s.since > now - max(MOST_WAITS.values())).order_by(_s.since, _s.id)
        return [it for it in await _rows.all(self._connection, recent) if is_pending(it, now)]

    async def shown(self, since: datetime, now: datetime, by: str | None = None) -> list[ShownSanction]:
        query = (
            select(*_rows.columns, _IN_USE.label("alias"), _before().label("before"))
            .outerjoin(tables.staff, tables.staff.c.id == _s.by)
            .outerjoin(tables.duty, tables.duty.c.staff == _s.by)
            .where(or_(_s.since >= since, _s.until > now))
            .order_by(_s.since.desc(), _s.id)
        )
        if by is not None:
            query = query.where(_s.by == by, _s.kind == Kind.TIME_OUT.value)
        found = []
        for row in (await self._connection.execute(query)).mappings():
            values = dict(row)
            alias, before = values.pop("alias"), values.pop("before")
            it = _rows.record(values)
            if it.since >= since or holds(it, now):
                found.append(ShownSanction(it, alias, before))
        return found


def _came_from(sanction_id: str) -> Select[str]:
    """The conversations of whom it keeps out."""
    kept_out = select(_mark.digest).where(_mark.sanction == sanction_id)
    attempts = select(_of_attempt.attempt).where(_of_attempt.digest.in_(kept_out))
    return select(_c.id).where(_c.attempt.in_(attempts)).order_by(_c.entered_at, _c.id)
