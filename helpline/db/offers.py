"""The offers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.conversation import OWN_FAULT
from helpline.core.errors import Changed
from helpline.core.offers import Offer
from helpline.db import tables
from helpline.db.call_tables import kept_from
from helpline.db.rows import Rows
from helpline.db.states import IN_QUEUE

_rows = Rows(tables.offer, Offer)
_o, _c = tables.offer.c, tables.conversation.c


class OfferRows:
    """`ports.Offers` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, offer: str) -> Offer | None:
        return await _rows.get(self._connection, offer)

    async def add(self, it: Offer) -> None:
        await _rows.add(self._connection, it)

    async def save(self, it: Offer) -> None:
        values = {"outcome": it.outcome, "answered_at": it.answered_at}
        closing = update(tables.offer).where(_o.id == it.id, _o.outcome.is_(None)).values(values)
        if (await self._connection.execute(closing)).rowcount != 1:
            raise Changed

    async def open_for(self, *, staff: str | None = None, conversation: str | None = None) -> Offer | None:
        whose = _o.staff == staff if staff is not None else _o.conversation == conversation
        query = select(*_rows.columns).where(whose, _o.outcome.is_(None))
        return next(iter(await _rows.all(self._connection, query)), None)

    async def declined_since(self, moment: datetime) -> int:
        declined = select(func.count()).where(_o.outcome == "declined", _o.answered_at >= moment).scalar_subquery()
        handed_over = (
            select(func.count())
            .where(_c.place_rank == OWN_FAULT, IN_QUEUE, _c.child_gone_at.is_(None), _c.handed_over.is_(True))
            .scalar_subquery()
        )
        spared = select(func.count()).select_from(kept_from).scalar_subquery()
        return int((await self._connection.execute(select(declined + handed_over + spared))).scalar_one())

    async def newest_for(self, staff: str) -> Offer | None:
        query = select(*_rows.columns).where(_o.staff == staff).order_by(_o.made_at.desc()).limit(1)
        return next(iter(await _rows.all(self._connection, query)), None)
