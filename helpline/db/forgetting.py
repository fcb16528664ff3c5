"""Forgetting on a database: what of each row goes, and what stays."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    CursorResult,
    Insert,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.actions.ids import new_id
from helpline.core.conversation import State
from helpline.core.deadlines import Kind
from helpline.db import along_tables, call_tables, danger_tables, survey_tables, tables
from helpline.db.advice_tables import earlier_pseudonym, marked_line
from helpline.db.columns import Moment
from helpline.db.faults import translated
from helpline.db.postgresql import PostgresqlStore
from helpline.db.sanction_tables import block_pseudonym, sanction, sanction_pseudonym
from helpline.db.sqlite import SqliteStore, connect
from helpline.db.work import DatabaseRecords
from helpline.ports import Records, Store

HOUR = 3_600_000_000
"""Microseconds."""
NOBODY = ""
"""In place of a contact, the day of a key or a key: what it was is forgotten."""

_a, _c, _o, _m = tables.attempt.c, tables.conversation.c, tables.offer.c, tables.message.c
_mark = tables.attempt_pseudonym.c
_RUNS = _c.state.not_in([State.WRAP_UP.value, State.CLOSED.value])
_HAS_WORDS = _c.key_day > NOBODY
_FORGETFUL = (
    "conversation",
    "message",
    "offer",
    "attempt",
    "attempt_pseudonym",
    "assignment",
    "duty",
    "session",
    "survey_of",
    "alarm",
    "danger",
    "watch",
    "asked_along",
    "whisper",
    "sanction",
    "sanction_pseudonym",
    "earlier_pseudonym",
    "advice",
    "marked_line",
    "block_pseudonym",
    "call",
    "leg",
    "kept_apart",
    "kept_from",
    "phone",
)
_TRIES = 5
_TRY_AGAIN_SECONDS = 0.3
_BUSY_MILLISECONDS = 100
FACTS = (
    tables.assignment,
    tables.phase_step,
    tables.registration,
    tables.consent,
    danger_tables.alarm,
    danger_tables.danger,
)
"""What stays of a conversation beside its own row."""


class ForgettingRows:
    """`actions.forget.Forgetting` over one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def words_due(self, closed_before: datetime, ended_before: datetime, most: int) -> list[str]:
        closed = and_(_c.state == State.CLOSED.value, _c.ended_at <= closed_before)
        in_wrap_up = and_(_c.state == State.WRAP_UP.value, _c.ended_at <= ended_before)
        return await self._ids(select(_c.id).where(_HAS_WORDS, or_(closed, in_wrap_up)).limit(most))

    async def forget_words(self, conversations: Sequence[str]) -> int:
        over = and_(_c.id.in_(conversations), _HAS_WORDS, ~_RUNS)
        attempts = await self._ids(select(_c.attempt).where(over).with_for_update())
        words = select(_c.id).where(over)
        await self._connection.execute(delete(tables.message).where(_m.conversation.in_(words)))
        told = dict.fromkeys(("asked", "answer", "action"))
        await self._connection.execute(
            update(danger_tables.danger).where(danger_tables.danger.c.conversation.in_(words)).values(told)
        )
        noted = update(sanction).where(sanction.c.conversation.in_(words))
        await self._connection.execute(noted.values(note=None))
        # the next version: a deed that has read it before must not write the words back
        gone = {"nickname": None, "note": None, "key_day": NOBODY, "key_wrapped": b"", "version": _c.version + 1}
        await self._connection.execute(update(tables.conversation).where(over).values(gone))
        await self._rename(attempts)
        return len(attempts)

    async def oldest_day(self) -> str | None:
        days = select(_c.key_day).where(_HAS_WORDS).order_by(_c.key_day).limit(1)
        return next(iter(await self._ids(days)), None)

    async def forget_epochs(self, before: int) -> int:
        of_sanctions = delete(sanction_pseudonym).where(sanction_pseudonym.c.epoch < before)
        of_attempts = delete(tables.attempt_pseudonym).where(_mark.epoch < before)
        earlier = delete(earlier_pseudonym).where(earlier_pseudonym.c.epoch < before)
        return sum([_count(await self._connection.execute(old)) for old in (of_sanctions, of_attempts, earlier)])

    async def pseudonyms_due(self, arrived_before: datetime, most: int) -> list[str]:
        over = ~exists().where(_c.attempt == _a.id, _RUNS)
        known = select(_mark.attempt).join(tables.attempt, _a.id == _mark.attempt)
        return await self._ids(known.where(_a.arrived_at <= arrived_before, over).distinct().limit(most))

    async def forget_pseudonyms(self, attempts: Sequence[str]) -> int:
        theirs = _mark.attempt.in_(attempts)
        for beside in (earlier_pseudonym, call_tables.kept_apart):
            await self._connection.execute(delete(beside).where(beside.c.attempt.in_(attempts)))
        return _count(await self._connection.execute(delete(tables.attempt_pseudonym).where(theirs)))

    async def attempts_due(self, arrived_before: datetime, most: int) -> list[str]:
        due = and_(_a.arrived_at <= arrived_before, _a.contact != NOBODY, _all_closed())
        # newest first: the oldest are those that were forgotten long ago
        return await self._ids(select(_a.id).where(due).order_by(_a.arrived_at.desc()).limit(most))

    async def forget_who_and_when(self, attempts: Sequence[str]) -> int:
        due = and_(_a.id.in_(attempts), _a.contact != NOBODY, _all_closed())
        # locked, so that of two processes one does it
        found = await self._ids(select(_a.id).where(due).with_for_update())
        theirs = select(_c.id).where(_c.attempt.in_(found))
        await self.forget_pseudonyms(found)
        await self._connection.execute(delete(tables.offer).where(_o.conversation.in_(theirs)))
        for table in (*FACTS, tables.message):
            await self._by_the_hour(table, table.c.conversation.in_(theirs), **_gone(table))
        given = update(sanction).where(sanction.c.conversation.in_(theirs))
        await self._connection.execute(given.values(conversation=None, note=None))
        await self._by_the_hour(tables.conversation, _c.attempt.in_(found), **_gone(tables.conversation))
        await self._by_the_hour(tables.attempt, _a.id.in_(found), **_gone(tables.attempt))
        await self._rename(found)
        return len(found)

    async def forget_blocks(self, now: datetime) -> int:
        s = sanction.c
        alone = and_(s.needs_agreement.is_(True), s.agreed_at.is_(None), s.holds_until <= now)
        over = select(s.id).where(or_(s.until <= now, s.lifted_at.is_not(None), alone))
        gone = delete(block_pseudonym).where(block_pseudonym.c.sanction.in_(over))
        return _count(await self._connection.execute(gone))

    async def sanctions_due(self, over_before: datetime, most: int) -> list[str]:
        s = sanction.c
        return await self._ids(select(s.id).where(s.until <= over_before, s.by.is_not(None)).limit(most))

    async def forget_sanctions(self, sanctions: Sequence[str]) -> int:
        s = sanction.c
        found = await self._ids(select(s.id).where(s.id.in_(sanctions), s.by.is_not(None)).with_for_update())
        for table in (sanction_pseudonym, block_pseudonym):
            await self._connection.execute(delete(table).where(table.c.sanction.in_(found)))
        await self._by_the_hour(sanction, s.id.in_(found), **_gone(sanction))
        if found:
            await self._connection.execute(_copy(sanction), [{"old": old, "new": new_id()} for old in found])
        await self._connection.execute(delete(sanction).where(s.id.in_(found)))
        return len(found)

    async def forget_marked(self, kept: Sequence[str]) -> int:
        gone = delete(marked_line).where(marked_line.c.week.not_in(kept))
        return _count(await self._connection.execute(gone))

    async def forget_deadlines(self) -> int:
        d = tables.deadline.c
        open_offers = select(_o.id).where(_o.outcome.is_(None))
        running = select(_c.id).where(_c.state != State.CLOSED.value)
        linked = and_(d.kind == Kind.SURVEY_OVER.value, d.subject.in_(select(survey_tables.survey_of.c.conversation)))
        stale = or_(
            and_(d.kind == Kind.OFFER.value, d.subject.not_in(open_offers)),
            and_(d.kind == Kind.WATCHER.value, d.subject.not_in(select(along_tables.watch.c.staff))),
            and_(d.kind.not_in([Kind.OFFER.value, Kind.WATCHER.value]), d.subject.not_in(running), ~linked),
        )
        return _count(await self._connection.execute(delete(tables.deadline).where(stale)))

    async def forget_duties(self, gone_before: datetime) -> int:
        gone = tables.duty.c.gone_at <= gone_before
        return _count(await self._connection.execute(delete(tables.duty).where(gone)))

    async def _by_the_hour(self, table: Table, where: ColumnElement[bool], **gone: object) -> None:
        hours = {it.name: _hour(it) for it in table.c if isinstance(it.type, Moment) and it.name not in gone}
        await self._connection.execute(update(table).where(where).values({**hours, **gone}))

    async def _rename(self, attempts: Sequence[str]) -> None:
        """Give new ids to those whose words are gone as well as their time: nothing from before leads to them."""
        both = (
            select(_a.id, _c.id)
            .outerjoin(tables.conversation, _c.attempt == _a.id)
            .where(_a.id.in_(attempts), _a.contact == NOBODY, or_(_c.id.is_(None), ~_HAS_WORDS))
            .order_by(_a.id)
        )
        rows = (await self._connection.execute(both)).all()
        new_attempts = [{"old": row[0], "new": new_id()} for row in rows]
        new_ones = [
            {"old": row[1], "new": new_id(), "attempt": names["new"]}
            for row, names in zip(rows, new_attempts, strict=True)
            if row[1] is not None
        ]
        if new_attempts:
            await self._connection.execute(_copy(tables.attempt), new_attempts)
        if new_ones:
            await self._connection.execute(_copy(tables.conversation, attempt=bindparam("attempt")), new_ones)
            for table in FACTS:
                moved = update(table).where(table.c.conversation == bindparam("old"))
                await self._connection.execute(moved.values(conversation=bindparam("new")), new_ones)
        await self._connection.execute(delete(tables.conversation).where(_c.id.in_([it["old"] for it in new_ones])))
        await self._connection.execute(delete(tables.attempt).where(_a.id.in_([it["old"] for it in new_attempts])))

    async def _ids(self, query: Select[str]) -> list[str]:
        return list((await self._connection.execute(query)).scalars())


