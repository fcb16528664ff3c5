"""Whose phone rings for a call, and who leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from helpline.actions.ids import new_name
from helpline.core.call import Leg, Missed, Part
from helpline.core.conversation import Conversation
from helpline.core.deadlines import Kind
from helpline.core.offers import Offer
from helpline.core.rules import Rules
from helpline.ports import UnitOfWork


async def ring(offer: Offer, phone: str, work: UnitOfWork, now: datetime) -> None:
    """Their phone rings for it. phone: its name."""
    leg = Leg(
        id=new_name(),
        conversation=offer.conversation,
        part=Part.VOLUNTEER,
        staff=offer.staff,
        phone=phone,
        offer=offer.id,
        made_at=now,
    )
    await work.calls.add_leg(leg)
    work.tell(f"conversation:{offer.conversation}")


async def stop_ringing(offer: Offer, work: UnitOfWork) -> None:
    """It rings there no longer."""
    rung = [leg.id for leg in await work.calls.legs(offer.conversation) if leg.offer == offer.id]
    await work.calls.remove_legs(rung)
    work.tell(f"conversation:{offer.conversation}")


async def let_go(legs: Sequence[Leg], work: UnitOfWork) -> None:
    """They are not in the call any more; of those who hold it not, the desk shows it."""
    await work.calls.remove_legs([leg.id for leg in legs])
    for leg in legs:
        if leg.staff is not None and leg.part is not Part.VOLUNTEER:
            work.tell(f"staff:{leg.staff}")
            work.tell("queue")


async def miss(leg: Leg, why: Missed, work: UnitOfWork) -> None:
    """Whoever was asked or added is not there; the volunteer's desk says so."""
    call = await work.calls.of(leg.conversation)
    if call is not None and leg.part in (Part.CONSULT, Part.CONFERENCE):
        await work.calls.save(call.miss(leg, why))


async def changed(conversation: str, work: UnitOfWork) -> Conversation:
    """What belongs to a call changes with its conversation, whose version guards it."""
    it = await work.conversations.get(conversation)
    assert it is not None
    saved = await work.conversations.save(it)
    work.tell(f"conversation:{conversation}")
    return saved


async def wait_again(it: Conversation, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """Nobody of those who were in this call is in it any more, the child is not on hold, and it waits for as long as
    anybody may."""
    call = await work.calls.of(it.id) if it.channel == "phone" else None
    if call is None:
        return
    await let_go(await work.calls.legs(it.id), work)
    await work.calls.save(call.hold(None))
    await work.deadlines.set(Kind.CALL_WAITED, it.id, now + rules.graces.call)
    work.tell("deadlines")


async def leave_call(it: Conversation, staff: str, work: UnitOfWork) -> None:
    """A coordinator who does not watch any more hears nothing any more."""
    if it.channel != "phone":
        return
    legs = await work.calls.legs(it.id)
    await let_go([leg for leg in legs if leg.staff == staff and leg.part is not Part.VOLUNTEER], work)
