"""A volunteer is asked: accepts, declines, or does not answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.actions.along import ask_along
from helpline.actions.route import make_offers, take_back
from helpline.actions.sanction import use_way_back
from helpline.core import along, life, offers
from helpline.core import attempt as attempts
from helpline.core.conversation import AT_DESK, Conversation
from helpline.core.deadlines import Kind
from helpline.core.errors import OfferGone
from helpline.core.offers import Answer, Offer
from helpline.core.rules import Rules
from helpline.core.staff import Staff, Status, alias_of
from helpline.ports import UnitOfWork


async def accept_offer(offer: str, volunteer: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> Conversation:
    """Give the conversation to the volunteer who was asked; accepting again answers the same.

    Raises:
        OfferGone: the offer lapsed, was withdrawn, or was never this volunteer's.
    """
    asked = await _mine(offer, volunteer, work)
    conversation = await work.conversations.get(asked.conversation)
    assert conversation is not None
    if asked.outcome is Answer.ACCEPTED and conversation.volunteer == volunteer and conversation.state in AT_DESK:
        return conversation
    if asked.expires_at <= now:
        raise OfferGone
    await work.offers.save(offers.close(asked, Answer.ACCEPTED, now))
    await work.deadlines.clear(Kind.OFFER, asked.id)
    return await _give(work, conversation, volunteer, rules, now)


async def _give(
    work: UnitOfWork, conversation: Conversation, volunteer: str, rules: Rules, now: datetime
) -> Conversation:
    person, duty = await work.people.get(volunteer), await work.people.duty(volunteer)
    assert person is not None
    taken = life.accept(conversation, volunteer, now, duty.works_from if duty else None)
    if conversation.accepted_at is None:
        await work.facts.step(taken.id, 1, now)
        attempt = await work.attempts.get(taken.attempt)
        assert attempt is not None
        await work.attempts.save(attempts.answer(attempt))
        await use_way_back(taken, work, now)
    await work.facts.unassign(taken.id, "lost", now)
    await work.facts.assign(taken.id, taken.assignment, volunteer, alias_of(person, duty), now)
    for kind in (Kind.TELL_CHILD, Kind.REQUEUE, Kind.CHILD_WAITED):
        await work.deadlines.clear(kind, taken.id)
    if taken.child_gone_at is not None and not taken.child_away:
        await work.deadlines.set(Kind.CHILD_AWAY, taken.id, taken.child_gone_at + rules.graces.child)
        work.tell("deadlines")
    saved = await work.conversations.save(taken)
    for topic in (f"conversation:{saved.id}", f"staff:{volunteer}", "queue"):
        work.tell(topic)
    if conversation.volunteer not in (None, volunteer):
        work.tell(f"staff:{conversation.volunteer}")
    return await _with_company(saved, person, work, now)


async def _with_company(it: Conversation, volunteer: Staff, work: UnitOfWork, now: datetime) -> Conversation:
    if not along.needs_company(volunteer):
        return it
    await ask_along(it.id, volunteer.id, work=work, now=now)
    asked = await work.conversations.get(it.id)
    assert asked is not None
    return asked


async def decline_offer(offer: str, volunteer: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """Not now. The volunteer stays available, and the child keeps its place.

    Raises:
        OfferGone: it lapsed, was withdrawn, accepted, or was never this volunteer's.
    """
    asked = await _mine(offer, volunteer, work)
    if asked.outcome is Answer.DECLINED:
        return
    await take_back(work, asked, Answer.DECLINED, now)
    await make_offers(work, rules, now)


async def lapse_offer(offer: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """Nobody answered: the child keeps its place, and the volunteer is set to away."""
    asked = await work.offers.get(offer)
    if asked is None or asked.outcome is not None:
        return
    await take_back(work, asked, Answer.LAPSED, now)
    duty = await work.people.duty(asked.staff)
    if duty is not None:
        await work.people.put_duty(replace(duty, status=Status.AWAY, why="lapsed"))
    await make_offers(work, rules, now)


async def _mine(offer: str, volunteer: str, work: UnitOfWork) -> Offer:
    asked = await work.offers.get(offer)
    if asked is None or asked.staff != volunteer:
        raise OfferGone
    return asked
