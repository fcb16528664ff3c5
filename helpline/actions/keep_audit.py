"""Looking after the audit: is it whole, where does it end, and which months are over."""

from __future__ import annotations

import asyncio
from datetime import datetime

from helpline.core import audit
from helpline.core.audit import KEPT_MONTHS, Broken, Head
from helpline.ports import Records, UnitOfWork

TRIES = 10


async def verify_audit(records: Records, exported: Head | None = None) -> list[Broken]:
    """Where the audit was changed, cut off or reordered. exported: a head that was sent elsewhere."""
    heads = await records.audit.heads()
    for _ in range(TRIES):
        entries = [entry for month in await records.audit.months() for entry in await records.audit.entries(month)]
        before, heads = heads, await records.audit.heads()
        if heads == before:
            break
        # somebody did something while this was read, which is no damage
    return await asyncio.to_thread(audit.verify, entries, heads, exported)


async def newest_head(records: Records) -> Head | None:
    """Where the audit ends now, for whoever keeps it elsewhere."""
    return next(reversed(await records.audit.heads()), None)


async def forget_months(work: UnitOfWork, now: datetime) -> int:
    """Remove the months whose term is over; answers how many entries went."""
    months = now.year * 12 + now.month - 1 - KEPT_MONTHS
    return await work.audit.forget_before(f"{months // 12}-{months % 12 + 1:02}")
