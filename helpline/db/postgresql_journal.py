"""The journal on PostgreSQL: one transaction for a group, the heads locked so that numbers have no gaps.

What is as this node remembers it goes a shorter way (`quick.py`).
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.actions.read import message_row
from helpline.core.conversation import Message, State
from helpline.core.errors import Changed, Forgotten, TryAgain
from helpline.db import tables
from helpline.db.columns import from_micros
from helpline.db.faults import translated
from helpline.db.journal import MOST, OPEN, Done, Head, Heed, Known, KnownIds, Plan, all_try_again, answer, plan
from helpline.db.postgresql import PostgresqlStore
from helpline.db.quick import Quick, Waiting
from helpline.db.said import Said
from helpline.db.straight import Straight
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
_ELSEWHERE = (
    "SELECT conversation.id, conversation.key_day, conversation.key_wrapped,"
    " newer.seq, newer.client_id, newer.sender, newer.sealed, newer.at"
    " FROM unnest($1::text[], $2::int[]) AS wanted(conversation, after)"
    " JOIN conversation ON conversation.id = wanted.conversation AND conversation.state = ANY($3::text[])"
    # each by its own numbers, and never all that was ever said, which a planner without figures takes for little
    " CROSS JOIN LATERAL (SELECT seq, client_id, sender, sealed, at FROM message"
    " WHERE message.conversation = wanted.conversation AND message.seq > wanted.after ORDER BY seq) AS newer"
    " ORDER BY conversation.id, newer.seq"
)
_OPEN = sorted(state.value for state in OPEN)
TRIES = 3


class PostgresqlJournal:
    """`ports.Journal` on PostgreSQL."""

    def __init__(self, store: PostgresqlStore, vault: Vault, clock: Clock) -> None:
        self._store = store
        self._vault = vault
        self._clock = clock
        self._said = Said()
        url = store.engine.url.render_as_string(hide_password=False)
        self._writer, self._reader = Straight(url), Straight(url)
        self._quick = Quick(self._writer, self._said, vault, clock)
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
        await self._writer.close()
        await self._reader.close()

    async def newer(self, after: Mapping[str, int]) -> list[Message]:
        if self._is_closed:
            raise TryAgain(retry_seconds=2)
        rows = await self._reader.fetch(_ELSEWHERE, list(after), list(after.values()), _OPEN)
        found = [message for row in rows if (message := self._opened(*row)) is not None]
        self._said.overhear((it.conversation, it.seq, it.sender, it.client_id) for it in found)
        return found

    def _opened(
        self, conversation: str, day: str, wrapped: bytes, seq: int, client_id: str | None, sender: str, sealed: bytes,
        at: int,
    ) -> Message | None:  # fmt: skip
        try:
            text = self._vault.open(conversation, SealedKey(day, wrapped), message_row(seq, sender), sealed)
        except Forgotten:
            return None
        return Message(conversation, seq, client_id, sender, text, from_micros(at))

    async def _flush(self) -> None:
        while self._pending:
            quick, plain = self._quick.part([self._pending.popleft() for _ in range(min(len(self._pending), MOST))])
            if quick:
                plain += await self._keep_quickly(quick)
            if plain:
                answer(plain, await self._keep([entry for entry, _ in plain]), self._heed)
        self._task = None

    async def _keep_quickly(self, group: Sequence[Waiting]) -> Sequence[Waiting]:
        """Answers what is left to be kept the plain way."""
        try:
            done, made, rest = await self._quick.keep(group)
        except TryAgain:
            answer(group, all_try_again([entry for entry, _ in group]), self._heed)
            return ()
        except Exception as error:  # noqa: BLE001 - the plain way says what is wrong with which
            report_fault(log, error)
            return group
        answer(done, made, self._heed)
        return rest

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
        heads = {
            row[0]: Head(State(row[1]), row[2], row[3], SealedKey(row[4], row[5]), said.last_seq(row[0]))
            for row in rows
        }
        self._quick.remember(heads)
        return heads

    async def _known(self, connection: AsyncConnection, entries: Sequence[Entry]) -> KnownIds:
        names = {(entry.conversation, entry.sender, entry.client_id) for entry in entries}
        query = select(_m.conversation, _m.sender, _m.client_id, _m.seq, _m.sealed, _m.at).where(
            tuple_(_m.conversation, _m.sender, _m.client_id).in_(list(names))
        )
        return {(row[0], row[1], row[2]): Known(row[3], row[4], row[5]) for row in await connection.execute(query)}
