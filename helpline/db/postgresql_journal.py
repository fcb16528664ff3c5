"""The journal on PostgreSQL: one transaction for a group, the heads locked so that numbers have no gaps."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence

from sqlalchemy import bindparam, func, insert, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.conversation import State
from helpline.core.errors import Changed, TryAgain
from helpline.db import tables
from helpline.db.columns import from_micros
from helpline.db.faults import translated
from helpline.db.journal import MOST, Done, Head, Heed, Known, KnownIds, Plan, all_try_again, answer, plan
from helpline.db.postgresql import PostgresqlStore
from helpline.logs import report_fault
from helpline.ports import Clock, Entry, SealedKey, Vault

log = logging.getLogger(__name__)
_c, _m = tables.conversation.c, tables.message.c
_HEADS = (
    select(_c.id, _c.state, _c.interrupted, _c.volunteer, _c.key_day, _c.key_wrapped)
    .where(_c.id.in_(bindparam("wanted", expanding=True)))
    .order_by(_c.id)
    .with_for_update(key_share=True)
)
_LAST = (
    select(_m.conversation, func.max(_m.seq))
    .where(_m.conversation.in_(bindparam("wanted", expanding=True)))
    .group_by(_m.conversation)
)
TRIES = 3


class PostgresqlJournal:
    """`ports.Journal` on PostgreSQL."""

    def __init__(self, store: PostgresqlStore, vault: Vault, clock: Clock) -> None:
        self._store = store
        self._vault = vault
        self._clock = clock
        self._pending: deque[tuple[Entry, Done]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False
        self._heed: Heed = lambda messages: None

    def deliver_to(self, heed: Heed) -> None:
        self._heed = heed

    def append(self, entry: Entry, done: Done) -> None:
        if self._is_closed:
            answer([(entry, done)], all_try_again([entry]), self._heed)
            return
        self._pending.append((entry, done))
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._flush())

    async def close(self) -> None:
        """Keep what is pending, then stop."""
        if self._task:
            await self._task
        self._is_closed = True

    async def _flush(self) -> None:
        while self._pending:
            group = [self._pending.popleft() for _ in range(min(len(self._pending), MOST))]
            entries = [entry for entry, _ in group]
            answer(group, await self._keep(entries), self._heed)
        self._task = None

    async def _keep(self, entries: Sequence[Entry]) -> Plan:
        for _ in range(TRIES):
            try:
                with translated():
                    async with self._store.engine.begin() as connection:
                        return await self._write(connection, entries)
            except Changed:
                continue
            except TryAgain:
                break
            except Exception as error:  # noqa: BLE001 - nothing of the group was kept, and everybody may send it again
                report_fault(log, error)
                break
        return all_try_again(entries)

    async def _write(self, connection: AsyncConnection, entries: Sequence[Entry]) -> Plan:
        heads = await self._heads(connection, entries)
        made = plan(entries, heads, {}, self._vault, self._clock.now())
        if not made.is_doubtful:
            try:
                async with connection.begin_nested():
                    await self._insert(connection, made)
                return made
            except IntegrityError:
                pass  # a client_id that is known
        known = await self._known(connection, entries)
        made = plan(entries, await self._heads(connection, entries), known, self._vault, self._clock.now())
        await self._insert(connection, made)
        return made

    async def _insert(self, connection: AsyncConnection, made: Plan) -> None:
        names = ("conversation", "seq", "sender", "client_id", "sealed", "at")
        rows = [dict(zip(names, row, strict=True)) | {"at": from_micros(row[5])} for row in made.rows]
        if rows:
            await connection.execute(insert(tables.message), rows)

    async def _heads(self, connection: AsyncConnection, entries: Sequence[Entry]) -> dict[str, Head]:
        wanted = {"wanted": sorted({entry.conversation for entry in entries})}
        rows = (await connection.execute(_HEADS, wanted)).all()
        last = {row[0]: row[1] for row in await connection.execute(_LAST, wanted)}
        return {
            row[0]: Head(State(row[1]), row[2], row[3], SealedKey(row[4], row[5]), last.get(row[0], 0)) for row in rows
        }

    async def _known(self, connection: AsyncConnection, entries: Sequence[Entry]) -> KnownIds:
        names = {(entry.conversation, entry.sender, entry.client_id) for entry in entries}
        query = select(_m.conversation, _m.sender, _m.client_id, _m.seq, _m.sealed, _m.at).where(
            tuple_(_m.conversation, _m.sender, _m.client_id).in_(list(names))
        )
        return {(row[0], row[1], row[2]): Known(row[3], row[4], row[5]) for row in await connection.execute(query)}
