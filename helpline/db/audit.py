"""The audit on a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core import audit
from helpline.core.audit import Deed, Entry, Head
from helpline.db import audit_tables as tables
from helpline.ports.audit import Sought

AUDIT_LOCK = 0x48454C52
"""The number under which PostgreSQL keeps the turn to write the audit."""
_a, _h = tables.audit.c, tables.audit_head.c
_DEED = ("what", "by", "whom", "conversation", "reason", "about")


def _entry(row: Mapping[str, Any]) -> Entry:
    deed = Deed(**{name: row[name] for name in _DEED})
    return Entry(month=row["month"], number=row["number"], at=row["at"], deed=deed, digest=row["digest"])


class AuditRows:
    """`ports.Audit` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, deed: Deed, now: datetime) -> Entry:
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": AUDIT_LOCK})
        newest = await self._newest()
        entry = audit.append(newest, deed, now)
        said = {name: getattr(deed, name) for name in _DEED}
        row = {"month": entry.month, "number": entry.number, "at": entry.at, "digest": entry.digest} | said
        await self._connection.execute(insert(tables.audit), row)
        await self._move_head(newest, audit.head_of(entry))
        return entry

    async def find(self, sought: Sought, most: int) -> list[Entry]:
        fits = [
            _a[name] == wanted
            for name in ("what", "by", "whom", "conversation")
            if (wanted := getattr(sought, name)) is not None
        ]
        if sought.since is not None:
            fits.append(_a.at >= sought.since)
        if sought.until is not None:
            fits.append(_a.at < sought.until)
        if sought.before is not None:
            month, number = sought.before
            fits.append(or_(_a.month < month, and_(_a.month == month, _a.number < number)))
        query = select(tables.audit).where(*fits).order_by(_a.month.desc(), _a.number.desc()).limit(most)
        return [_entry(dict(row)) for row in (await self._connection.execute(query)).mappings()]

    async def doers(self) -> list[str]:
        query = select(_a.by).where(_a.by.is_not(None)).distinct()
        return list((await self._connection.execute(query)).scalars())

    async def months(self) -> list[str]:
        query = select(_a.month).distinct().order_by(_a.month)
        return list((await self._connection.execute(query)).scalars())

    async def entries(self, month: str) -> list[Entry]:
        query = select(tables.audit).where(_a.month == month).order_by(_a.number)
        return [_entry(dict(row)) for row in (await self._connection.execute(query)).mappings()]

    async def heads(self) -> list[Head]:
        rows = await self._connection.execute(select(tables.audit_head).order_by(_h.month))
        return [Head(row.month, row.number, row.digest) for row in rows]

    async def forget_before(self, month: str) -> int:
        return (await self._connection.execute(delete(tables.audit).where(_a.month < month))).rowcount

    async def _newest(self) -> Head | None:
        query = select(tables.audit_head).order_by(_h.month.desc()).limit(1)
        row = (await self._connection.execute(query)).first()
        return None if row is None else Head(row.month, row.number, row.digest)

    async def _move_head(self, before: Head | None, head: Head) -> None:
        values = {"number": head.number, "digest": head.digest}
        if before is not None and before.month == head.month:
            await self._connection.execute(update(tables.audit_head).where(_h.month == head.month).values(values))
        else:
            await self._connection.execute(insert(tables.audit_head), {"month": head.month, **values})
