"""What a volunteer does in a call: hold, ask somebody else, add them, end it; and a coordinator who listens along."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from helpline.actions.along import watches
from helpline.actions.beside import bring_in, pass_on
from helpline.actions.end import end, held
from helpline.actions.ids import new_name
from helpline.actions.ringing import changed, let_go
from helpline.actions.stand import catch_breath
from helpline.core.audit import Deed
from helpline.core.call import Call, Leg, Part, colleague_in
from helpline.core.consent import Answer, Consent, agrees
from helpline.core.conversation import Conversation, EndedBy, State
from helpline.core.errors import Ended, Invalid, NoConsent, NoPhone, NotYours
from helpline.core.rules import Rules
from helpline.ports import Records, UnitOfWork

GOODBYE = "ended_by_volunteer"
"""The recording of *Beëindigen met bandje*."""


async def hold(conversation: str, staff: str, *, work: UnitOfWork, now: datetime) -> None:
    """The child hears music, and a word now and then; it hears nothing of the talk. Repeating it changes nothing."""
    call = await _running(conversation, staff, work)
    if call.held_at is None:
        await work.calls.save(call.hold(now))
        await changed(conversation, work)


async def resume(conversation: str, staff: str, *, work: UnitOfWork) -> None:
    """Back to the child; who was only asked is not in the call any more."""
    call = await _running(conversation, staff, work)
    asked = [leg for leg in await work.calls.legs(conversation) if leg.part is Part.CONSULT]
    if call.held_at is None and call.missed is None and not asked:
        return
    await let_go(asked, work)
    await work.calls.save(call.hold(None))
    await changed(conversation, work)


async def hang_up(conversation: str, staff: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """The volunteer leaves. A colleague who talks along has it from now on, and a worker may go on with the child; else
    the call is over."""
    it = await _mine(conversation, staff, work)
    beside = colleague_in(await work.calls.legs(conversation))
    if it.state is State.ACTIVE and beside is not None and beside.part is Part.CONFERENCE:
        await pass_on(conversation, staff, work=work, rules=rules, now=now)
        return
    await end(it, EndedBy.VOLUNTEER, work=work, now=now)


async def end_with_recording(conversation: str, staff: str, *, work: UnitOfWork, now: datetime) -> None:
    """*Beëindigen met bandje*: no reason is asked first. The child hears the recording; the volunteer catches their
    breath, and is not offered this child again today."""
    it = await _mine(conversation, staff, work)
    call = await work.calls.of(conversation)
    if call is None or it.ended_at is not None:
        return
    await work.calls.save(replace(call, recording=GOODBYE))
    await let_go(await work.calls.legs(conversation), work)
    await work.calls.keep_apart(it.attempt, staff, now)
    await end(it, EndedBy.VOLUNTEER, work=work, now=now)
    await catch_breath(staff, work, now)


async def consult(
    conversation: str, to: str, staff: str, *, dials: Collection[str], work: UnitOfWork, now: datetime
) -> None:
    """Ring a worker, and ask them while the child is on hold and hears nothing of it.

    dials: the referrals that we can ring.

    Raises:
        Invalid: there is no number to ring.
    """
    call = await _running(conversation, staff, work)
    if to not in dials:
        raise Invalid
    await work.calls.save(call.hold(call.held_at or now))
    await _rung_once(conversation, to, Part.CONSULT, work, now)
    await changed(conversation, work)


async def add(
    conversation: str, to: str, staff: str, *, dials: Collection[str], work: UnitOfWork, now: datetime
) -> None:
    """All three talk: with a colleague who was asked, by their leg, or with a worker to whom the child agreed.

    Raises:
        Invalid: there is no number to ring.
        NoConsent: the child was not asked, or did not agree, or does not any more.
        NotFree: the colleague has not answered yet.
    """
    if await bring_in(conversation, to, staff, work=work):
        return
    call = await _running(conversation, staff, work)
    if to not in dials:
        raise Invalid
    if not agrees(await work.facts.consents(conversation), to):
        raise NoConsent
    await work.calls.save(call.hold(None))
    await _rung_once(conversation, to, Part.CONFERENCE, work, now)
    await changed(conversation, work)


async def drop(conversation: str, to: str, staff: str, *, work: UnitOfWork) -> None:
    """Whoever was asked or added is not in the call any more. Repeating it changes nothing."""
    await _running(conversation, staff, work)
    legs = await work.calls.legs(conversation)
    theirs = [leg for leg in legs if leg.part is not Part.VOLUNTEER and to in (leg.referral, leg.id)]
    if theirs:
        await let_go(theirs, work)
        await changed(conversation, work)


async def record_consent(
    conversation: str, asked: str, answer: Answer, staff: str, *, work: UnitOfWork, now: datetime
) -> None:
    """What was asked of the child, and what it said. Who withdraws is not put through any longer.

    Raises:
        Ended: it is closed.
    """
    it = await held(conversation, staff, work)
    if it.state is State.CLOSED:
        raise Ended
    await work.facts.consent(conversation, Consent(asked=asked, answer=answer, at=now))
    if answer is not Answer.YES:
        legs = await work.calls.legs(conversation)
        await work.calls.remove_legs([leg.id for leg in legs if leg.referral == asked and leg.part is Part.CONFERENCE])
    await changed(conversation, work)


async def come_along(conversation: str, part: Part, coordinator: str, *, work: UnitOfWork, now: datetime) -> None:
    """A coordinator who watches listens, whispers to the volunteer or talks with all; the volunteer sees it at once.

    Raises:
        NotYours: this coordinator does not watch it.
        Ended: the child is gone.
        NoPhone: this coordinator cannot be rung.
    """
    it = await work.conversations.get(conversation)
    if it is None or await watches(conversation, coordinator, work) is None:
        raise NotYours
    if await work.calls.of(conversation) is None or it.state is not State.ACTIVE:
        raise Ended
    legs = await work.calls.legs(conversation)
    theirs = next((leg for leg in legs if leg.staff == coordinator), None)
    if theirs is not None and theirs.part is part:
        return
    if theirs is not None and theirs.phone is not None:
        await work.calls.save_leg(replace(theirs, part=part))
    else:
        await let_go([theirs] if theirs is not None else [], work)
        await _ring_own(it, part, coordinator, work, now)
    deed = Deed(what="call_along", by=coordinator, whom=it.volunteer, conversation=it.id, about=part.value)
    await work.audit.record(deed, now)
    await changed(conversation, work)


async def _ring_own(it: Conversation, part: Part, staff: str, work: UnitOfWork, now: datetime) -> None:
    phone = next((one for one in await work.calls.phones([staff]) if one.is_online), None)
    if phone is None:
        raise NoPhone
    leg = Leg(id=new_name(), conversation=it.id, part=part, staff=staff, phone=phone.name, made_at=now)
    await work.calls.add_leg(leg)


async def _rung_once(conversation: str, referral: str, part: Part, work: UnitOfWork, now: datetime) -> None:
    """Whoever is rung already, or was asked first, is not rung a second time."""
    legs = await work.calls.legs(conversation)
    there = next((leg for leg in legs if leg.referral == referral), None)
    if there is None:
        leg = Leg(id=new_name(), conversation=conversation, part=part, referral=referral, made_at=now)
        await work.calls.add_leg(leg)
    elif there.part is not part:
        await work.calls.save_leg(replace(there, part=part))


async def _running(conversation: str, staff: str, records: Records) -> Call:
    """The call, for who holds it.

    Raises:
        NotYours: it is no call, or somebody else's.
        Ended: the child is gone.
    """
    it = await _mine(conversation, staff, records)
    call = await records.calls.of(conversation)
    if call is None or it.state is not State.ACTIVE:
        raise Ended
    return call


async def _mine(conversation: str, staff: str, records: Records) -> Conversation:
    """The conversation, for who holds it, where it is a call.

    Raises:
        NotYours: it is no call, or somebody else's.
    """
    it = await held(conversation, staff, records)
    if it.channel != "phone":
        raise NotYours
    return it
