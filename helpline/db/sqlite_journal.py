"""The journal on SQLite: one transaction for a group, on the writer's own connection.

Where the disk syncs quickly (p99 of fdatasync under 2 ms) the group is committed in the event loop at the end of its
turn, which saves two thread switches; else, and whenever another process holds the file, in a thread.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from helpline.actions.read import read_messages
from helpline.core.conversation import Message, State
from helpline.db.columns import from_micros
from helpline.db.journal import MOST, OPEN, Done, Head, Heed, Known, KnownIds, Plan, all_try_again, answer, plan
from helpline.db.said import Said
from helpline.db.sqlite import BUSY_SECONDS, SqliteStore
from helpline.logs import report_fault
from helpline.ports import Clock, Entry, SealedKey, Vault

log = logging.getLogger(__name__)
_INSERT = "INSERT INTO message (conversation, seq, sender, client_id, sealed, at) VALUES "
_HEADS = (
    "SELECT id, state, interrupted, volunteer, key_day, key_wrapped,"
    " (SELECT max(seq) FROM message WHERE message.conversation = conversation.id)"
    " FROM conversation WHERE id IN ({})"
)
_NEWER = "SELECT conversation, seq, sender, client_id FROM message WHERE conversation = ? AND seq > ? ORDER BY seq"
_KNOWN = "SELECT seq, sealed, at FROM message WHERE conversation = ? AND sender = ? AND client_id = ?"


@lru_cache(maxsize=MOST)
def _heads_of(count: int) -> str:
    return _HEADS.format(",".join("?" * count))


@lru_cache(maxsize=MOST)
def _insert_of(count: int) -> str:
    return _INSERT + ",".join(["(?,?,?,?,?,?)"] * count)


class SqliteJournal:
    """`ports.Journal` on SQLite."""

    def __init__(self, store: SqliteStore, vault: Vault, clock: Clock, *, in_loop: bool) -> None:
        self._store = store
        self._vault = vault
        self._clock = clock
        self._in_loop = in_loop
        self._pending: deque[tuple[Entry, Done]] = deque()
        self._said = Said()
        self._is_scheduled = False
        self._is_closed = False
        self._heed: Heed = lambda messages: None
        self._thread = ThreadPoolExecutor(1, "journal")
        self._task: asyncio.Task[None] | None = None

    def deliver_to(self, heed: Heed) -> None:
        self._heed = heed

    def append(self, entry: Entry, done: Done) -> None:
        if self._is_closed:
            answer([(entry, done)], all_try_again([entry]), self._heed)
            return
        self._pending.append((entry, done))
        if not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)

    async def close(self) -> None:
        """Keep what is pending, then stop."""
        while self._pending or self._task:
            if self._task:
                await self._task
            else:
                self._flush()
        self._is_closed = True
        self._thread.shutdown(wait=False)  # it has nothing left to do

    async def newer(self, after: Mapping[str, int]) -> list[Message]:
        found = list[Message]()
        async with self._store.look() as records:
            for name, seq in after.items():
                it = await records.conversations.get(name)
                if it is not None and it.state in OPEN:
                    found += await read_messages(it, seq, records=records, vault=self._vault)
        return found

    def _flush(self) -> None:
        if self._task is not None or not self._pending:
            return  # the task goes on until nothing is pending
        if self._in_loop and not self._store.turn.locked():
            self._is_scheduled = False
            group = self._next_group()
            made = self._keep([entry for entry, _ in group], wait=False)
            if made is not None:
                answer(group, made, self._heed)
                if self._pending:
                    self._is_scheduled = True
                    asyncio.get_running_loop().call_soon(self._flush)
                return
            self._pending.extendleft(reversed(group))
            self._is_scheduled = True
        self._task = asyncio.get_running_loop().create_task(self._flush_in_thread())

    async def _flush_in_thread(self) -> None:
        loop = asyncio.get_running_loop()
        while self._pending:
            async with self._store.turn:
                group = self._next_group()
                entries = [entry for entry, _ in group]
                made = self._keep(entries, wait=False) if self._in_loop else None
                if made is None:
                    made = await loop.run_in_executor(self._thread, self._keep, entries)
            answer(group, made or all_try_again(entries), self._heed)
        self._is_scheduled = False
        self._task = None

    def _next_group(self) -> list[tuple[Entry, Done]]:
        return [self._pending.popleft() for _ in range(min(len(self._pending), MOST))]

    def _keep(self, entries: Sequence[Entry], wait: bool = True) -> Plan | None:
        """One transaction; null when another process holds the file and nobody may wait for it here."""
        raw = self._store.writer
        try:
            raw.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000) if wait else 0}")
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            return all_try_again(entries) if wait else None
        finally:
            if not wait:
                raw.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        try:
            made = self._write(raw, entries)
            raw.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it was, the writer must be free for the next group
            # a full disk or an I/O error: nothing of the group was kept, and everybody may send it again
            if not isinstance(error, sqlite3.OperationalError):
                report_fault(log, error)
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            return all_try_again(entries)
        self._said.learn(row[:4] for row in made.rows)
        return made

    def _write(self, raw: sqlite3.Connection, entries: Sequence[Entry]) -> Plan:
        heads = self._heads(raw, entries)
        self._catch_up(raw, heads)
        known = self._known(raw, entries) if self._said.may_know(entries) else {}
        made = plan(entries, heads, known, self._vault, self._clock.now())
        if made.rows:
            raw.execute(_insert_of(len(made.rows)), [value for row in made.rows for value in row])
        return made

    def _catch_up(self, raw: sqlite3.Connection, heads: Mapping[str, Head]) -> None:
        """With messages that came another way: those before this start, and of the helpline itself."""
        said = self._said
        said.attend(heads)
        for conversation, head in heads.items():
            if said.last_seq(conversation) > head.last_seq:
                said.forget(conversation)
            if (after := said.last_seq(conversation)) < head.last_seq:
                said.learn(raw.execute(_NEWER, (conversation, after)))

    def _heads(self, raw: sqlite3.Connection, entries: Sequence[Entry]) -> dict[str, Head]:
        wanted = list({entry.conversation for entry in entries})
        return {
            row[0]: Head(State(row[1]), bool(row[2]), row[3], SealedKey(row[4], row[5]), row[6] or 0)
            for row in raw.execute(_heads_of(len(wanted)), wanted)
        }

    def _known(self, raw: sqlite3.Connection, entries: Sequence[Entry]) -> KnownIds:
        known = {}
        for name in {(entry.conversation, entry.sender, entry.client_id) for entry in entries}:
            row = raw.execute(_KNOWN, name).fetchone()
            if row is not None:
                known[name] = Known(row[0], row[1], from_micros(row[2]))
        return known
