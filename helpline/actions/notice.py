"""A coordinator puts a notice on the child's page, and takes it away. Nothing else changes: no queue, no opening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from helpline.actions.ids import new_id
from helpline.core.audit import Deed
from helpline.core.notice import Notice, check_texts, check_until
from helpline.core.rules import Rules
from helpline.ports import UnitOfWork


async def put_notice(
    texts: Mapping[str, str], until: datetime, staff: str, *, work: UnitOfWork, rules: Rules, now: datetime
) -> None:
    """From now on it stands there, in place of the one before, until its end.

    Raises:
        Invalid: a text is missing, empty or too long, or it would end too late or not in the future.
    """
    shown = check_texts(texts, rules.languages)
    check_until(until, now)
    it = Notice(id=new_id(), line=rules.line, texts=shown, put_by=staff, put_at=now, until=until)
    await work.notices.add(it)
    await work.audit.record(Deed(what="notice_put", by=staff, about=it.id), now)
    work.tell("queue")


async def lift_notice(staff: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """It goes before its end. Where none is up, nothing changes."""
    it = await work.notices.newest(rules.line)
    if it is not None and it.is_up(now):
        await work.notices.save(replace(it, lifted_by=staff, lifted_at=now))
        await work.audit.record(Deed(what="notice_lifted", by=staff, about=it.id), now)
        work.tell("queue")
