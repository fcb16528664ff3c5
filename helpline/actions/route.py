"""Who is asked to take whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from helpline.actions.ids import new_id
from helpline.actions.ringing import ring, stop_ringing
from helpline.core import life, offers
from helpline.core.conversation import Conversation, State
from helpline.core.deadlines import Kind
from helpline.core.errors import Changed
from helpline.core.offers import Answer, Offer
from helpline.core.queue import (
    DECLINED_REST,
    NEVER_RESTED,
    Free,
    Waiting,
    has_room,
    in_order,
    may_be_offered,
    pair,
    room,
)
from helpline.core.rules import Rules
from helpline.core.staff import Duty, Level, Role, Status
from helpline.ports import OnDuty, UnitOfWork


def free_chats(person: OnDuty) -> int:
    """How many they can take now: none while they are not available, on the telephone, or being asked at this
    moment."""
    if person.duty.status is not Status.AVAILABLE or person.asked or person.calls:
        return 0
    return room(person.active + person.wrap_up, person.duty.chats, person.staff.level)


def may_be_free(duty: Duty, held: int) -> bool:
    """Can somebody who stands so, and holds so many, be asked at all? What else is needed only `is_free` knows."""
    return duty.status is Status.AVAILABLE and has_room(held, duty.chats, Level.INDEPENDENT)


def is_free(person: OnDuty) -> bool:
    """Available, with room for one more, and not being asked at this moment."""
    return free_chats(person) > 0


def may_take(person: OnDuty, it: Conversation) -> bool:
    """Channels, levels and youth; what is asked for at first, a language, is no reason to refuse."""
    return may_be_offered(as_waiting(it), _free(person))


def as_waiting(it: Conversation, kept_from: Sequence[str] = ()) -> Waiting:
    """As it stands in the queue when nobody has declined it. kept_from: to whom it is not offered."""
    return Waiting(
        it.id, it.place_rank, it.place_at, it.waiting_since, it.language, it.adults_only, it.practice, it.channel,
        declined_by=tuple((staff, NEVER_RESTED) for staff in kept_from),
        way_back_after=it.way_back_after, way_back_from=it.way_back_from,
    )  # fmt: skip


async def make_offers(work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """Offer the children who wait to the volunteers who are free, in the order of the queue."""
    for name, person in await choose(work, rules, now):
        await offer_waiting(work, name, person, rules, now)


async def choose(
    work: UnitOfWork, rules: Rules, now: datetime, arriving: Waiting | None = None
) -> list[tuple[str, OnDuty]]:
    """Who is to be asked, and for which conversation, in the order of the queue.

    arriving: one that this same deed is about to put in it.
    """
    await work.route_alone()
    people = {person.staff.id: person for person in await work.people.on_duty() if is_free(person)}
    free = [_free(person) for person in people.values()]
    if not free:
        return []
    channels = sorted({channel for person in free for channel in person.channels})
    waiting = await work.conversations.next_waiting(channels, rules.languages, len(free))
    if len(waiting) >= len(free):  # else there are no others
        # those that were just declined or handed over may all be passed over, so that many more are read
        passed_over = await work.offers.declined_since(now - DECLINED_REST)
        if passed_over:
            waiting = await work.conversations.next_waiting(channels, rules.languages, len(free) + passed_over)
    if arriving is not None:
        waiting = in_order([*waiting, arriving])
    pairings = pair(waiting, free, now, rules.graces.skill_relax)
    return [(pairing.conversation, people[pairing.volunteer]) for pairing in pairings]


async def offer_waiting(work: UnitOfWork, name: str, person: OnDuty, rules: Rules, now: datetime) -> Offer:
    """Ask this volunteer to take the conversation of this id, which waited a moment ago.

    Raises:
        Changed: it left on another node, between the two reads.
    """
    conversation = await work.conversations.get(name)
    if conversation is None or conversation.state is not State.WAITING:
        raise Changed
    return await offer_to(work, conversation, person, rules, now)


def _free(person: OnDuty) -> Free:
    staff, duty = person.staff, person.duty
    is_coordinator = staff.role is Role.COORDINATOR
    return Free(
        staff.id, duty.idle_since, staff.languages, staff.level, staff.youth, channels_of(person), is_coordinator
    )


def channels_of(person: OnDuty) -> tuple[str, ...]:
    """What they can be offered now: a call only where they can be rung, and beside nothing else."""
    can_be_rung = person.phone is not None and not person.active + person.wrap_up
    return tuple(channel for channel in person.duty.channels if channel != "phone" or can_be_rung)


async def offer_to(work: UnitOfWork, waiting: Conversation, person: OnDuty, rules: Rules, now: datetime) -> Offer:
    """Ask this volunteer to take this conversation."""
    asked = await work.conversations.save(life.offer(waiting, now))
    await work.attempts.count(asked.attempt, "offers_made")
    return await ask(work, asked, person, rules, now)


async def ask(work: UnitOfWork, asked: Conversation, person: OnDuty, rules: Rules, now: datetime) -> Offer:
    """Write the offer of a conversation that is written as offered, and counted as such in its attempt."""
    volunteer = person.staff.id
    offer = Offer(
        id=new_id(),
        conversation=asked.id,
        staff=volunteer,
        channel=asked.channel,
        language=asked.language,
        waiting_seconds=max(0, int((now - asked.waiting_since).total_seconds())),
        returned=asked.returned,
        made_at=now,
        expires_at=now + rules.graces.offer,
    )
    await work.offers.add(offer)
    if asked.channel == "phone" and person.phone is not None:
        await ring(offer, person.phone, work, now)
    await work.deadlines.set(Kind.OFFER, offer.id, offer.expires_at)
    work.tell("deadlines")
    work.tell(f"staff:{volunteer}")
    return offer


async def take_back(work: UnitOfWork, offer: Offer, outcome: Answer, now: datetime) -> Conversation:
    """Close an open offer without a taker; the child waits at its own place."""
    await work.offers.save(offers.close(offer, outcome, now))
    await work.deadlines.clear(Kind.OFFER, offer.id)
    if offer.channel == "phone":
        await stop_ringing(offer, work)
    conversation = await work.conversations.get(offer.conversation)
    assert conversation is not None
    waiting = life.take_back(conversation)
    if waiting is not conversation:
        waiting = await work.conversations.save(waiting)
    if outcome in (Answer.DECLINED, Answer.LAPSED):
        await work.attempts.count(waiting.attempt, f"offers_{outcome.value}")
    await settle_last(offer.staff, work)
    work.tell(f"staff:{offer.staff}")
    work.tell("queue")
    return waiting


async def settle(duty: Duty, work: UnitOfWork) -> Duty:
    """Write how somebody stands; whose last conversation is over is away."""
    if duty.status is Status.LAST and await work.offers.open_for(staff=duty.staff) is None:
        held = await work.conversations.held_by(duty.staff)
        if not held:
            duty = replace(duty, status=Status.AWAY)
    return await work.people.put_duty(duty)


async def settle_last(staff: str, work: UnitOfWork) -> None:
    """The last conversation went another way (declined, left, handed over): whose it was is away as well."""
    duty = await work.people.duty(staff)
    if duty is not None and duty.status is Status.LAST:
        await settle(duty, work)
