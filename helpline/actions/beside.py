"""A colleague is asked for a call, comes beside its volunteer, and has it when the volunteer leaves: a warm hand-over.

A colleague who is asked has a leg without a phone; it rings once they say yes at their desk.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.actions.along import stop_asking
from helpline.actions.end import held
from helpline.actions.ids import new_name
from helpline.actions.ringing import changed, let_go, miss
from helpline.actions.route import channels_of, is_free, make_offers, may_take, settle
from helpline.actions.stand import duty_of
from helpline.core import life
from helpline.core.call import Call, Leg, Missed, Part, colleague_in
from helpline.core.conversation import Conversation, State
from helpline.core.deadlines import Kind
from helpline.core.errors import Ended, NotFree, NotYours
from helpline.core.rules import Rules
from helpline.core.staff import alias_of
from helpline.ports import OnDuty, UnitOfWork


def can_be_asked(person: OnDuty) -> bool:
    """Takes calls, can be rung, and is free for one."""
    return is_free(person) and "phone" in channels_of(person)


async def ask(conversation: str, to: str, staff: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """A colleague is asked at their desk; the child is on hold meanwhile. Asking the same one again changes nothing.

    Raises:
        NotYours, Ended: it is no call that this person holds, or the child is gone.
        NotFree: this colleague cannot be rung now, stopped a call of this child today, or another one is asked already.
    """
    it, call = await _running(conversation, staff, work)
    there = colleague_in(await work.calls.legs(conversation))
    if there is not None and there.staff == to:
        return
    person = next((person for person in await work.people.on_duty() if person.staff.id == to), None)
    if there is not None or person is None or to == staff or not (can_be_asked(person) and may_take(person, it)):
        raise NotFree
    if to in await work.calls.kept_from(conversation):
        raise NotFree
    leg = Leg(id=new_name(), conversation=conversation, part=Part.CONSULT, staff=to, made_at=now)
    await work.calls.save(call.hold(call.held_at or now))
    await work.calls.add_leg(leg)
    await work.deadlines.set(Kind.CALL_ASKED, leg.id, now + rules.graces.offer)
    await changed(conversation, work)
    await work.route_alone()  # nobody is offered anything else meanwhile
    for topic in ("deadlines", f"staff:{to}", "queue"):
        work.tell(topic)


async def come(conversation: str, colleague: str, *, work: UnitOfWork) -> None:
    """The colleague says yes: their phone rings, and they talk with the volunteer alone. Repeating it changes nothing.

    Raises:
        NotYours: they are not asked, or not any more.
        NotFree: they cannot be rung any more.
    """
    leg = await _asked(conversation, colleague, work)
    if leg.phone is not None:
        return
    phone = next((one for one in await work.calls.phones([colleague]) if one.is_online), None)
    if phone is None:
        raise NotFree
    await work.calls.save_leg(replace(leg, phone=phone.name))
    await work.deadlines.clear(Kind.CALL_ASKED, leg.id)
    await changed(conversation, work)
    work.tell(f"staff:{colleague}")


async def go(conversation: str, colleague: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """The colleague says no, or leaves; the volunteer and the child stay. Repeating it changes nothing."""
    theirs = colleague_in(await work.calls.legs(conversation))
    if theirs is None or theirs.staff != colleague:
        return
    why = Missed.NO if theirs.answered_at is None else Missed.LEFT
    await _go(theirs, why, work=work, rules=rules, now=now)


async def _go(theirs: Leg, why: Missed, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    conversation = theirs.conversation
    await let_go([theirs], work)
    await miss(theirs, why, work)
    await changed(conversation, work)
    await make_offers(work, rules, now)


async def lapse(leg: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """They did not answer."""
    it = await work.calls.leg(leg)
    if it is not None and it.staff is not None and it.phone is None:
        await _go(it, Missed.NO_ANSWER, work=work, rules=rules, now=now)


async def bring_in(conversation: str, leg: str, staff: str, *, work: UnitOfWork) -> bool:
    """All three talk. Answers whether this leg is a colleague's.

    Raises:
        NotFree: they have not answered yet.
    """
    _, call = await _running(conversation, staff, work)
    theirs = colleague_in(await work.calls.legs(conversation))
    if theirs is None or theirs.id != leg:
        return False
    if theirs.answered_at is None:
        raise NotFree
    await work.calls.save(call.hold(None))
    await work.calls.save_leg(replace(theirs, part=Part.CONFERENCE))
    await changed(conversation, work)
    work.tell(f"staff:{theirs.staff}")
    return True


async def pass_on(conversation: str, staff: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """The volunteer leaves, and the colleague who is in it has it from now on.

    Raises:
        NotYours, Ended: it is no call that this person holds, or the child is gone.
        NotFree: no colleague is in it.
    """
    it, _ = await _running(conversation, staff, work)
    theirs = colleague_in(await work.calls.legs(conversation))
    if theirs is None or theirs.answered_at is None:
        raise NotFree
    await give_to(it, theirs, "handed_over", work=work, rules=rules, now=now)


async def give_to(it: Conversation, leg: Leg, why: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """This colleague holds it, and talks with the child. why: as the assignment of whoever held it ends."""
    earlier, colleague = it.volunteer, leg.staff
    assert earlier is not None
    assert colleague is not None
    call, person, duty = (
        await work.calls.of(it.id),
        await work.people.get(colleague),
        await duty_of(colleague, work, now),
    )
    assert call is not None
    assert person is not None
    legs = await work.calls.legs(it.id)
    await work.calls.remove_legs([one.id for one in legs if one.part is Part.VOLUNTEER])
    await work.calls.save_leg(replace(leg, part=Part.VOLUNTEER))
    await work.calls.save(call.hold(None))
    passed = await work.conversations.save(life.pass_on(it, colleague, duty.works_from))
    await work.facts.unassign(it.id, why, now)
    await work.facts.assign(it.id, passed.assignment, colleague, alias_of(person, duty), now)
    await stop_asking(it.id, work=work)
    for kind in (Kind.TELL_CHILD, Kind.REQUEUE):
        await work.deadlines.clear(kind, it.id)
    await settle(replace(await duty_of(earlier, work, now), idle_since=now), work)
    for topic in (f"conversation:{it.id}", f"staff:{earlier}", f"staff:{colleague}", "queue"):
        work.tell(topic)
    await make_offers(work, rules, now)


async def _asked(conversation: str, colleague: str, work: UnitOfWork) -> Leg:
    theirs = colleague_in(await work.calls.legs(conversation))
    if theirs is None or theirs.staff != colleague:
        raise NotYours
    return theirs


async def _running(conversation: str, staff: str, work: UnitOfWork) -> tuple[Conversation, Call]:
    it = await held(conversation, staff, work)
    call = await work.calls.of(conversation)
    if it.channel != "phone":
        raise NotYours
    if call is None or it.state is not State.ACTIVE:
        raise Ended
    return it, call
