"""Staff, how they stand, and their log-ins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.call import Part
from helpline.core.conversation import State
from helpline.core.staff import Duty, Session, Staff
from helpline.db import along_tables, call_tables, tables
from helpline.db.rows import Rows
from helpline.db.states import NOT_CLOSED
from helpline.db.tokens import end_of
from helpline.ports import OnDuty

_staff = Rows(tables.staff, Staff)
_duty = Rows(tables.duty, Duty, "staff")
_session = Rows(tables.session, Session, "token_hash")
_s, _d, _c, _o = tables.staff.c, tables.duty.c, tables.conversation.c, tables.offer.c
_p, _l = call_tables.phone.c, call_tables.leg.c
_BESIDE = _l.staff.is_not(None) & _l.part.in_((Part.CONSULT, Part.CONFERENCE))
"""A colleague who is asked for a call, or is in it."""
_IS_OVER = _c.state == State.WRAP_UP.value
_HELD = (
    select(
        _c.volunteer,
        func.count().filter(~_IS_OVER).label("active"),
        func.count().filter(_IS_OVER).label("wrap_up"),
        func.count().filter(_c.channel == "phone").label("calls"),
    )
    .where(_c.volunteer.is_not(None), NOT_CLOSED)
    .group_by(_c.volunteer)
    .subquery()
)
_ASKED = or_(
    _d.staff.in_(select(_o.staff).where(_o.outcome.is_(None))),
    _d.staff.in_(select(_l.staff).where(_BESIDE)),
)
_PHONE = (
    select(_p.name)
    .where(_p.staff == _d.staff, _p.is_online.is_(True))
    .order_by(_p.made_at.desc(), _p.name)
    .limit(1)
    .scalar_subquery()
)
# one question, made once: it is asked for each choice of a pair
_ON_DUTY = (
    select(
        func.coalesce(_HELD.c.active, 0),
        func.coalesce(_HELD.c.wrap_up, 0),
        _ASKED,
        func.coalesce(_HELD.c.calls, 0),
        _PHONE,
        *_staff.columns,
        *_duty.columns,
    )
    .join_from(tables.duty, tables.staff, _s.id == _d.staff)
    .outerjoin(_HELD, _HELD.c.volunteer == _d.staff)
    .where(_d.gone_at.is_(None), _d.node.is_not(None), _s.disabled_at.is_(None))
)

_THESE: BindParameter[list[bytes]] = bindparam("these", expanding=True)
_SIGNED_IN = (
    select(*_session.columns, *_staff.columns)
    .join_from(tables.session, tables.staff, _s.id == tables.session.c.staff)
    .where(tables.session.c.token_hash.in_(_THESE), _s.disabled_at.is_(None))
)


class PeopleRows:
    """`ports.People` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, staff: str) -> Staff | None:
        return await _staff.get(self._connection, staff)

    async def named(self, name: str) -> Staff | None:
        found = await _staff.all(self._connection, select(*_staff.columns).where(_s.name == name))
        return next(iter(found), None)

    async def all(self) -> list[Staff]:
        return await _staff.all(self._connection, select(*_staff.columns).order_by(_s.alias, _s.id))

    async def add(self, it: Staff) -> None:
        await _staff.add(self._connection, it)

    async def save(self, it: Staff) -> None:
        await _staff.save(self._connection, it)

    async def names(self, besides: str | None = None) -> list[str]:
        # locked, so that of two who want the same alias at once the second sees it taken
        people = await self._connection.execute(
            select(_s.id, _s.name, _s.alias, _s.disabled_at).order_by(_s.id).with_for_update()
        )
        found = []
        for person in people:
            found += [person.name] if person.id == besides or person.disabled_at else [person.name, person.alias]
        is_logged_in = exists().where(tables.session.c.staff == _d.staff)
        chosen = select(_d.alias).where(_d.alias.is_not(None), is_logged_in, _d.staff != (besides or ""))
        return [*found, *(await self._connection.execute(chosen)).scalars()]

    async def count(self) -> int:
        return int((await self._connection.execute(select(func.count()).select_from(tables.staff))).scalar_one())

    async def duty(self, staff: str) -> Duty | None:
        return await _duty.get(self._connection, staff)

    async def put_duty(self, it: Duty) -> Duty:
        if it.version == 0:
            fresh = replace(it, version=1)
            await _duty.add(self._connection, fresh)
            return fresh
        await _duty.swap(self._connection, it, it.version)
        return replace(it, version=it.version + 1)

    async def on_duty(self) -> list[OnDuty]:
        found = []
        for active, wrap_up, asked, calls, phone, *row in await self._connection.execute(_ON_DUTY):
            staff, duty = _staff.read(row), _duty.read(row[len(_staff.columns) :])
            found.append(OnDuty(staff, duty, active, wrap_up, bool(asked), calls, phone))
        return found

    async def connected_on(self, node: str) -> list[Duty]:
        there = await _duty.all(self._connection, select(*_duty.columns).where(_d.gone_at.is_(None)))
        return [duty for duty in there if node in duty.open_on]

    async def is_busy(self, staff: str) -> bool:
        query = select(_c.id).where(_c.volunteer == staff, NOT_CLOSED).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def marks(self, staff: Sequence[str]) -> dict[str, tuple[int, str | None, int, int, str | None, int, int]]:
        asked = select(func.min(_o.id)).where(_o.staff == _d.staff, _o.outcome.is_(None)).scalar_subquery()
        held = select(func.count()).where(_c.volunteer == _d.staff, NOT_CLOSED).scalar_subquery()
        watches = select(func.count()).where(along_tables.watch.c.staff == _d.staff).scalar_subquery()
        stood = func.min(_l.id + _l.part + func.coalesce(_l.phone, ""))
        beside = select(stood).where(_l.staff == _d.staff, _BESIDE).scalar_subquery()
        talks = select(func.count(_l.answered_at)).where(_l.staff == _d.staff, _BESIDE).scalar_subquery()
        phone = call_tables.phone.c
        rung = select(func.count()).where(phone.staff == _d.staff, phone.is_online).scalar_subquery()
        query = select(_d.staff, _d.version, asked, held, watches, beside, talks, rung).where(_d.staff.in_(staff))
        rows = await self._connection.execute(query)
        return {name: tuple(mark) for name, *mark in rows}

    async def add_session(self, it: Session) -> None:
        await _session.add(self._connection, it)

    async def sessions(self, token_hashes: Sequence[bytes]) -> dict[bytes, tuple[Session, Staff]]:
        found = {}
        for row in await self._connection.execute(_SIGNED_IN, {"these": list(token_hashes)}):
            login, staff = _session.read(row), _staff.read(row[len(_session.columns) :])
            found[login.token_hash] = (login, staff)
        return found

    async def touch_sessions(self, token_hashes: Collection[bytes], now: datetime) -> None:
        s = tables.session.c
        await self._connection.execute(
            update(tables.session).where(s.token_hash.in_(sorted(token_hashes))).values(used_at=now)
        )

    async def end_sessions(self, *, token_hash: bytes | None = None, staff: str | None = None) -> None:
        await self._connection.execute(end_of(tables.session, token_hash, staff))

    async def end_stale_sessions(self, used_before: datetime, made_before: datetime) -> list[bytes]:
        s = tables.session.c
        busy = select(_c.volunteer).where(_c.volunteer.is_not(None), NOT_CLOSED)
        stale = select(s.token_hash).where((s.used_at < used_before) | (s.created_at < made_before))
        hashes = list((await self._connection.execute(stale.where(s.staff.not_in(busy)))).scalars())
        if hashes:
            await self._connection.execute(delete(tables.session).where(s.token_hash.in_(hashes)))
        return hashes
