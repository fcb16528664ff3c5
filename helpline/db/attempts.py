"""The attempts, and the pseudonyms that link them while their epoch lives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, func, insert, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.attempt import Attempt, Outcome
from helpline.core.history import Visit
from helpline.core.queue import Before
from helpline.db import tables
from helpline.db.advice_tables import earlier_pseudonym
from helpline.db.rows import Rows
from helpline.ports import Pseudonym

_rows = Rows(tables.attempt, Attempt)
_a = tables.attempt.c
_mark = tables.attempt_pseudonym.c
_earlier = earlier_pseudonym.c
_conversation = tables.conversation.c
_registration = tables.registration.c
_OWN = ("device", "tel")
"""What is somebody's own; a network is shared."""
_DIGESTS: BindParameter[list[bytes]] = bindparam("digests", expanding=True)


def _of_device(query: Select[Any]) -> Select[Any]:
    """Only what a device or number did: the one of the parameter `digests`."""
    return (
        query.join_from(tables.attempt_pseudonym, tables.attempt, _mark.attempt == _a.id)
        .outerjoin(tables.conversation, _conversation.attempt == _a.id)
        .where(_mark.kind.in_(_OWN), _mark.digest.in_(_DIGESTS))
    )


# those of each arrival are made once
_LEFT = (
    _of_device(select(_a.contact, _a.nth, _a.outcome, _a.left_at, _conversation.place_at))
    .where(_a.left_at.is_not(None))
    .order_by(_a.left_at.desc(), _a.nth.desc())
    .limit(1)
)
_LEFT_QUEUE = _LEFT.where(_a.outcome != Outcome.TURNED_AWAY.value)
_SPOKE_UNTIL = _of_device(select(func.max(_conversation.ended_at))).where(
    or_(
        _conversation.child_first_words_at.is_not(None),
        and_(_conversation.channel == "phone", _conversation.accepted_at.is_not(None)),
    )
)
_LAST_ARRIVALS = (
    select(_mark.digest, func.max(_a.arrived_at))
    .join(tables.attempt, _a.id == _mark.attempt)
    .where(_mark.kind.in_(_OWN), _mark.digest.in_(_DIGESTS))
    .group_by(_mark.digest)
)
_COUNTED = {
    what: update(tables.attempt).where(_a.id == bindparam("wanted")).values({what: _a[what] + 1})
    for what in ("offers_made", "offers_declined", "offers_lapsed")
}


def _visit(row: Any) -> Visit:
    talked_for = None
    if row.accepted_at is not None and row.ended_at is not None:
        talked_for = row.ended_at - row.accepted_at
    fields = json.loads(row.fields) if row.fields else {}
    return Visit(row.contact, row.channel, row.arrived_at, row.left_at, talked_for, fields.get("type"))


class AttemptRows:
    """`ports.Attempts` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, attempt: str) -> Attempt | None:
        return await _rows.get(self._connection, attempt)

    async def add(self, it: Attempt, pseudonyms: Sequence[Pseudonym]) -> None:
        await _rows.add(self._connection, it)
        marks = [
            {"attempt": it.id, "kind": p.kind, "epoch": p.epoch, "digest": p.digest, "spared": p.spared or None}
            for p in pseudonyms
        ]
        if marks:
            await self._connection.execute(insert(tables.attempt_pseudonym), marks)

    async def outcomes(self, since: datetime) -> dict[str, int]:
        counted = (
            select(_a.outcome, func.count())
            .where(_a.arrived_at >= since, _a.outcome.is_not(None), _a.practice.is_(False))
            .group_by(_a.outcome)
        )
        return {row[0]: row[1] for row in await self._connection.execute(counted)}

    async def add_earlier(self, attempt: str, earlier: Sequence[Pseudonym]) -> None:
        marks = [{"attempt": attempt, "kind": p.kind, "epoch": p.epoch, "digest": p.digest} for p in earlier]
        if marks:
            await self._connection.execute(insert(earlier_pseudonym), marks)

    async def save(self, it: Attempt) -> None:
        await _rows.save(self._connection, it)

    async def count(self, attempt: str, what: str) -> None:
        await self._connection.execute(_COUNTED[what], {"wanted": attempt})

    async def pseudonyms(self, attempt: str) -> list[Pseudonym]:
        query = select(_mark.kind, _mark.epoch, _mark.digest, _mark.spared).where(_mark.attempt == attempt)
        rows = await self._connection.execute(query)
        return [Pseudonym(kind, epoch, digest, bool(spared)) for kind, epoch, digest, spared in rows]

    async def known_as(self, attempt: str) -> list[Pseudonym]:
        now = select(_mark.kind, _mark.epoch, _mark.digest).where(_mark.attempt == attempt)
        earlier = select(_earlier.kind, _earlier.epoch, _earlier.digest).where(_earlier.attempt == attempt)
        found = [Pseudonym(*row) for row in await self._connection.execute(union(now, earlier))]
        return [it for it in found if it.kind in _OWN]

    async def last_arrivals(self, device: Sequence[Pseudonym]) -> dict[Pseudonym, datetime]:
        if not device:
            return {}
        by = {it.digest: it for it in device}
        rows = await self._connection.execute(_LAST_ARRIVALS, _digests(device))
        return {by[digest]: at for digest, at in rows}

    async def visits(self, pseudonyms: Sequence[Pseudonym], besides: Attempt, most: int) -> list[Visit]:
        met = select(_mark.attempt).where(
            _mark.digest.in_([it.digest for it in pseudonyms]), _mark.kind.in_({it.kind for it in pseudonyms})
        )
        query = (
            select(
                _a.contact, _a.channel, _a.arrived_at, _a.left_at, _conversation.accepted_at, _conversation.ended_at,
                _registration.fields,
            )
            .join_from(tables.attempt, tables.conversation, _conversation.attempt == _a.id)
            .outerjoin(tables.registration, _registration.conversation == _conversation.id)
            .where(_a.id.in_(met), _a.id != besides.id, _a.practice == besides.practice, _a.left_at.is_not(None))
            .order_by(_a.arrived_at.desc())
            .limit(most)
        )  # fmt: skip
        return [_visit(row) for row in await self._connection.execute(query)]

    async def before(self, device: Sequence[Pseudonym]) -> Before | None:
        digests = _digests(device)
        newest = (await self._connection.execute(_LEFT, digests)).first() if device else None
        if newest is None:
            return None
        in_queue = newest
        if newest.outcome == Outcome.TURNED_AWAY.value:
            in_queue = (await self._connection.execute(_LEFT_QUEUE, digests)).first()
        place_at, place_until = None, None
        if in_queue is not None and in_queue.outcome == Outcome.ABANDONED.value:
            place_at, place_until = in_queue.place_at, in_queue.left_at
        spoke_until = (await self._connection.execute(_SPOKE_UNTIL, digests)).scalar()
        return Before(newest.contact, newest.nth, newest.left_at, place_at, place_until, spoke_until)


def _digests(device: Sequence[Pseudonym]) -> dict[str, list[bytes]]:
    return {"digests": [it.digest for it in device]}