class DatabaseMemory:
    """`actions.forget.Memory` on either database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, records: Records) -> ForgettingRows:
        """What this unit of work, or this look, can forget or find."""
        assert isinstance(records, DatabaseRecords)
        return ForgettingRows(records.connection)

    async def settle(self) -> bool:
        """SQLite: everything into the file, where forgotten rows are zeros, and the log emptied. PostgreSQL: the place
        of forgotten rows is free; its bytes stay until they are used again, noise without the keys."""
        if isinstance(self._store, SqliteStore):
            for _ in range(_TRIES):
                if await asyncio.to_thread(_empty_log, self._store.path):
                    return True
                await asyncio.sleep(_TRY_AGAIN_SECONDS)
            return False
        assert isinstance(self._store, PostgresqlStore)
        with translated():
            async with self._store.engine.connect() as connection:
                alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await alone.execute(text(f"VACUUM {', '.join(_FORGETFUL)}"))
                # by their random names: where a row stands must not tell when it came
                await alone.execute(text("CLUSTER survey USING pk_survey"))
        return True


def _empty_log(path: Path) -> bool:
    with closing(connect(path)) as raw:
        # first without holding anybody up, so that there is little left to do while the line waits
        raw.execute("PRAGMA wal_checkpoint(PASSIVE)")
        # who waits here for a reader keeps every writer waiting too
        raw.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        (is_busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def _all_closed() -> ColumnElement[bool]:
    return ~exists().where(_c.attempt == _a.id, _c.state != State.CLOSED.value)


def _gone(table: Table) -> dict[str, object]:
    """What is put in place of who and which. Everything else that is not a moment stays as it is."""
    if table is tables.attempt:
        return {"contact": NOBODY}
    if table is tables.assignment:
        return {"staff": None, "alias": None}
    if table is danger_tables.alarm:
        return {"raised_by": None, "taken_by": None}
    if table is danger_tables.danger:
        return {"decided_by": None}
    if table is sanction:
        return dict.fromkeys(("conversation", "by", "note", "agreed_by", "lifted_by", "lifted_why"))
    if table is tables.conversation:
        nobody = dict.fromkeys(
            ("volunteer", "child_node", "child_gone_at", "interrupted_at", "way_back_of", "way_back_from")
        )
        return {**nobody, "version": _c.version + 1}
    return {}


def _hour(column: Column[object]) -> ColumnElement[int]:
    micros = type_coerce(column, BigInteger)
    return micros - micros % HOUR


def _copy(table: Table, **changed: ColumnElement[str]) -> Insert:
    """The same row under a new id."""
    values = {it.name: changed.get(it.name, it) for it in table.c} | {"id": bindparam("new")}
    return insert(table).from_select(list(values), select(*values.values()).where(table.c.id == bindparam("old")))


def _count(result: CursorResult[object]) -> int:
    return result.rowcount
