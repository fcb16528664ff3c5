"""The notices on the child's page."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.notice import Notice
from helpline.db import tables
from helpline.db.rows import Rows

_rows = Rows(tables.notice, Notice)
_n = tables.notice.c
_NEWEST = select(*_rows.columns).where(_n.line == bindparam("line")).order_by(_n.put_at.desc(), _n.id.desc()).limit(1)


class NoticeRows:
    """`ports.Notices` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def newest(self, line: str) -> Notice | None:
        return await _rows.first(self._connection, _NEWEST, {"line": line})

    async def add(self, it: Notice) -> None:
        await _rows.add(self._connection, it)

    async def save(self, it: Notice) -> None:
        await _rows.save(self._connection, it)
