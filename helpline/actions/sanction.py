"""Sending a child away for a while, and letting it come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from helpline.actions.end import end
from helpline.actions.read import sanction_note_row
from helpline.core import sanctions
from helpline.core.audit import Deed
from helpline.core.conversation import Conversation, EndedBy
from helpline.core.deadlines import Kind as Lapse
from helpline.core.errors import Blocked, Forgotten, Invalid, NoPseudonym, NotYours, Refusal, Spared, TimedOut
from helpline.core.sanctions import KINDS, Kind, Sanction, Scope, ends_at, has_way_back
from helpline.core.staff import Role, Staff
from helpline.ports import Lasting, Pseudonym, Records, SealedKey, UnitOfWork, Vault


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


async def sent_away_from(holding: Sequence[Sanction], records: Records) -> Conversation | None:
    """The conversation that ended with what keeps a device out now, also when its words cannot be read any more."""
    for it in holding:
        ended = await records.conversations.get(it.conversation) if it.conversation is not None else None
        if ended is not None and ended.ended_at is not None and not ended.child_forgot:
            return ended
    return None


async def told_at_the_end(it: Conversation, records: Records) -> Sanction | None:
    """The time-out or block that the page of this child tells of: given in it, or what ended it from elsewhere."""
    given = sanctions.told_of(await records.sanctions.given_in(it.id))
    if given is not None or it.ended_by is not EndedBy.BLOCK:
        return given
    return sanctions.told_of(await records.sanctions.blocks_of(it.attempt))


async def met_as(it: Conversation, records: Records) -> list[Pseudonym]:
    """By what its device, network or number is met again, in this epoch and where it was here before in that one."""
    known = [*await records.attempts.pseudonyms(it.attempt), *await records.attempts.known_as(it.attempt)]
    return list({one.digest: one for one in reversed(known)}.values())


async def identified(it: Conversation, scope: Scope, records: Records) -> list[Pseudonym]:
    """By what whoever is kept out will be met again.

    Raises:
        NoPseudonym: nothing is known (withheld, private, our own proxy), or not any more.
        Spared: a school or group home asked for it.
    """
    found = [one for one in await met_as(it, records) if one.kind in KINDS[scope]]
    if not found:
        raise NoPseudonym
    if any(one.spared for one in found):
        raise Spared
    return found


def seal_note(sanction: str, note: str, it: Conversation, vault: Vault) -> bytes:
    """What is written with a time-out or block, sealed with its conversation.

    Raises:
        Invalid: the words of that conversation were forgotten, and nothing can be written with it any more.
    """
    try:
        return vault.seal(it.id, SealedKey(it.key_day, it.key_wrapped), sanction_note_row(sanction), note)
    except Forgotten:
        raise Invalid from None


async def not_kept(
    holding: Sequence[Sanction], lasting: Sequence[Lasting], records: Records
) -> list[tuple[str, Lasting]]:
    """The blocks that would not meet these any more once their epoch is over."""
    return [
        (it.id, one)
        for it in holding
        for one in lasting
        if it.kind is Kind.BLOCK and one.kind in KINDS[it.scope] and not await records.sanctions.is_kept(it.id, one)
    ]


async def keep_blocks(missing: Sequence[tuple[str, Lasting]], work: UnitOfWork, now: datetime) -> None:
    """Whoever is blocked was seen again: that block, and nothing else, meets them also after the epochs."""
    for sanction, one in missing:
        it = await work.sanctions.for_change(sanction)  # of two tabs one after the other, and never what was lifted
        if it is not None and sanctions.holds(it, now):
            await work.sanctions.keep(sanction, one)


async def end_running(it: Sanction, work: UnitOfWork, now: datetime) -> None:
    """End what waits or runs and is kept out. What an alarm stands in goes on, but for the one it was given in, where
    the coordinator has said so."""
    for conversation in await work.sanctions.runs_under(it.id):
        running = await work.conversations.get(conversation)
        alarmed = conversation != it.conversation and await work.alarms.standing(conversation)
        if running is not None and not alarmed:
            await end(running, EndedBy.BLOCK, work=work, now=now)


async def use_way_back(it: Conversation, work: UnitOfWork, now: datetime) -> None:
    """Somebody is there for a child that came back: its way back is used up."""
    if it.way_back_of is None:
        return
    sanction = await work.sanctions.for_change(it.way_back_of)
    if sanction is not None:
        await work.sanctions.save(replace(sanction, way_back_at=now))
        await tell_sanction(sanction, work)


async def lift(sanction: str, why: str, staff: Staff, *, work: UnitOfWork, now: datetime) -> None:
    """Undone, everywhere and at once. Repeating it changes nothing.

    Raises:
        NotYours: it does not exist, or a volunteer did not give it.
    """
    it = await known(sanction, work)
    if staff.role is not Role.COORDINATOR and (it.kind is Kind.BLOCK or it.by != staff.id):
        raise NotYours
    lifted = sanctions.lift(it, staff.id, staff.role, why, now)
    if lifted is it:
        return
    await work.sanctions.save(lifted)
    await work.sanctions.let_go(lifted.id)
    await record("lift", lifted, it.by, staff, why, work, now)


async def agree(sanction: str, staff: Staff, *, work: UnitOfWork, now: datetime) -> Sanction:
    """A coordinator agrees with what somebody else gave: from now on it holds as it was asked for.

    Raises:
        NotYours: it does not exist.
        Forbidden: one's own.
        Invalid: nothing waits for it any more.
    """
    it = await known(sanction, work)
    agreed = sanctions.agree(it, staff.id, now)
    await work.sanctions.save(agreed)
    if agreed.ends_running and not sanctions.holds(it, now):
        await end_running(agreed, work, now)
    await record("agree", agreed, it.by, staff, agreed.reason.value, work, now)
    return agreed


async def known(sanction: str, work: UnitOfWork) -> Sanction:
    """One that nobody else changes meanwhile.

    Raises:
        NotYours: it does not exist.
    """
    it = await work.sanctions.for_change(sanction)
    if it is None:
        raise NotYours
    return it


async def record(
    what: str,
    it: Sanction,
    whom: str | None,
    staff: Staff,
    why: str,
    work: UnitOfWork,
    now: datetime,
    hours: int | None = None,
) -> None:
    """Who changed what somebody gave, in the audit, and whoever looks at it looks again. hours: of a renewal."""
    about = " ".join([it.kind.value, it.scope.value, *([f"{hours} hours"] if hours else [])])
    deed = Deed(what=what, by=staff.id, whom=whom, conversation=it.conversation, reason=why, about=about)
    await work.audit.record(deed, now)
    await tell_sanction(it, work)


async def tell_sanction(it: Sanction, work: UnitOfWork) -> None:
    """The pages of whom it sent away look again, on every node: where there is nothing to wake them they see that the
    version of their conversation is another one."""
    work.tell("sanctions")
    await _ask_for_agreement(it, work)
    here = {it.conversation} if it.conversation is not None else set()
    for conversation in here.union(await work.sanctions.ended_by(it.id) if it.kind is Kind.BLOCK else ()):
        ended = await work.conversations.get(conversation)
        if ended is not None:
            await work.conversations.save(ended)
            work.tell(f"conversation:{conversation}")


async def _ask_for_agreement(it: Sanction, work: UnitOfWork) -> None:
    """Every coordinator hears that it waits for a yes, and that it does so no more."""
    if not it.needs_agreement:
        return
    until = sanctions.waits_until(it)
    if until is None:
        await work.deadlines.clear(Lapse.AGREEMENT, it.id)
    else:
        await work.deadlines.set(Lapse.AGREEMENT, it.id, until)
        work.tell("deadlines")
    tell_agreements(work)


def tell_agreements(work: UnitOfWork) -> None:
    """The windows of coordinators look again at what waits for a yes."""
    work.tell("alarms")
