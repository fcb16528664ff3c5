"""Second steps, and who is about to set one up."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Delete, Update, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.factors import CHALLENGE_FOR, Factor, HalfSession
from helpline.db.factor_tables import challenge as _challenge
from helpline.db.factor_tables import factor, half_session
from helpline.db.rows import Rows
from helpline.db.tokens import end_of

_factor = Rows(factor, Factor)
_half = Rows(half_session, HalfSession, "token_hash")
_f, _h, _c = factor.c, half_session.c, _challenge.c
_OLDEST_FIRST = (_f.created_at, _f.id)


def _digest(challenge: bytes) -> bytes:
    return sha256(challenge).digest()


class FactorRows:
    """`ports.Factors` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, staff: str) -> list[Factor]:
        query = select(*_factor.columns).where(_f.staff == staff).order_by(*_OLDEST_FIRST)
        return await _factor.all(self._connection, query)

    async def of_everybody(self) -> list[Factor]:
        return await _factor.all(self._connection, select(*_factor.columns).order_by(*_OLDEST_FIRST))

    async def add(self, it: Factor) -> None:
        await _factor.add(self._connection, it)

    async def confirm(self, factor: str, counter: int, now: datetime) -> bool:
        fresh = (_f.id == factor) & _f.confirmed_at.is_(None)
        return await self._moved(update(_factor.table).where(fresh).values(counter=counter, confirmed_at=now))

    async def use(self, factor: str, counter: int, now: datetime) -> bool:
        # a passkey that keeps no count says zero each time
        is_behind = _f.counter < counter if counter else _f.counter == 0
        behind = (_f.id == factor) & _f.confirmed_at.is_not(None) & is_behind
        return await self._moved(update(_factor.table).where(behind).values(counter=counter, used_at=now))

    async def remove(self, factor: str) -> None:
        await self._connection.execute(delete(_factor.table).where(_f.id == factor))

    async def remove_all(self, staff: str, *, unconfirmed: bool = False) -> int:
        which = delete(_factor.table).where(_f.staff == staff)
        which = which.where(_f.confirmed_at.is_(None)) if unconfirmed else which
        return (await self._connection.execute(which)).rowcount

    async def begin_half(self, it: HalfSession, before: datetime) -> None:
        await self.forget(before)
        await _half.add(self._connection, it)

    async def half(self, token_hash: bytes) -> HalfSession | None:
        return await _half.get(self._connection, token_hash)

    async def end_half(self, *, token_hash: bytes | None = None, staff: str | None = None) -> None:
        await self._connection.execute(end_of(half_session, token_hash, staff))

    async def ask(self, challenge: bytes, staff: str, now: datetime) -> None:
        await self._connection.execute(delete(_challenge).where(_c.created_at < now - CHALLENGE_FOR))
        row = {"digest": _digest(challenge), "staff": staff, "created_at": now}
        await self._connection.execute(insert(_challenge), row)

    async def take(self, challenge: bytes, staff: str, now: datetime) -> bool:
        is_asked = (_c.digest == _digest(challenge)) & (_c.staff == staff) & (_c.created_at >= now - CHALLENGE_FOR)
        return await self._moved(delete(_challenge).where(is_asked))

    async def forget(self, halves_before: datetime) -> None:
        await self._connection.execute(delete(_challenge).where(_c.created_at < halves_before))
        await self._connection.execute(delete(half_session).where(_h.created_at < halves_before))

    async def _moved(self, change: Update | Delete) -> bool:
        return (await self._connection.execute(change)).rowcount == 1
