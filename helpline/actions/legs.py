"""Somebody who is rung answers, does not, or is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.actions.answer_offer import accept_offer, decline_offer, lapse_offer
from helpline.actions.beside import give_to
from helpline.actions.ids import new_name
from helpline.actions.presence import help_on
from helpline.actions.ringing import changed, let_go, miss
from helpline.actions.route import make_offers, take_back
from helpline.core import life
from helpline.core.call import Leg, Missed, Part, colleague_in
from helpline.core.conversation import Conversation, State
from helpline.core.deadlines import Kind
from helpline.core.errors import NoPhone
from helpline.core.line import Failure
from helpline.core.offers import Answer
from helpline.core.rules import Rules
from helpline.ports import UnitOfWork


async def answered(leg: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """They picked up. A telephone that is picked up while it is still asked accepts the offer."""
    it = await work.calls.leg(leg)
    if it is None or it.answered_at is not None:
        return
    await work.calls.save_leg(replace(it, answered_at=now))
    if it.staff is not None:
        work.tell(f"staff:{it.staff}")
    offer = await work.offers.get(it.offer) if it.offer is not None else None
    if offer is not None and offer.outcome is None and offer.expires_at > now:
        await accept_offer(offer.id, offer.staff, work=work, rules=rules, now=now)
        return
    conversation = await changed(it.conversation, work)
    if it.part is Part.VOLUNTEER and conversation.volunteer == it.staff and conversation.interrupted_at is not None:
        await _voice_there(conversation, it.staff, work)


async def _voice_there(it: Conversation, staff: str | None, work: UnitOfWork) -> None:
    """Their window was lost before they had picked up; now they talk, and nobody is lost."""
    if it.state is not State.ACTIVE or staff is None:
        return
    for kind in (Kind.TELL_CHILD, Kind.REQUEUE):
        await work.deadlines.clear(kind, it.id)
    await work.conversations.save(life.regain(it, staff))


async def gone(leg: str, why: Failure | None = None, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """Nobody picked up, or whoever was there is not any more. why: null for who was there."""
    it = await work.calls.leg(leg)
    if it is None:
        return
    if await _was_asked(it, why, work, rules, now):
        return
    await let_go([it], work)
    await miss(it, _missed(why), work)
    conversation = await changed(it.conversation, work)
    if it.part is Part.VOLUNTEER and conversation.state is State.ACTIVE and conversation.volunteer == it.staff:
        await _voice_lost(conversation, work, rules, now)
    elif it.part is not Part.VOLUNTEER and it.staff is not None:
        await make_offers(work, rules, now)


def _missed(why: Failure | None) -> Missed:
    if why is None:
        return Missed.LEFT
    return {Failure.BUSY: Missed.BUSY, Failure.REJECTED: Missed.NO}.get(why, Missed.NO_ANSWER)


async def _was_asked(it: Leg, why: Failure | None, work: UnitOfWork, rules: Rules, now: datetime) -> bool:
    """It rang for an offer that is still open: refused there, not heard, or no telephone any more."""
    offer = await work.offers.get(it.offer) if it.offer is not None else None
    if offer is None or offer.outcome is not None:
        return False
    if why is Failure.NO_ANSWER:
        await lapse_offer(offer.id, work=work, rules=rules, now=now)
    elif why in (Failure.BUSY, Failure.REJECTED):
        await decline_offer(offer.id, offer.staff, work=work, rules=rules, now=now)
    else:
        await _is_offline(it, work)
        await take_back(work, offer, Answer.WITHDRAWN, now)
        await make_offers(work, rules, now)
    return True


async def _is_offline(it: Leg, work: UnitOfWork) -> None:
    phone = await work.calls.phone(it.phone) if it.phone is not None else None
    if phone is not None and phone.is_online:
        await work.calls.save_phone(replace(phone, is_online=False))
        work.tell(f"staff:{phone.staff}")


async def _voice_lost(it: Conversation, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """The volunteer's voice is gone: the colleague who talks along goes on with the child. Without one it hears so at
    once, and is first in the queue."""
    beside = colleague_in(await work.calls.legs(it.id))
    if beside is not None and beside.part is Part.CONFERENCE and beside.answered_at is not None:
        await give_to(it, beside, "lost", work=work, rules=rules, now=now)
        return
    await work.conversations.save(life.lose_volunteer(it, now))
    await help_on(it.id, work=work, rules=rules, now=now)
    if it.volunteer is not None:
        work.tell(f"staff:{it.volunteer}")


async def put_through(it: Conversation, staff: str, work: UnitOfWork, now: datetime) -> None:
    """Whoever held the call is not in it any more; this coordinator is, on the phone that is rung for it or already in
    the call.

    Raises:
        NoPhone: neither is there; the child would be alone.
    """
    legs = await work.calls.legs(it.id)
    theirs = [leg for leg in legs if leg.staff == staff and leg.part is not Part.VOLUNTEER and leg.phone is not None]
    gone = [leg.id for leg in legs if leg.part is Part.VOLUNTEER or (leg.staff == staff and leg not in theirs)]
    await work.calls.remove_legs(gone)
    if theirs:
        await work.calls.save_leg(replace(theirs[0], part=Part.VOLUNTEER))
        return
    phone = next((one for one in await work.calls.phones([staff]) if one.is_online), None)
    if phone is None:
        raise NoPhone
    leg = Leg(
        id=new_name(),
        conversation=it.id,
        part=Part.VOLUNTEER,
        staff=staff,
        phone=phone.name,
        made_at=now,
    )
    await work.calls.add_leg(leg)
