"""Sending a child away for a while, and letting it come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from helpline.core import sanctions
from helpline.core.audit import Deed
from helpline.core.conversation import Conversation
from helpline.core.errors import Blocked, NotYours, Refusal, TimedOut
from helpline.core.sanctions import Kind, Sanction, ends_at, has_way_back
from helpline.core.staff import Role, Staff
from helpline.ports import Pseudonym, Records, UnitOfWork


def sent_away(holding: Sequence[Sanction], asks_way_back: bool, now: datetime) -> Refusal | None:
    """What whoever comes in is told while these hold, or null when it may come in.

    holding: the one that counts first.
    """
    if not holding:
        return None
    it, door = holding[0], all(has_way_back(one, now) for one in holding)
    if asks_way_back and door:
        return None
    if it.kind is Kind.BLOCK:
        return Blocked(until=ends_at(it), way_back=door)
    return TimedOut(until=ends_at(it), reason=it.reason.value, way_back=door)


async def sent_away_from(device: Sequence[Pseudonym], records: Records, now: datetime) -> Conversation | None:
    """The conversation that ended with what keeps this device out now, also when its words cannot be read any more."""
    for it in await records.sanctions.holding(device, now):
        ended = await records.conversations.get(it.conversation) if it.conversation is not None else None
        if ended is not None and ended.ended_at is not None and not ended.child_forgot:
            return ended
    return None


async def use_way_back(it: Conversation, work: UnitOfWork, now: datetime) -> None:
    """Somebody is there for a child that came back: its way back is used up."""
    if it.way_back_of is None:
        return
    sanction = await work.sanctions.for_change(it.way_back_of)
    if sanction is not None:
        await work.sanctions.save(replace(sanction, way_back_at=now))
        tell_sanction(sanction, work)


async def lift(sanction: str, why: str, staff: Staff, *, work: UnitOfWork, now: datetime) -> None:
    """Undone, everywhere and at once. Repeating it changes nothing.

    Raises:
        NotYours: it does not exist, or a volunteer did not give it.
    """
    it = await _known(sanction, work)
    if staff.role is not Role.COORDINATOR and (it.kind is Kind.BLOCK or it.by != staff.id):
        raise NotYours
    lifted = sanctions.lift(it, staff.id, staff.role, why, now)
    if lifted is it:
        return
    await work.sanctions.save(lifted)
    await _record("lift", lifted, staff, why, work, now)


async def agree(sanction: str, staff: Staff, *, work: UnitOfWork, now: datetime) -> Sanction:
    """A coordinator agrees with what somebody else gave: from now on it holds as it was asked for.

    Raises:
        NotYours: it does not exist.
        Forbidden: one's own.
        Invalid: nothing waits for it any more.
    """
    agreed = sanctions.agree(await _known(sanction, work), staff.id, now)
    await work.sanctions.save(agreed)
    await _record("agree", agreed, staff, agreed.reason.value, work, now)
    return agreed


async def _known(sanction: str, work: UnitOfWork) -> Sanction:
    it = await work.sanctions.for_change(sanction)
    if it is None:
        raise NotYours
    return it


async def _record(what: str, it: Sanction, staff: Staff, why: str, work: UnitOfWork, now: datetime) -> None:
    deed = Deed(what=what, by=staff.id, whom=it.by, conversation=it.conversation, reason=why, about=it.kind.value)
    await work.audit.record(deed, now)
    tell_sanction(it, work)


def tell_sanction(it: Sanction, work: UnitOfWork) -> None:
    """The page of the child whose conversation it was looks again."""
    if it.conversation is not None:
        work.tell(f"conversation:{it.conversation}")
