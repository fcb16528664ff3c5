"""A volunteer gives a time-out: the conversation ends kindly, and the device is welcome again at a certain moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.actions.end import end, held
from helpline.actions.ids import new_id
from helpline.actions.read import sanction_note_row
from helpline.actions.sanction import tell_sanction
from helpline.core import sanctions
from helpline.core.audit import Deed
from helpline.core.conversation import EndedBy, State
from helpline.core.errors import Ended, Forgotten, Invalid, NoPseudonym
from helpline.core.sanctions import Kind, Reason, Sanction
from helpline.core.staff import Staff
from helpline.ports import SealedKey, UnitOfWork, Vault


async def give_time_out(
    conversation: str,
    minutes: int,
    reason: Reason,
    note: str | None,
    staff: Staff,
    *,
    work: UnitOfWork,
    vault: Vault,
    now: datetime,
) -> Sanction:
    """Send the child of this conversation away for a while, and end it when it still runs. While one that was given in
    it holds, that one is the answer and nothing changes.

    Raises:
        NotYours: somebody else holds it.
        Ended: it is closed.
        NoPseudonym: nothing is known of its device.
        Forbidden: longer than who is coached may give.
        Invalid: no such length, or `other` without a note.
    """
    it = await held(conversation, staff.id, work)
    if it.state is State.CLOSED:
        raise Ended
    given = await work.sanctions.of_conversation(it.id)
    if given is not None and given.kind is Kind.TIME_OUT and sanctions.holds(given, now):
        return given
    device = await work.attempts.known_as(it.attempt)
    sanction = sanctions.time_out(
        new_id(), minutes, reason, conversation=it.id, channel=it.channel, by=staff.id, role=staff.role,
        level=staff.level, note=b"" if note else None, advised=None, now=now,
    )  # fmt: skip
    if not device:
        raise NoPseudonym
    if note:
        key = SealedKey(it.key_day, it.key_wrapped)
        try:
            sanction = replace(sanction, note=vault.seal(it.id, key, sanction_note_row(sanction.id), note))
        except Forgotten:
            raise Invalid from None
    await work.sanctions.add(sanction, device)
    about = f"{minutes} minutes"
    await work.audit.record(
        Deed(what="time_out", by=staff.id, conversation=it.id, reason=reason.value, about=about), now
    )
    if it.state is State.ACTIVE:
        await end(it, EndedBy.TIME_OUT, work=work, now=now)
    else:
        await work.conversations.save(it)  # of two windows that give one at once, one decides again
    tell_sanction(sanction, work)
    return sanction
