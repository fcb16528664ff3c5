"""The attempts, and the pseudonyms that link them while their epoch lives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, insert, or_, select, union
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


def _of(query: Select[Any], device: Sequence[Pseudonym]) -> Select[Any]:
    """Only what this device or number did."""
    return (
        query.join_from(tables.attempt_pseudonym, tables.attempt, _mark.attempt == _a.id)
        .outerjoin(tables.conversation, _conversation.attempt == _a.id)
        .where(_mark.kind.in_(_OWN), _mark.digest.in_([it.digest for it in device]))
    )


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

    async def pseudonyms(self, attempt: str) -> list[Pseudonym]:
        query = select(_mark.kind, _mark.epoch, _mark.digest, _mark.spared).where(_mark.attempt == attempt)
        rows = await self._connection.execute(query)
        return [Pseudonym(kind, epoch, digest, bool(spared)) for kind, epoch, digest, spared in rows]

    async def known_as(self, attempt: str) -> list[Pseudonym]:
        now = select(_mark.kind, _mark.epoch, _mark.digest).where(_mark.attempt == attempt)
        earlier = select(_earlier.kind, _earlier.epoch, _earlier.digest).where(_earlier.attempt == attempt)
        found = [Pseudonym(*row) for row in await self._connection.execute(union(now, earlier))]
        return [it for it in found if it.kind in _OWN]

    async def was_here(self, device: Sequence[Pseudonym]) -> list[Pseudonym]:
        digests = [it.digest for it in device]
        known = set((await self._connection.execute(select(_mark.digest).where(_mark.digest.in_(digests)))).scalars())
        return [it for it in device if it.digest in known]

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
        left = _of(select(_a.contact, _a.nth, _a.outcome, _a.left_at, _conversation.place_at), device)
        left = left.where(_a.left_at.is_not(None)).order_by(_a.left_at.desc(), _a.nth.desc()).limit(1)
        newest = (await self._connection.execute(left)).first()
        if newest is None:
            return None
        in_queue = newest
        if newest.outcome == Outcome.TURNED_AWAY.value:
            in_queue = (await self._connection.execute(left.where(_a.outcome != Outcome.TURNED_AWAY.value))).first()
        place_at, place_until = None, None
        if in_queue is not None and in_queue.outcome == Outcome.ABANDONED.value:
            place_at, place_until = in_queue.place_at, in_queue.left_at
        spoke = _of(select(func.max(_conversation.ended_at)), device).where(
            or_(
                _conversation.child_first_words_at.is_not(None),
                and_(_conversation.channel == "phone", _conversation.accepted_at.is_not(None)),
            )
        )
        spoke_until = (await self._connection.execute(spoke)).scalar()
        return Before(newest.contact, newest.nth, newest.left_at, place_at, place_until, spoke_until)

    async def any_since(self, device: Sequence[Pseudonym], since: datetime) -> bool:
        query = (
            select(_a.id)
            .join(tables.attempt_pseudonym, _mark.attempt == _a.id)
            .where(_mark.kind.in_(_OWN), _mark.digest.in_([it.digest for it in device[:1]]), _a.arrived_at >= since)
            .limit(1)
        )
        return (await self._connection.execute(query)).first() is not None
