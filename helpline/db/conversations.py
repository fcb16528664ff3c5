"""The conversations, and the queue that they form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.conversation import ORDINARY, PRACTISING, Conversation, State
from helpline.core.queue import NEVER_RESTED, Waiting, in_order
from helpline.db import tables
from helpline.db.call_tables import kept_from
from helpline.db.columns import Moment
from helpline.db.rows import Rows
from helpline.db.states import IN_QUEUE, IS_WAITING, NOT_CLOSED
from helpline.ports import Overview, Pseudonym, Running

_rows = Rows(tables.conversation, Conversation)
_c = tables.conversation.c
_MOST_BACK = 10_000
_PASSED_ON = ("declined", "handed_over")
_IN_USE = func.coalesce(tables.duty.c.alias, tables.staff.c.alias)
_PLACE = (_c.place_rank, _c.place_at, _c.id)
_WAITING = (
    _c.id, _c.place_rank, _c.place_at, _c.waiting_since, _c.language, _c.adults_only, _c.practice, _c.channel,
    _c.way_back_after, _c.way_back_from,
)  # fmt: skip
# those of each arrival and each look are made once
_COUNT = select(func.count()).select_from(tables.conversation).where(IN_QUEUE)
_BEFORE_MOMENT = _COUNT.where(
    or_(
        _c.place_rank < bindparam("rank"),
        and_(_c.place_rank == bindparam("rank"), _c.place_at < bindparam("moment")),
    )
)
_BEFORE_PLACE = _COUNT.where(
    or_(
        _c.place_rank < bindparam("rank"),
        and_(_c.place_rank == bindparam("rank"), _c.place_at < bindparam("place_at")),
        and_(_c.place_rank == bindparam("rank"), _c.place_at == bindparam("place_at"), _c.id < bindparam("name")),
    )
)
_CHILDREN = (
    select(func.count())
    .select_from(tables.conversation)
    .where(IS_WAITING, _c.child_gone_at.is_(None), _c.way_back_of.is_(None), _c.adults_only.is_(False))
    .where(_c.practice.is_(False), _c.channel.in_(bindparam("channels", expanding=True)))
)
_QUEUE = select(_c.id).where(IN_QUEUE).order_by(*_PLACE)
_mark = tables.attempt_pseudonym.c
_OF_DEVICE = (
    select(*_rows.columns)
    .join(tables.attempt_pseudonym, _mark.attempt == _c.attempt)
    .where(_mark.digest.in_(bindparam("digests", expanding=True)), _mark.kind == "device", _c.child_forgot.is_(False))
    .where(or_(_c.ended_at.is_(None), _c.ended_at > bindparam("moment")))
    .order_by(_c.entered_at.desc())
    .limit(1)
)
_HELD_BY = select(*_rows.columns).where(_c.volunteer == bindparam("by"), NOT_CLOSED).order_by(_c.entered_at)
_THESE: BindParameter[list[str]] = bindparam("these", expanding=True)
_o, _a, _k, _m = tables.offer.c, tables.assignment.c, kept_from.c, tables.message.c
# by conversation alone and sorted out here: the planner might go through everything that was ever declined
_DECLINED = union_all(
    select(_o.conversation, _o.staff, _o.answered_at.label("at"), _o.outcome).where(_o.conversation.in_(_THESE)),
    select(_a.conversation, _a.staff, _a.until.label("at"), _a.why).where(_a.conversation.in_(_THESE)),
    select(
        _k.conversation, _k.staff, literal(NEVER_RESTED, Moment).label("at"), literal(_PASSED_ON[0]).label("why")
    ).where(_k.conversation.in_(_THESE)),
)
_NEWEST_SEQ = select(func.coalesce(func.max(_m.seq), 0)).where(_m.conversation == _c.id).scalar_subquery()
_MARKS = select(_c.id, _c.version, _NEWEST_SEQ).where(_c.id.in_(_THESE))


class ConversationRows:
    """`ports.Conversations` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, conversation: str) -> Conversation | None:
        return await _rows.get(self._connection, conversation)

    async def add(self, it: Conversation) -> None:
        await _rows.add(self._connection, it)

    async def save(self, it: Conversation) -> Conversation:
        await _rows.swap(self._connection, it, it.version)
        return replace(it, version=it.version + 1)

    async def of_device(self, device: Sequence[Pseudonym], ended_after: datetime) -> Conversation | None:
        values = {"digests": [it.digest for it in device], "moment": ended_after}
        return await _rows.first(self._connection, _OF_DEVICE, values)

    async def held_by(self, staff: str) -> list[Conversation]:
        return await _rows.all(self._connection, _HELD_BY, {"by": staff})

    async def next_waiting(self, channels: Sequence[str], languages: Sequence[str], most: int) -> list[Waiting]:
        rows = (await self._connection.execute(_lanes(tuple(channels), tuple(languages), most))).all()
        declined = await self._declined_by([row.id for row in rows])
        return in_order(_waiting(row, declined.get(row.id, ())) for row in rows)

    async def _declined_by(self, conversations: Sequence[str]) -> dict[str, tuple[tuple[str, datetime], ...]]:
        if not conversations:
            return {}
        found: dict[str, dict[str, datetime]] = {}
        for conversation, staff, at, why in await self._connection.execute(_DECLINED, {"these": conversations}):
            if why in _PASSED_ON:
                by = found.setdefault(conversation, {})
                by[staff] = max(by.get(staff, at), at)
        return {conversation: tuple(by.items()) for conversation, by in found.items()}

    async def place_of(self, it: Conversation) -> int:
        place = {"rank": it.place_rank, "place_at": it.place_at, "name": it.id}
        return int((await self._connection.execute(_BEFORE_PLACE, place)).scalar_one()) + 1

    async def place_at(self, moment: datetime, *, practice: bool = False) -> int:
        place = {"rank": PRACTISING if practice else ORDINARY, "moment": moment}
        return int((await self._connection.execute(_BEFORE_MOMENT, place)).scalar_one()) + 1

    async def queue(self, most: int | None = None) -> list[str]:
        return list((await self._connection.execute(_QUEUE.limit(most))).scalars())

    async def waiting_before(self, moment: datetime) -> list[Conversation]:
        query = select(*_rows.columns).where(IN_QUEUE, _c.accepted_at.is_(None), _c.entered_at < moment)
        return await _rows.all(self._connection, query)

    async def with_child_on(self, node: str) -> list[Conversation]:
        query = select(*_rows.columns).where(
            _c.child_node == node, _c.child_gone_at.is_(None), _c.ended_at.is_(None), NOT_CLOSED
        )
        return await _rows.all(self._connection, query)

    async def talking(self, most: int) -> list[Conversation]:
        held = select(*_rows.columns).where(NOT_CLOSED, _c.volunteer.is_not(None), _c.state == State.ACTIVE.value)
        return await _rows.all(self._connection, held.order_by(_c.accepted_at.desc()).limit(most))

    async def recent_services(self, since: datetime, most: int) -> list[float]:
        query = (
            select(_c.accepted_at, _c.finished_at)
            .where(_c.ended_at > since, _c.accepted_at.is_not(None), _c.finished_at.is_not(None))
            .where(_c.practice.is_(False))
            .where(_c.volunteer.is_not(None))  # past its term it knows the hour only
            .order_by(_c.ended_at.desc())
            .limit(most)
        )
        rows = await self._connection.execute(query)
        return [(row.finished_at - row.accepted_at).total_seconds() for row in rows]

    async def marks(self, conversations: Sequence[str]) -> dict[str, tuple[int, int]]:
        rows = await self._connection.execute(_MARKS, {"these": conversations})
        return {name: (version, seq) for name, version, seq in rows}

    async def children_waiting(self, channels: Sequence[str]) -> int:
        return int((await self._connection.execute(_CHILDREN, {"channels": list(channels)})).scalar_one())

    async def overview(self, now: datetime) -> Overview:
        counts = (
            select(_c.channel, _c.practice, func.count(), func.min(_c.waiting_since))
            .where(IN_QUEUE)
            .group_by(_c.channel, _c.practice)
        )
        waiting = {"chat": 0, "phone": 0}
        longest = practising = 0
        for channel, practice, count, since in await self._connection.execute(counts):
            if practice:
                practising += count
                continue
            waiting[channel] = count
            longest = max(longest, int((now - since).total_seconds()))
        return Overview(waiting, longest, await self._passed_on(), practising, await self._running())

    async def _passed_on(self) -> int:
        o = tables.offer.c
        refused = (
            select(func.count())
            .where(o.conversation == _c.id, o.outcome.in_(["declined", "lapsed"]), o.made_at >= _c.waiting_since)
            .scalar_subquery()
        )
        query = _COUNT.where(_c.practice.is_(False), refused >= 2)
        return int((await self._connection.execute(query)).scalar_one())

    async def _running(self) -> list[Running]:
        query = (
            select(_c.id, _c.channel, _IN_USE, _c.phase, _c.accepted_at, _c.practice)
            .join(tables.staff, tables.staff.c.id == _c.volunteer)
            .outerjoin(tables.duty, tables.duty.c.staff == _c.volunteer)
            .where(_c.state == State.ACTIVE.value, NOT_CLOSED)
            .order_by(_c.accepted_at, _c.id)
        )
        return [Running(*row) for row in await self._connection.execute(query)]


