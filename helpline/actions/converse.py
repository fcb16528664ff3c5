"""What a volunteer does while talking: phases, registration, handing over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from helpline.actions.along import stop_asking
from helpline.actions.end import held
from helpline.actions.ringing import wait_again
from helpline.actions.route import is_free, make_offers, may_take, offer_to, settle
from helpline.actions.stand import duty_of
from helpline.core import life
from helpline.core.conversation import Conversation, State
from helpline.core.deadlines import Kind
from helpline.core.errors import Ended, NotFree
from helpline.core.registration import check_fields, check_sound, missing
from helpline.core.rules import Rules
from helpline.ports import OnDuty, SealedKey, UnitOfWork, Vault


async def go_to_phase(conversation: str, phase: int, staff: str, *, work: UnitOfWork, now: datetime) -> None:
    """The volunteer says where the conversation is; going back and skipping are normal, and every step is kept.

    Raises:
        Ended: it is in wrap-up or closed.
    """
    it = await held(conversation, staff, work)
    if it.state is not State.ACTIVE:
        raise Ended
    if it.phase == phase:
        return
    await work.conversations.save(replace(it, phase=phase))
    await work.facts.step(it.id, phase, now)
    work.tell(f"conversation:{it.id}")
    work.tell("queue")


async def register(
    conversation: str, fields: Mapping[str, Any], staff: str, *, work: UnitOfWork, rules: Rules, now: datetime
) -> list[str]:
    """Keep what was filled in, all of it or nothing; answers with the fields that are still missing.

    Raises:
        Invalid: `fields` names the wrong ones.
        Ended: it is closed.
    """
    it = await held(conversation, staff, work)
    form, topics = rules.definitions.form, rules.definitions.topics
    clean = check_fields(form, topics, fields)
    if it.state is State.CLOSED:
        raise Ended
    check_sound(clean, is_call=it.channel == "phone", has_sound=bool(it.has_sound))
    before = await work.facts.registration(it.id)
    after = {name: value for name, value in (before | clean).items() if value is not None}
    if after != before:
        await work.conversations.save(it)  # of two windows that fill in at once, one decides again
        await work.facts.register(it.id, after, rules.definitions.version, now)
        work.tell(f"conversation:{it.id}")
    return missing(form, after)


async def hand_over(
    conversation: str,
    note: str,
    to: str | None,
    staff: str,
    *,
    work: UnitOfWork,
    vault: Vault,
    rules: Rules,
    now: datetime,
) -> None:
    """Give it to whoever is free next, or to one colleague; the note is for whoever accepts.

    Raises:
        Ended: it is in wrap-up or closed.
        NotFree: the colleague cannot take it now, or stopped a call of this child today.
    """
    it = await held(conversation, staff, work)
    if it.state is not State.ACTIVE:
        raise Ended
    taker = None if to is None else await _taker(it, to, staff, work)
    key = SealedKey(it.key_day, it.key_wrapped)
    sealed = vault.seal(it.id, key, "note", note) if note else None
    waiting = await work.conversations.save(life.hand_over(it, sealed, now))
    await work.facts.unassign(it.id, "handed_over", now)
    await stop_asking(it.id, work=work)
    await wait_again(it, work, rules, now)
    await settle(replace(await duty_of(staff, work, now), idle_since=now), work)
    for kind in (Kind.TELL_CHILD, Kind.REQUEUE, Kind.CHILD_AWAY):
        await work.deadlines.clear(kind, it.id)
    if waiting.child_gone_at is not None:
        # it waits again, and who is away while waiting keeps its place for a while only
        await work.deadlines.set(Kind.CHILD_WAITED, it.id, now + rules.graces.waiting)
        work.tell("deadlines")
    for topic in (f"conversation:{it.id}", f"staff:{staff}", "queue"):
        work.tell(topic)
    if taker is not None:
        await work.route_alone()
        await offer_to(work, waiting, taker, rules, now)
    await make_offers(work, rules, now)


async def _taker(it: Conversation, to: str, staff: str, work: UnitOfWork) -> OnDuty:
    person = next((person for person in await work.people.on_duty() if person.staff.id == to), None)
    if person is None or to == staff or not is_free(person) or not may_take(person, it):
        raise NotFree
    if to in await work.calls.kept_from(it.id):
        raise NotFree
    return person


async def colleagues(staff: str, conversation: str | None = None, *, work: UnitOfWork) -> list[OnDuty]:
    """Who else is at the desk now. conversation: but for those who are spared this child today, having stopped a call
    of it.

    Raises:
        NotYours: this person does not hold that conversation.
    """
    spared = {staff}
    if conversation is not None:
        await held(conversation, staff, work)
        spared.update(await work.calls.kept_from(conversation))
    return [person for person in await work.people.on_duty() if person.staff.id not in spared]
