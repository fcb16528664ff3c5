"""A volunteer gives a time-out: the conversation ends kindly, and the device is welcome again at a certain moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.actions.end import end, held
from helpline.actions.ids import new_id
from helpline.actions.sanction import identified, seal_note, tell_sanction
from helpline.core import sanctions
from helpline.core.audit import Deed
from helpline.core.conversation import EndedBy, State
from helpline.core.errors import Ended
from helpline.core.sanctions import Kind, Reason, Sanction
from helpline.core.staff import Staff
from helpline.ports import UnitOfWork, Vault


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
        NoPseudonym: nothing is known of its device, or its number was withheld.
        Spared: its number asked for it.
        Forbidden: longer than who is coached may give, or than this reason allows on the phone.
        Invalid: no such length, or `other` without a note.
    """
    it = await held(conversation, staff.id, work)
    if it.state is State.CLOSED:
        raise Ended
    for given in await work.sanctions.given_in(it.id):
        if given.kind is Kind.TIME_OUT and sanctions.holds(given, now):
            return given
    stands = await work.advice.of(it.id)
    sanction = sanctions.time_out(
        new_id(), minutes, reason, conversation=it.id, channel=it.channel, by=staff.id, role=staff.role,
        level=staff.level, note=b"" if note else None,
        advised=stands.advice.suggestion.value if stands else None, now=now,
    )  # fmt: skip
    pseudonyms = await identified(it, sanction.scope, work)
    if note:
        sanction = replace(sanction, note=seal_note(sanction.id, note, it, vault))
    await work.sanctions.add(sanction, pseudonyms)
    about = f"{minutes} minutes"
    await work.audit.record(
        Deed(what="time_out", by=staff.id, conversation=it.id, reason=reason.value, about=about), now
    )
    if it.state is State.ACTIVE:
        await end(it, EndedBy.TIME_OUT, work=work, now=now)
    else:
        await work.conversations.save(it)  # of two windows that give one at once, one decides again
    await tell_sanction(sanction, work)
    return sanction
