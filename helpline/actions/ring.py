"""A child rings, and hangs up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from helpline.actions.end import end
from helpline.actions.enter import Entered, Service, Wish, enter
from helpline.actions.ringing import let_go
from helpline.core.call import Call
from helpline.core.conversation import EndedBy
from helpline.core.deadlines import Kind
from helpline.core.errors import Refusal
from helpline.core.rules import Rules
from helpline.ports import Lasting, Pseudonym, UnitOfWork, Vault


async def ring_in(
    call: str,
    number: Sequence[Pseudonym],
    lasting: Sequence[Lasting] = (),
    *,
    language: str,
    way_back: bool = False,
    practice: bool = False,
    work: UnitOfWork,
    vault: Vault,
    rules: Rules,
    service: Service,
    now: datetime,
) -> Entered | Refusal:
    """Put a child who rings in the queue that chats wait in, or say why not; either way the attempt is kept.

    call: its id on the line · number: its pseudonyms; none for a withheld one, which is always a child of its own ·
    practice: it rings on a practice line.
    """
    wish = Wish(language=language, channel="phone", way_back=way_back, practice=practice)
    entered = await enter(
        wish, number, (), lasting, work=work, vault=vault, rules=rules, service=service, node=None, now=now
    )
    if isinstance(entered, Entered):
        await work.calls.add(Call(conversation=entered.conversation.id, call=call))
        await work.deadlines.set(Kind.CALL_WAITED, entered.conversation.id, now + rules.graces.call)
        work.tell("deadlines")
        work.tell(f"conversation:{entered.conversation.id}")
    return entered


async def hung_up(call: str, *, work: UnitOfWork, now: datetime) -> None:
    """The child is gone, at whatever moment; without a call nothing happens."""
    it = await work.calls.on_line(call)
    if it is None:
        return
    conversation = await work.conversations.get(it.conversation)
    assert conversation is not None
    if conversation.ended_at is None:
        conversation = await end(conversation, EndedBy.CHILD, work=work, now=now)
    await work.conversations.save(conversation)
    await let_go(await work.calls.legs(conversation.id), work)
    await work.calls.remove(conversation.id)
    work.tell(f"conversation:{conversation.id}")


async def sound_came(call: str, *, work: UnitOfWork) -> None:
    """The line carries what this child says, also when it says nothing: silence is no fault. Repeated it changes
    nothing."""
    it = await work.calls.on_line(call)
    conversation = None if it is None else await work.conversations.get(it.conversation)
    if conversation is not None and not conversation.has_sound:
        await work.conversations.save(replace(conversation, has_sound=True))
