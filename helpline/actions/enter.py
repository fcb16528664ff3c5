"""A child comes in, and is told where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from helpline.actions.ids import new_id
from helpline.actions.route import as_waiting, ask, choose, offer_waiting
from helpline.actions.sanction import keep_blocks, not_kept, sent_away
from helpline.core import attempt as attempts
from helpline.core import life
from helpline.core.attempt import Attempt
from helpline.core.conversation import ORDINARY, PRACTISING, Conversation, Returned, State
from helpline.core.errors import Closed, Full, Refusal, TryAgain
from helpline.core.estimate import Estimate, estimate_wait, is_full, try_at
from helpline.core.offers import Offer
from helpline.core.opening_hours import ClosedUntil, start_of_day
from helpline.core.queue import arrive
from helpline.core.rules import Rules
from helpline.core.sanctions import Kind, Sanction
from helpline.ports import Lasting, Pseudonym, UnitOfWork, Vault


@dataclass(frozen=True, slots=True)
class Service:
    """How the line is doing: what an estimate is made from. free, busy: conversations · durations: seconds."""

    free: int = 0
    busy: int = 0
    durations: tuple[float, ...] = ()

    def estimate(self, place: int) -> Estimate | None:
        """The wait at this place, 1 for who is next."""
        return estimate_wait(place - 1, self.free, self.busy, self.durations)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a child says on entering; all of it may be left out. practice: nobody is in need; it is not counted."""

    nickname: str | None = None
    topic: str | None = None
    language: str = "nl"
    channel: str = "chat"
    way_back: bool = False
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """It is in, at this place. offers: all that were made when it came."""

    conversation: Conversation
    place: int
    estimate: Estimate | None
    offers: tuple[Offer, ...] = ()


async def enter(
    wish: Wish,
    device: Sequence[Pseudonym],
    network: Sequence[Pseudonym],
    lasting: Sequence[Lasting] = (),
    *,
    work: UnitOfWork,
    vault: Vault,
    rules: Rules,
    service: Service,
    node: str | None,
    now: datetime,
    is_new: bool = False,
) -> Entered | Refusal:
    """Put a child in the queue, or say why not; either way the attempt is kept.

    A refusal is an answer here and not an error, because its row must be committed. A device that waits already has
    that place.

    device: of a call, the number · lasting: of device and network, under the key of blocks · node: where the child's
    window is; a call has none ·
    is_new: the device was named a moment ago, so that nobody ever came by it.

    Raises:
        TryAgain: this device was answered while it entered once more.
    """
    await work.route_alone()  # of two tabs that enter at once, the second one finds the place of the first
    # two calls from one number at once are two children
    is_chat = wish.channel == "chat"
    last = {} if is_new else await work.attempts.last_arrivals(device)
    running = await work.conversations.of_device(device, ended_after=now) if last and is_chat else None
    if running is not None:
        return await _as_before(running, service, work)
    before = await work.attempts.before(device) if last else None
    arrival = arrive(before, now)
    today = start_of_day(now, rules.hours.zone)
    attempt = Attempt(
        id=new_id(),
        contact=arrival.contact or new_id(),
        channel=wish.channel,
        line=rules.line,
        language=wish.language,
        arrived_at=now,
        linkable=bool(device),
        nth=arrival.nth,
        first_of_day=not any(last[it] >= today for it in device[:1] if it in last),
        definitions=rules.version,
        practice=wish.practice,
    )
    pseudonyms = [*device[:1], *network[:1]]
    kept_out_by = [*device, *(one for one in network if not one.spared)]
    holding = await work.sanctions.holding(kept_out_by, now, lasting)
    await keep_blocks(await not_kept(holding, lasting, work), work, now)
    out = sent_away(holding, wish.way_back, now)
    if out is not None:
        await work.attempts.add(attempts.turn_away(attempt, out.code, now), pseudonyms)
        await work.sanctions.count_refusal(holding[0].id)
        return out
    attempt = replace(attempt, way_back=bool(holding))
    place = await work.conversations.place_at(arrival.place_at, practice=wish.practice)
    estimate = service.estimate(place)
    # a redial loses nothing: who would still be waiting is not too late or too many
    refusal = _refused(None if arrival.is_redial else estimate, rules, now)
    if refusal is not None:
        await work.attempts.add(attempts.turn_away(attempt, refusal.code, now), pseudonyms)
        return refusal
    low, high = estimate or (None, None)
    told = replace(attempt, place_told=place, estimate_low=low, estimate_high=high)
    conversation = _in_spite_of(holding, _begin(wish, told, arrival.place_at, vault, rules, node, now))
    # whoever stopped a call of this number today is spared another one
    kept_from = await work.calls.kept_apart(device, today) if last and not is_chat else []
    chosen = await choose(work, rules, now, as_waiting(conversation, kept_from))
    if conversation.id in dict(chosen):  # written as it is offered, and not first as it waits
        conversation, told = life.offer(conversation, now), replace(told, offers_made=1)
    await work.attempts.add(told, pseudonyms)
    await work.attempts.add_earlier(told.id, [it for it in device[1:2] if it in last])
    await work.conversations.add(conversation)
    await work.calls.keep_from(conversation.id, kept_from)
    work.tell("queue")
    offers = [
        await ask(work, conversation, person, rules, now)
        if name == conversation.id
        else await offer_waiting(work, name, person, rules, now)
        for name, person in chosen
    ]
    return Entered(conversation, place, estimate, tuple(offers))


async def _as_before(running: Conversation, service: Service, work: UnitOfWork) -> Entered:
    if running.accepted_at is not None:
        raise TryAgain(retry_seconds=1)
    place = await work.conversations.place_of(running)
    return Entered(running, place, service.estimate(place))


def _begin(
    wish: Wish, attempt: Attempt, place_at: datetime, vault: Vault, rules: Rules, node: str | None, now: datetime
) -> Conversation:
    name = new_id()
    key = vault.new_key(name, now)
    return Conversation(
        id=name,
        attempt=attempt.id,
        channel=attempt.channel,
        line=attempt.line,
        language=attempt.language,
        practice=attempt.practice,
        place_rank=PRACTISING if attempt.practice else ORDINARY,
        state=State.WAITING,
        entered_at=now,
        place_at=place_at,
        waiting_since=now,
        adults_only=wish.topic in rules.adults_only,
        topic_chosen=wish.topic,
        nickname=vault.seal(name, key, "nickname", wish.nickname) if wish.nickname else None,
        key_day=key.day,
        key_wrapped=key.wrapped,
        child_node=node,
        definitions=rules.version,
    )


def _in_spite_of(holding: Sequence[Sanction], it: Conversation) -> Conversation:
    """It comes back by the way that every sanction leaves open."""
    if not holding:
        return it
    time_out = next((one for one in holding if one.kind is Kind.TIME_OUT), None)
    return replace(
        it,
        returned=Returned.WAY_BACK,
        way_back_of=holding[0].id,
        way_back_from=time_out.by if time_out else None,
        way_back_after=holding[0].kind.value,
    )


def _refused(estimate: Estimate | None, rules: Rules, now: datetime) -> Refusal | None:
    entry = rules.hours.entry(now, estimate[1] if estimate else None)
    if isinstance(entry, ClosedUntil):
        return Closed(opens_at=entry.opens_at)
    if is_full(estimate, rules.full_minutes):
        return Full(try_at=try_at(now, estimate, rules.full_minutes))
    return None
