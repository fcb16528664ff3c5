"""The offers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.conversation import OWN_FAULT, PRACTISING
from helpline.core.errors import Changed
from helpline.core.offers import Offer
from helpline.db import tables
from helpline.db.call_tables import kept_from
from helpline.db.rows import Rows
from helpline.db.states import IN_QUEUE

_rows = Rows(tables.offer, Offer)
_o, _c = tables.offer.c, tables.conversation.c
# those of each choice of a pair and each look are made once
_IS_OPEN = select(*_rows.columns).where(_o.outcome.is_(None))
_OPEN_OF_STAFF = _IS_OPEN.where(_o.staff == bindparam("whose"))
_OPEN_OF_CONVERSATION = _IS_OPEN.where(_o.conversation == bindparam("whose"))
_CLOSED = update(tables.offer).where(_o.id == bindparam("wanted"), _o.outcome.is_(None))
_DECLINED = (
    select(func.count()).where(_o.outcome == "declined", _o.answered_at >= bindparam("moment")).scalar_subquery()
)
_HANDED_OVER = (
    select(func.count())
    .where(_c.place_rank.in_((OWN_FAULT, PRACTISING)), IN_QUEUE, _c.child_gone_at.is_(None), _c.handed_over.is_(True))
    .scalar_subquery()
)
_SPARED = select(func.count()).select_from(kept_from).scalar_subquery()
_PASSED_OVER = select(_DECLINED + _HANDED_OVER + _SPARED)


class OfferRows:
    """`ports.Offers` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, offer: str) -> Offer | None:
        return await _rows.get(self._connection, offer)

    async def add(self, it: Offer) -> None:
        await _rows.add(self._connection, it)

    async def save(self, it: Offer) -> None:
        values = {"wanted": it.id, "outcome": it.outcome, "answered_at": it.answered_at}
        if (await self._connection.execute(_CLOSED, values)).rowcount != 1:
            raise Changed

    async def open_for(self, *, staff: str | None = None, conversation: str | None = None) -> Offer | None:
        query = _OPEN_OF_STAFF if staff is not None else _OPEN_OF_CONVERSATION
        return await _rows.first(self._connection, query, {"whose": staff if staff is not None else conversation})

    async def declined_since(self, moment: datetime) -> int:
        return int((await self._connection.execute(_PASSED_OVER, {"moment": moment})).scalar_one())

    async def newest_for(self, staff: str) -> Offer | None:
        query = select(*_rows.columns).where(_o.staff == staff).order_by(_o.made_at.desc()).limit(1)
        return next(iter(await _rows.all(self._connection, query)), None)
