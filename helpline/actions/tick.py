"""What happens by itself, because its moment has come. Any number of nodes may tick: each deadline is claimed once."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from helpline.actions import beside
from helpline.actions.alarm import may_lapse, miss_taker
from helpline.actions.along import forget_whispers, miss_watcher
from helpline.actions.answer_offer import lapse_offer
from helpline.actions.carry_out import carry_out
from helpline.actions.end import end
from helpline.actions.presence import child_went, help_on, tell_child, tell_child_away, volunteer_went
from helpline.actions.route import channels_of, is_free, make_offers
from helpline.actions.sanction import tell_agreements
from helpline.actions.survey import unlink
from helpline.core.conversation import IN_QUEUE, EndedBy
from helpline.core.deadlines import Deadline, Kind
from helpline.core.rules import Rules
from helpline.ports import Store, UnitOfWork

SILENT_NODE = timedelta(seconds=15)
"""A node that did not beat for so long is dead; the sockets it held are lost."""


async def carry_out_due(store: Store, rules: Rules, now: datetime) -> int:
    """Carry out every deadline that is due; answers how many were. One that fails does not keep up the others."""
    async with store.look() as records:
        due = await records.deadlines.due(now)
    failed: list[Exception] = []
    for deadline in due:
        try:
            await carry_out(store, partial(_carry_out, it=deadline, rules=rules, now=now))
        except Exception as error:  # noqa: BLE001 - it stays due, and is told when the others have been carried out
            failed.append(error)
    if failed:
        raise failed[0]
    return len(due)


async def _carry_out(work: UnitOfWork, it: Deadline, rules: Rules, now: datetime) -> None:
    if not await work.deadlines.claim(it):
        return
    if it.kind is Kind.OFFER:
        await lapse_offer(it.subject, work=work, rules=rules, now=now)
    elif it.kind is Kind.TELL_CHILD:
        await tell_child(it.subject, work=work)
    elif it.kind is Kind.REQUEUE:
        await help_on(it.subject, work=work, rules=rules, now=now)
    elif it.kind is Kind.CHILD_WAITED:
        await _give_up_place(it.subject, work, rules, now)
    elif it.kind is Kind.CHILD_AWAY:
        await tell_child_away(it.subject, work=work)
    else:
        await _carry_out_beside(work, it, rules, now)


async def _carry_out_beside(work: UnitOfWork, it: Deadline, rules: Rules, now: datetime) -> None:
    """What changes no conversation's course."""
    if it.kind is Kind.SURVEY_OVER:
        await unlink(it.subject, work=work, rules=rules)
    elif it.kind is Kind.CALL_WAITED:
        await _waited_too_long(it.subject, work, now)
    elif it.kind is Kind.ALARM_TAKER:
        await miss_taker(it.subject, work=work, now=now)
    elif it.kind is Kind.WATCHER:
        await miss_watcher(it.subject, work=work, now=now)
    elif it.kind is Kind.CALL_ASKED:
        await beside.lapse(it.subject, work=work, rules=rules, now=now)
    elif it.kind is Kind.WHISPER:
        await forget_whispers(it.subject, work=work, now=now)
    elif it.kind is Kind.AGREEMENT:
        tell_agreements(work)


async def _give_up_place(conversation: str, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    it = await work.conversations.get(conversation)
    if it is None or it.child_gone_at is None or it.state not in IN_QUEUE:
        return
    if await may_lapse(conversation, work=work, rules=rules, now=now):
        await end(it, EndedBy.LOST, work=work, now=now)


async def _waited_too_long(conversation: str, work: UnitOfWork, now: datetime) -> None:
    """A telephone does not ring for ever: a kind end, with whom else to ring."""
    it = await work.conversations.get(conversation)
    if it is not None and it.state in IN_QUEUE:
        await end(it, EndedBy.LINE, work=work, now=now)


async def route(store: Store, rules: Rules, now: datetime) -> None:
    """Pair whoever can be paired: a rest after declining or a language may have relaxed by now."""
    async with store.look() as records:
        free = [person for person in await records.people.on_duty() if is_free(person)]
        channels = sorted({channel for person in free for channel in channels_of(person)})
        if not channels or not await records.conversations.next_waiting(channels, rules.languages, 1):
            return
    await carry_out(store, lambda work: make_offers(work, rules, now))


async def run_out(store: Store, rules: Rules, now: datetime) -> None:
    """After closing and the run-out, who was never answered is told kindly; running conversations go on."""
    if rules.hours.always or rules.hours.is_open(now) or rules.hours.is_open(now - rules.hours.run_out):
        return
    async with store.look() as records:
        left = await records.conversations.waiting_before(now)
    for conversation in left:
        await carry_out(store, partial(_not_reached, conversation=conversation.id, now=now))


async def _not_reached(work: UnitOfWork, conversation: str, now: datetime) -> None:
    it = await work.conversations.get(conversation)
    if it is not None and it.state in IN_QUEUE:
        await end(it, EndedBy.LINE, work=work, now=now)


async def beat(store: Store, node: str, now: datetime) -> bool:
    """This node is alive. False where nobody knew of it: it is new, or was taken for dead meanwhile."""
    return await carry_out(store, partial(_beat, node=node, now=now))


async def _beat(work: UnitOfWork, node: str, now: datetime) -> bool:
    is_known = node in await work.nodes.all()
    await work.nodes.beat(node, now)
    return is_known


async def mourn_nodes(store: Store, rules: Rules, now: datetime, *, alone_as: str | None = None) -> None:
    """What dead nodes held is lost: volunteers and children may return to any other one.

    alone_as: on SQLite a node that starts is the only one, so that all others are dead whatever their last beat.
    """
    async with store.look() as records:
        silent = await records.nodes.silent_since(now + SILENT_NODE if alone_as else now - SILENT_NODE)
    for node in silent:
        if node != alone_as:
            await mourn(store, node, rules, now)


async def mourn(store: Store, node: str, rules: Rules, now: datetime) -> None:
    """This node holds nobody any more: it died, or it ends in order.

    One after the other, for everybody is on their way to another node, and whoever is there already stays.
    """
    async with store.look() as records:
        people = [duty.staff for duty in await records.people.connected_on(node)]
        children = [it.id for it in await records.conversations.with_child_on(node)]
    for staff in people:
        await carry_out(store, partial(_volunteer_went, staff=staff, node=node, rules=rules, now=now))
    for conversation in children:
        await carry_out(store, partial(_child_went, conversation=conversation, node=node, rules=rules, now=now))
    await carry_out(store, lambda work: work.nodes.remove(node))


async def _volunteer_went(work: UnitOfWork, staff: str, node: str, rules: Rules, now: datetime) -> None:
    await volunteer_went(staff, silent=True, work=work, rules=rules, now=now, node=node)


async def _child_went(work: UnitOfWork, conversation: str, node: str, rules: Rules, now: datetime) -> None:
    await child_went(conversation, work=work, rules=rules, now=now, node=node)
