"""The journal on PostgreSQL: one transaction for a group, the heads locked so that numbers have no gaps."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence

from sqlalchemy import bindparam, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.conversation import State
from helpline.core.errors import Changed, TryAgain
from helpline.db import tables
from helpline.db.faults import translated
from helpline.db.journal import MOST, Done, Head, Heed, Known, KnownIds, Plan, all_try_again, answer, plan
from helpline.db.postgresql import PostgresqlStore
from helpline.db.said import Said
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
_NEWER = text(
    "SELECT wanted.conversation, newer.seq, newer.sender, newer.client_id"
    " FROM unnest(CAST(:conversations AS text[]), CAST(:after AS int[])) AS wanted(conversation, after)"
    " CROSS JOIN LATERAL (SELECT seq, sender, client_id FROM message"
    " WHERE message.conversation = wanted.conversation AND message.seq > wanted.after ORDER BY message.seq) AS newer"
)
_INSERT = text(
    "INSERT INTO message (conversation, seq, sender, client_id, sealed, at) SELECT * FROM unnest("
    "CAST(:a AS text[]), CAST(:b AS int[]), CAST(:c AS text[]), CAST(:d AS text[]), CAST(:e AS bytea[]),"
    " CAST(:f AS bigint[]))"
)
TRIES = 3


class PostgresqlJournal:
    """`ports.Journal` on PostgreSQL."""

    def __init__(self, store: PostgresqlStore, vault: Vault, clock: Clock) -> None:
        self._store = store
        self._vault = vault
        self._clock = clock
        self._said = Said()
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
                        made = await self._write(connection, entries)
            except Changed:
                continue
            except TryAgain:
                break
            except Exception as error:  # noqa: BLE001 - nothing of the group was kept, and everybody may send it again
                report_fault(log, error)
                break
            self._said.learn(row[:4] for row in made.rows)
            return made
        return all_try_again(entries)

    async def _write(self, connection: AsyncConnection, entries: Sequence[Entry]) -> Plan:
        heads = await self._heads(connection, entries)
        known = await self._known(connection, entries) if self._said.may_know(entries) else {}
        made = plan(entries, heads, known, self._vault, self._clock.now())
        if made.rows:
            columns = (list(column) for column in zip(*made.rows, strict=True))
            await connection.execute(_INSERT, dict(zip("abcdef", columns, strict=True)))
        return made

    async def _heads(self, connection: AsyncConnection, entries: Sequence[Entry]) -> dict[str, Head]:
        """Locked; and what was said in them since this node last looked, which may have been on another."""
        said, wanted = self._said, sorted({entry.conversation for entry in entries})
        rows = (await connection.execute(_HEADS, {"wanted": wanted})).all()
        names = [row[0] for row in rows]
        said.attend(names)
        after = [said.last_seq(name) for name in names]
        newer = await connection.execute(_NEWER, {"conversations": names, "after": after})
        said.learn((row[0], row[1], row[2], row[3]) for row in newer)
        return {
            row[0]: Head(State(row[1]), row[2], row[3], SealedKey(row[4], row[5]), said.last_seq(row[0]))
            for row in rows
        }

    async def _known(self, connection: AsyncConnection, entries: Sequence[Entry]) -> KnownIds:
        names = {(entry.conversation, entry.sender, entry.client_id) for entry in entries}
        query = select(_m.conversation, _m.sender, _m.client_id, _m.seq, _m.sealed, _m.at).where(
            tuple_(_m.conversation, _m.sender, _m.client_id).in_(list(names))
        )
        return {(row[0], row[1], row[2]): Known(row[3], row[4], row[5]) for row in await connection.execute(query)}
