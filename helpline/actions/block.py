"""A coordinator blocks: the last resort, shown beforehand, never for ever, and above a day never alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from helpline.actions.ids import new_id
from helpline.actions.sanction import end_running, identified, known, met_as, record, seal_note, tell_sanction
from helpline.core import sanctions
from helpline.core.audit import Deed
from helpline.core.conversation import Conversation
from helpline.core.errors import NoPseudonym, NotYours, Spared
from helpline.core.reach import COUNTED_FOR
from helpline.core.sanctions import Kind, Reason, Sanction, Scope
from helpline.core.staff import Staff
from helpline.ports import Reach, Records, UnitOfWork, Vault

MAY = "ok"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a block would hit. scopes: for each `ok`, or the code of why it cannot be given."""

    reach: Reach
    scopes: dict[Scope, str]


async def preview_block(conversation: str, *, records: Records, now: datetime) -> Preview:
    """What a block of what this conversation came from would hit.

    Raises:
        NotYours: it does not exist, or nobody has met that child yet.
    """
    it = await _met(conversation, records)
    scopes = {scope: await _may(it, scope, records) for scope in Scope}
    return Preview(await records.sanctions.reach(await met_as(it, records), now - COUNTED_FOR), scopes)


async def _met(conversation: str, records: Records) -> Conversation:
    it = await records.conversations.get(conversation)
    if it is None or it.accepted_at is None:
        raise NotYours
    return it


async def _may(it: Conversation, scope: Scope, records: Records) -> str:
    try:
        await identified(it, scope, records)
    except (NoPseudonym, Spared) as refusal:
        return refusal.code
    return MAY


async def give_block(
    conversation: str,
    hours: int,
    reason: Reason,
    scope: Scope,
    note: str | None,
    ends_running: bool,
    staff: Staff,
    *,
    work: UnitOfWork,
    vault: Vault,
    now: datetime,
) -> Sanction:
    """Keep the device, network or number of this conversation out. What runs goes on, unless it is to end. While one
    of the same that was given in it holds, or waits for the second coordinator, that one is the answer.

    Raises:
        NotYours: the conversation does not exist, or nobody has met that child yet.
        NoPseudonym, Spared: it cannot be kept out.
        Invalid: no such length, or `other` without a note.
    """
    it = await _met(conversation, work)
    for given in await work.sanctions.given_in(it.id):
        if given.kind is Kind.BLOCK and given.scope is scope and _counts(given, now):
            return given
    block = sanctions.block(
        new_id(), hours, reason, scope, conversation=it.id, channel=it.channel, by=staff.id,
        note=b"" if note else None, ends_running=ends_running, now=now,
    )  # fmt: skip
    pseudonyms = await identified(it, scope, work)
    if note:
        block = replace(block, note=seal_note(block.id, note, it, vault))
    await work.conversations.save(it)  # of two who block at once, one decides again
    await work.sanctions.add(block, pseudonyms)
    about = f"{scope.value} {hours} hours"
    await work.audit.record(
        Deed(what="block", by=staff.id, whom=it.volunteer, conversation=it.id, reason=reason.value, about=about), now
    )
    if ends_running and sanctions.holds(block, now):
        await end_running(block, work, now)
    await tell_sanction(block, work)
    return block


def _counts(it: Sanction, now: datetime) -> bool:
    return sanctions.holds(it, now) or sanctions.is_pending(it, now)


async def renew_block(
    sanction: str, hours: int, reason: Reason, staff: Staff, *, work: UnitOfWork, now: datetime
) -> Sanction:
    """It goes on for so many hours from now; above a day, and of a network, once a second coordinator agrees. What held
    already goes on meanwhile.

    Raises:
        NotYours: it does not exist.
        Invalid: no block, over already, no such length, or `other` where no note says what.
    """
    it = await known(sanction, work)
    renewed = sanctions.renew(it, hours, reason, staff.id, now)
    await work.sanctions.save(renewed)
    await record("renew", renewed, it.by, staff, reason.value, work, now, hours)
    return renewed
