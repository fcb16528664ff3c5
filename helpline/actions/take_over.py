"""A coordinator takes a conversation over, in one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.actions.along import somebody_elses, stop_asking, watcher_took_over
from helpline.actions.legs import put_through
from helpline.actions.route import make_offers, settle, take_back
from helpline.actions.stand import duty_of
from helpline.core import life
from helpline.core.along import Reason
from helpline.core.audit import Deed
from helpline.core.conversation import Conversation, State
from helpline.core.deadlines import Kind
from helpline.core.offers import Answer
from helpline.core.rules import Rules
from helpline.core.staff import alias_of
from helpline.ports import UnitOfWork


async def take_over(
    conversation: str, reason: Reason, coordinator: str, *, work: UnitOfWork, rules: Rules, now: datetime
) -> Conversation:
    """From now on it is the coordinator's; the earlier volunteer is fenced out, and the child sees only the new name.

    Whoever has it already is answered the same.

    Raises:
        NotYours: there is no such conversation, nobody has accepted it yet, or it has ended.
        NoPhone: it is a call, and this coordinator cannot be rung.
    """
    held = await work.conversations.get(conversation)
    if held is not None and held.volunteer == coordinator and held.state is State.ACTIVE:
        return held
    it = await somebody_elses(conversation, coordinator, work)
    earlier = it.volunteer
    if it.state is State.OFFERED:
        asked = await work.offers.open_for(conversation=it.id)
        if asked is not None:
            it = await take_back(work, asked, Answer.WITHDRAWN, now)
    saved = await _give(it, coordinator, work, rules, now)
    deed = Deed(what="taken_over", by=coordinator, whom=earlier, conversation=it.id, reason=reason.value)
    await work.audit.record(deed, now)
    if earlier is not None:
        await settle(replace(await duty_of(earlier, work, now), idle_since=now), work)
        work.tell(f"staff:{earlier}")
    await make_offers(work, rules, now)
    return saved


async def _give(it: Conversation, coordinator: str, work: UnitOfWork, rules: Rules, now: datetime) -> Conversation:
    person, duty = await work.people.get(coordinator), await duty_of(coordinator, work, now)
    assert person is not None
    taken = life.take_over(it, coordinator, duty.works_from)
    await work.facts.unassign(it.id, "taken_over", now)
    await work.facts.assign(it.id, taken.assignment, coordinator, alias_of(person, duty), now)
    if it.channel == "phone":
        await put_through(it, coordinator, work, now)
    await stop_asking(it.id, work=work)
    await watcher_took_over(it.id, coordinator, work=work, now=now)
    await work.along.forget_whispers(it.id)
    for kind in (Kind.TELL_CHILD, Kind.REQUEUE, Kind.CHILD_WAITED, Kind.WHISPER):
        await work.deadlines.clear(kind, it.id)
    if taken.child_gone_at is not None and not taken.child_away:
        await work.deadlines.set(Kind.CHILD_AWAY, it.id, taken.child_gone_at + rules.graces.child)
        work.tell("deadlines")
    saved = await work.conversations.save(taken)
    for topic in (f"conversation:{it.id}", f"staff:{coordinator}", "queue"):
        work.tell(topic)
    return saved
