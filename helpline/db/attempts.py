"""The attempts, and the pseudonyms that link them while their epoch lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.attempt import Attempt, Outcome
from helpline.core.queue import Before
from helpline.db import tables
from helpline.db.rows import Rows
from helpline.ports import Pseudonym

_rows = Rows(tables.attempt, Attempt)
_a = tables.attempt.c
_mark = tables.attempt_pseudonym.c
_conversation = tables.conversation.c


class AttemptRows:
    """`ports.Attempts` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, attempt: str) -> Attempt | None:
        return await _rows.get(self._connection, attempt)

    async def add(self, it: Attempt, pseudonyms: Sequence[Pseudonym]) -> None:
        await _rows.add(self._connection, it)
        marks = [{"attempt": it.id, "kind": p.kind, "epoch": p.epoch, "digest": p.digest} for p in pseudonyms]
        if marks:
            await self._connection.execute(insert(tables.attempt_pseudonym), marks)

    async def save(self, it: Attempt) -> None:
        await _rows.save(self._connection, it)

    async def before(self, device: Sequence[Pseudonym]) -> Before | None:
        query = (
            select(_a.contact, _a.nth, _a.outcome, _a.left_at)
            .add_columns(_conversation.place_at, _conversation.ended_at, _conversation.child_first_words_at)
            .join(tables.attempt_pseudonym, _mark.attempt == _a.id)
            .outerjoin(tables.conversation, _conversation.attempt == _a.id)
            .where(_mark.kind == "device", _mark.digest.in_([it.digest for it in device]), _a.left_at.is_not(None))
            .order_by(_a.left_at.desc())
            .limit(20)
        )
        rows = (await self._connection.execute(query)).all()
        if not rows:
            return None
        newest = rows[0]
        spoke = next((row.ended_at for row in rows if row.child_first_words_at is not None), None)
        abandoned = newest.outcome == Outcome.ABANDONED.value
        return Before(newest.contact, newest.nth, newest.left_at, newest.place_at if abandoned else None, spoke)

    async def any_since(self, device: Sequence[Pseudonym], since: datetime) -> bool:
        query = (
            select(_a.id)
            .join(tables.attempt_pseudonym, _mark.attempt == _a.id)
            .where(_mark.kind == "device", _mark.digest.in_([it.digest for it in device[:1]]), _a.arrived_at >= since)
            .limit(1)
        )
        return (await self._connection.execute(query)).first() is not None
