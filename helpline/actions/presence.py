"""Who is there. Sockets come and go; what that means for the other side is decided here."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpline.actions.alarm import taker_came, taker_went
from helpline.actions.along import stop_asking, watcher_came, watcher_went
from helpline.actions.ringing import wait_again
from helpline.actions.route import make_offers, may_be_free, settle_last, take_back
from helpline.actions.stand import duty_of
from helpline.core import life
from helpline.core.call import is_held_by_voice
from helpline.core.conversation import IN_QUEUE, Conversation, State
from helpline.core.deadlines import Kind
from helpline.core.offers import Answer
from helpline.core.rules import Rules
from helpline.core.staff import Status
from helpline.ports import UnitOfWork


async def volunteer_came(staff: str, *, work: UnitOfWork, rules: Rules, node: str, now: datetime) -> None:
    """A window of the desk opened. What was lost and not yet taken by somebody else is theirs again."""
    duty = await duty_of(staff, work, now)
    came = duty.came_to(node)
    if duty.version == 0 or came != duty:
        await work.people.put_duty(came)
    held = await work.conversations.held_by(staff)
    frees_somebody = False
    for conversation in held:
        # a call is offered again, for nobody is put through to a child unasked
        if conversation.interrupted_at is not None and conversation.channel == "chat":
            frees_somebody |= conversation.state is State.OFFERED
            await _regain(conversation, staff, work, rules, now)
    if came.status is Status.LAST:
        await settle_last(staff, work)
    await taker_came(staff, work=work)
    await watcher_came(staff, work=work)
    work.tell("queue")
    work.tell(f"staff:{staff}")
    # who talks and has no room changes nothing for who waits; to ask costs as much as there are people
    if frees_somebody or may_be_free(came, len(held)):
        await make_offers(work, rules, now)


async def _regain(conversation: Conversation, staff: str, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    if conversation.state is State.OFFERED:
        asked = await work.offers.open_for(conversation=conversation.id)
        if asked is not None:
            conversation = await take_back(work, asked, Answer.WITHDRAWN, now)
    for kind in (Kind.TELL_CHILD, Kind.REQUEUE, Kind.CHILD_WAITED):
        await work.deadlines.clear(kind, conversation.id)
    if conversation.child_gone_at is not None and not conversation.child_away:
        await work.deadlines.set(Kind.CHILD_AWAY, conversation.id, conversation.child_gone_at + rules.graces.child)
        work.tell("deadlines")
    await work.conversations.save(life.regain(conversation, staff))
    work.tell(f"conversation:{conversation.id}")


async def volunteer_went(
    staff: str, *, silent: bool, work: UnitOfWork, rules: Rules, now: datetime, node: str | None = None
) -> None:
    """Their last window closed. An open offer stays; the children they talk with are told soon, and then helped on.

    silent: it was noticed late, because nothing came any more, so that the child is told at once ·
    node: where it closed; who has a window on another node is still here.
    """
    duty = await work.people.duty(staff)
    left = duty.went_from(node, await work.nodes.all(), now) if duty is not None else None
    if left is None or left == duty:
        return
    await work.people.put_duty(left)
    if left.is_connected:
        return
    person = await work.people.get(staff)
    # whose account was closed will not return: nobody waits for them
    may_return = person is not None and person.disabled_at is None
    grace = rules.graces.volunteer if may_return else timedelta()
    for conversation in await work.conversations.held_by(staff):
        lost = life.lose_volunteer(conversation, now)
        if lost is conversation or is_held_by_voice(conversation, await work.calls.legs(conversation.id)):
            continue
        await work.conversations.save(lost)
        tell_at = now + (timedelta() if silent else min(rules.graces.tell_child, grace))
        await work.deadlines.set(Kind.TELL_CHILD, lost.id, tell_at)
        await work.deadlines.set(Kind.REQUEUE, lost.id, now + grace)
        work.tell("deadlines")
    await taker_went(staff, grace, work=work, now=now)
    await watcher_went(staff, grace, work=work, now=now)
    work.tell("queue")


async def tell_child(conversation: str, *, work: UnitOfWork) -> None:
    """The child hears that the connection of its volunteer is lost, and may wait or have somebody else."""
    it = await work.conversations.get(conversation)
    if it is None or life.tell_interrupted(it) is it:
        return
    await work.conversations.save(life.tell_interrupted(it))
    work.tell(f"conversation:{conversation}")


async def help_on(conversation: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """The volunteer did not return: the child is first in the queue."""
    it = await work.conversations.get(conversation)
    if it is None or life.requeue(it, now) is it:
        return
    again = await work.conversations.save(life.requeue(it, now))
    await stop_asking(conversation, work=work)
    await wait_again(again, work, rules, now)
    for kind in (Kind.TELL_CHILD, Kind.REQUEUE, Kind.CHILD_AWAY):
        await work.deadlines.clear(kind, conversation)
    if again.child_gone_at is not None:
        await work.deadlines.set(Kind.CHILD_WAITED, again.id, now + rules.graces.waiting)
        work.tell("deadlines")
    work.tell(f"conversation:{conversation}")
    work.tell("queue")
    await make_offers(work, rules, now)


async def child_came(conversation: str, *, work: UnitOfWork, rules: Rules, node: str, now: datetime) -> None:
    """The child's page is open again: its turn was kept."""
    it = await work.conversations.get(conversation)
    if it is None or it.ended_at is not None or (it.child_gone_at is None and it.child_node == node):
        return
    await work.conversations.save(life.child_came(it, node))
    if it.child_gone_at is None:
        return  # from a node that died, and nobody had noticed: nothing was set in motion, and nobody sees a difference
    await work.deadlines.clear(Kind.CHILD_WAITED, it.id)
    await work.deadlines.clear(Kind.CHILD_AWAY, it.id)
    work.tell(f"conversation:{it.id}")
    if it.state in IN_QUEUE:
        work.tell("queue")
        await make_offers(work, rules, now)


async def child_went(
    conversation: str, *, work: UnitOfWork, rules: Rules, now: datetime, node: str | None = None
) -> None:
    """The child's last window closed: a place is kept for a while, and a talk as long as it runs.

    node: where it closed; a child that has moved to another node since is still here.
    """
    it = await work.conversations.get(conversation)
    if it is None or it.ended_at is not None or it.child_gone_at is not None or node not in (None, it.child_node):
        return
    gone = await work.conversations.save(life.child_left(it, now))
    if gone.state in IN_QUEUE:
        await work.deadlines.set(Kind.CHILD_WAITED, gone.id, now + rules.graces.waiting)
    else:
        await work.deadlines.set(Kind.CHILD_AWAY, gone.id, now + rules.graces.child)
    work.tell("deadlines")
    work.tell("queue")


async def tell_child_away(conversation: str, *, work: UnitOfWork) -> None:
    """The volunteer hears that the child has been away for a while; nothing ends by itself."""
    it = await work.conversations.get(conversation)
    if it is None or life.tell_child_away(it) is it:
        return
    await work.conversations.save(life.tell_child_away(it))
    work.tell(f"conversation:{conversation}")
