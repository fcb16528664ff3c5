"""An alarm sounds at every coordinator until one of them takes it, and stands until its conversation is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpline.core import danger
from helpline.core.audit import Deed
from helpline.core.danger import Alarm
from helpline.core.deadlines import Kind
from helpline.core.errors import NotYours, Taken
from helpline.core.rules import Rules
from helpline.ports import UnitOfWork


async def take_alarm(conversation: str, coordinator: str, *, work: UnitOfWork, now: datetime) -> None:
    """This coordinator has it, and it falls silent for all; taking it again changes nothing.

    Raises:
        NotYours: there is no such conversation, or no alarm in it.
        Taken: another one was first; `by` is the alias.
    """
    standing = await work.alarms.standing(conversation)
    if standing is None:
        raise NotYours
    if standing.taken_by is None:
        await work.alarms.save(danger.take(standing, coordinator, now))
        taken = Deed(what="alarm_taken", by=coordinator, whom=standing.raised_by, conversation=conversation)
        await work.audit.record(taken, now)
        await tell_alarm(conversation, work)
    elif standing.taken_by != coordinator:
        (shown,) = await work.alarms.shown(conversation)
        raise Taken(by=shown.taken_by)


async def tell_alarm(conversation: str, work: UnitOfWork) -> None:
    """Something about the alarm changed. Of two who change it at once, one decides again."""
    it = await work.conversations.get(conversation)
    assert it is not None
    await work.conversations.save(it)
    work.tell(f"conversation:{conversation}")
    work.tell("alarms")


async def tell_alias(staff: str, work: UnitOfWork) -> None:
    """Somebody goes by another name, which may stand in alarms that they raised or took."""
    for standing in await work.alarms.taken_by(staff):
        await tell_alarm(standing.conversation, work)
    work.tell("alarms")


async def end_alarm(conversation: str, *, work: UnitOfWork, now: datetime) -> None:
    """The conversation is closed, and its alarm with it."""
    standing = await work.alarms.standing(conversation)
    if standing is None:
        return
    await work.alarms.save(danger.over(standing, now))
    await work.deadlines.clear(Kind.ALARM_TAKER, conversation)
    work.tell("alarms")


async def give_alarms_back(coordinator: str, *, work: UnitOfWork, now: datetime) -> None:
    """Whoever took them has gone: they sound again."""
    for standing in await work.alarms.taken_by(coordinator):
        await _sound_again(standing, work, now)


async def taker_came(coordinator: str, *, work: UnitOfWork) -> None:
    """Back in time: the alarms are still theirs."""
    for standing in await work.alarms.taken_by(coordinator):
        await work.deadlines.clear(Kind.ALARM_TAKER, standing.conversation)


async def taker_went(coordinator: str, grace: timedelta, *, work: UnitOfWork, now: datetime) -> None:
    """Their last window closed: they have as long to return as a volunteer who talks."""
    for standing in await work.alarms.taken_by(coordinator):
        await work.deadlines.set(Kind.ALARM_TAKER, standing.conversation, now + grace)
        work.tell("deadlines")


async def miss_taker(conversation: str, *, work: UnitOfWork, now: datetime) -> None:
    """The coordinator who took it did not return."""
    standing = await work.alarms.standing(conversation)
    if standing is None or standing.taken_by is None:
        return
    duty = await work.people.duty(standing.taken_by)
    if duty is None or not duty.is_connected:
        await _sound_again(standing, work, now)


async def may_lapse(conversation: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> bool:
    """May the place of a child that is away be given up? Not while its alarm sounds; then it is asked again later."""
    standing = await work.alarms.standing(conversation)
    if standing is None or standing.taken_by is not None:
        return True
    await work.deadlines.set(Kind.CHILD_WAITED, conversation, now + rules.graces.waiting)
    return False


async def _sound_again(standing: Alarm, work: UnitOfWork, now: datetime) -> None:
    before, again = danger.sound_again(standing, now)
    await work.alarms.save(before)
    await work.alarms.add(again)
    await work.deadlines.clear(Kind.ALARM_TAKER, standing.conversation)
    await tell_alarm(standing.conversation, work)
