"""How a volunteer stands: available, away, on a break, or at the last conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from helpline.actions.alarm import tell_alias
from helpline.actions.along import tell_alias_along
from helpline.actions.route import make_offers, settle, take_back
from helpline.core.alias import is_taken
from helpline.core.danger import recovers
from helpline.core.errors import AliasTaken, Forbidden
from helpline.core.offers import Answer
from helpline.core.queue import has_room
from helpline.core.rules import Rules
from helpline.core.staff import Duty, Level, Staff, Status
from helpline.ports import UnitOfWork


async def be(
    staff: Staff,
    status: Status,
    *,
    channels: Sequence[str] | None = None,
    chats: int | None = None,
    works_from: str | None = None,
    work: UnitOfWork,
    rules: Rules,
    now: datetime,
) -> Duty:
    """Choose how one stands. What does not fit any more withdraws an open offer; available brings the next one.

    Raises:
        Forbidden: two chats at a time, for who is coached.
    """
    if chats == 2 and staff.level is not Level.INDEPENDENT:
        raise Forbidden
    duty = await duty_of(staff.id, work, now)
    becomes_free = status is Status.AVAILABLE and duty.status is not Status.AVAILABLE
    changed = replace(
        duty,
        status=status,
        channels=tuple(channels) if channels is not None else duty.channels,
        chats=chats or duty.chats,
        works_from=works_from or duty.works_from,
        idle_since=now if becomes_free else duty.idle_since,
        why=None,
    )
    saved = await settle(changed, work)
    if not await _may_still_take(staff, saved, work):
        await withdraw_offer(staff.id, work, now)
    work.tell(f"staff:{staff.id}")
    work.tell("queue")
    await make_offers(work, rules, now)
    return await duty_of(staff.id, work, now)


async def go_by(staff: Staff, alias: str | None, *, work: UnitOfWork, now: datetime) -> Duty:
    """Choose another alias until log-out; null goes back to the account's. Who reads an earlier one keeps it.

    Raises:
        AliasTaken: somebody else goes by it, or it logs somebody in.
    """
    if alias is not None and is_taken(alias, await work.people.names(besides=staff.id)):
        raise AliasTaken
    duty = await duty_of(staff.id, work, now)
    saved = await work.people.put_duty(replace(duty, alias=None if alias == staff.alias else alias))
    await tell_alias(staff.id, work)
    await tell_alias_along(staff.id, work)
    work.tell(f"staff:{staff.id}")
    work.tell("queue")
    return saved


async def _may_still_take(staff: Staff, duty: Duty, work: UnitOfWork) -> bool:
    """Does what they are being asked fit how they stand now? Away and on a break nothing does."""
    asked = await work.offers.open_for(staff=staff.id)
    if asked is None:
        return True
    if duty.status in (Status.AWAY, Status.BREAK) or asked.channel not in duty.channels:
        return False
    return has_room(len(await work.conversations.held_by(staff.id)), duty.chats, staff.level)


async def duty_of(staff: str, work: UnitOfWork, now: datetime) -> Duty:
    """How somebody stands; away when they were never here."""
    return await work.people.duty(staff) or Duty(staff=staff, idle_since=now)


async def catch_breath(staff: str, work: UnitOfWork, now: datetime) -> None:
    """*Even bijkomen*: no next child until the volunteer says so. Who is away or on a break already stays so."""
    duty = await duty_of(staff, work, now)
    rests = recovers(duty)
    if rests is duty:
        return
    await work.people.put_duty(rests)
    await withdraw_offer(staff, work, now)
    work.tell(f"staff:{staff}")
    work.tell("queue")


async def withdraw_offer(staff: str, work: UnitOfWork, now: datetime) -> None:
    """Take back what this volunteer is being asked."""
    asked = await work.offers.open_for(staff=staff)
    if asked is not None:
        await take_back(work, asked, Answer.WITHDRAWN, now)