@lru_cache(maxsize=64)
def _lanes(channels: tuple[str, ...], languages: tuple[str, ...], most: int) -> CompoundSelect[Any]:
    lanes = [
        _lane(channel, practice, language, adults_only, most)
        for channel in channels
        for practice in (False, True)
        for language in languages
        for adults_only in (False, True)
    ]
    return union_all(*lanes, _lane_back(channels))


def _lane(channel: str, practice: bool, language: str, adults_only: bool, most: int) -> Select[tuple[object, ...]]:
    # one short read of ix_conversation_next for each kind, so that the cost does not grow with the number waiting
    lane = (
        select(*_WAITING)
        .where(IS_WAITING, _c.child_gone_at.is_(None), _c.channel == channel, _c.way_back_of.is_(None))
        .where(_c.practice.is_(practice), _c.language == language, _c.adults_only.is_(adults_only))
        .order_by(*_PLACE)
        .limit(most)
        .subquery()
    )
    return select(lane)


def _lane_back(channels: Sequence[str]) -> Select[tuple[object, ...]]:
    # all of them, for each may be for somebody else than those who are free: as few as time-outs that hold
    back = select(*_WAITING, _c.child_gone_at).where(IS_WAITING, _c.way_back_of.is_not(None))
    # the bound keeps the planner to ix_conversation_way_back, which holds no others
    lane = back.order_by(*_PLACE).limit(_MOST_BACK).subquery()
    here = [lane.c[column.name] for column in _WAITING]
    return select(*here).where(lane.c.child_gone_at.is_(None), lane.c.channel.in_(list(channels)))


def _waiting(row: Row[tuple[object, ...]], declined: tuple[tuple[str, datetime], ...]) -> Waiting:
    return Waiting(
        conversation=row.id,
        rank=row.place_rank,
        place_at=row.place_at,
        since=row.waiting_since,
        language=row.language,
        adults_only=bool(row.adults_only),
        practice=bool(row.practice),
        channel=row.channel,
        declined_by=declined,
        way_back_after=row.way_back_after,
        way_back_from=row.way_back_from,
    )
