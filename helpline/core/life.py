"""How a conversation goes from one state to the next; every function is pure and refuses what may not happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.core.conversation import IN_QUEUE, OWN_FAULT, PRACTISING, Conversation, EndedBy, Returned, State
from helpline.core.errors import Ended, NotTalking, OfferGone


def offer(it: Conversation, now: datetime) -> Conversation:
    """Somebody is asked; the place in the queue stays."""
    if it.state is not State.WAITING:
        raise OfferGone
    return replace(it, state=State.OFFERED, first_offered_at=it.first_offered_at or now)


def take_back(it: Conversation) -> Conversation:
    """The offer lapsed, was declined or withdrawn: the child is waiting at its own place."""
    return replace(it, state=State.WAITING) if it.state is State.OFFERED else it


def accept(it: Conversation, volunteer: str, now: datetime, works_from: str | None = None) -> Conversation:
    """The conversation is this volunteer's from now on; whoever held it before is fenced out."""
    if it.state is not State.OFFERED:
        raise OfferGone
    return replace(
        it,
        state=State.ACTIVE,
        volunteer=volunteer,
        assignment=it.assignment + 1,
        reads_back=it.assignment > 0 and it.volunteer != volunteer,  # who comes back has read it all
        interrupted_at=None,
        interrupted=False,
        handed_over=False,
        note=it.note if it.handed_over else None,  # it was for whoever comes next, and for nobody after that
        returned=None,
        phase=it.phase or 1,
        accepted_at=it.accepted_at or now,
        works_from=works_from or it.works_from,
    )


def lose_volunteer(it: Conversation, now: datetime) -> Conversation:
    """The volunteer's last socket is gone; the child is told a moment later, unless it was only a reload."""
    if it.state is not State.ACTIVE or it.interrupted_at:
        return it
    return replace(it, interrupted_at=now)


def tell_interrupted(it: Conversation) -> Conversation:
    """The child hears that the volunteer's connection is lost."""
    if it.interrupted_at is None or it.interrupted:
        return it
    return replace(it, interrupted=True, interruptions=it.interruptions + 1)


def requeue(it: Conversation, now: datetime) -> Conversation:
    """First in the queue, at its original place. Whoever lost it may still return as long as nobody else accepted."""
    if it.state is not State.ACTIVE or it.interrupted_at is None:
        return it
    told = tell_interrupted(it)
    rank, lost = _rank_again(it), Returned.LOST_VOLUNTEER
    return replace(told, state=State.WAITING, place_rank=rank, waiting_since=now, returned=lost)


def _rank_again(it: Conversation) -> int:
    return PRACTISING if it.practice else OWN_FAULT


def regain(it: Conversation, volunteer: str) -> Conversation:
    """The volunteer is back before anybody else accepted, and has the conversation again."""
    if it.volunteer != volunteer or it.interrupted_at is None or it.state not in IN_QUEUE | {State.ACTIVE}:
        return it
    return replace(it, state=State.ACTIVE, interrupted_at=None, interrupted=False, returned=None)


def hand_over(it: Conversation, note: bytes | None, now: datetime) -> Conversation:
    """The volunteer gives it away: to the front of the queue, with a note for whoever comes next."""
    if it.state is not State.ACTIVE:
        raise Ended
    return replace(
        it,
        state=State.WAITING,
        place_rank=_rank_again(it),
        waiting_since=now,
        volunteer=None,
        note=note,
        interrupted_at=now,
        interrupted=True,
        handed_over=True,
        hand_overs=it.hand_overs + 1,
        returned=None,  # its connection was never lost
    )


def pass_on(it: Conversation, colleague: str, works_from: str | None = None) -> Conversation:
    """A colleague who is in the talk has it from now on; whoever held it before is fenced out."""
    if it.state is not State.ACTIVE:
        raise Ended
    return replace(
        it,
        volunteer=colleague,
        assignment=it.assignment + 1,
        interrupted_at=None,
        interrupted=False,
        note=None,
        hand_overs=it.hand_overs + 1,
        works_from=works_from or it.works_from,
    )


def take_over(it: Conversation, coordinator: str, works_from: str | None = None) -> Conversation:
    """It is this coordinator's from now on, wherever it was; whoever held it before is fenced out."""
    if it.state not in IN_QUEUE | {State.ACTIVE} or it.assignment == 0:
        raise Ended
    return replace(
        it,
        state=State.ACTIVE,
        volunteer=coordinator,
        assignment=it.assignment + 1,
        reads_back=True,
        interrupted_at=None,
        interrupted=False,
        handed_over=False,
        note=it.note if it.handed_over else None,
        returned=None,
        works_from=works_from or it.works_from,
    )


def end(it: Conversation, by: EndedBy, now: datetime) -> Conversation:
    """Over for the child. Who holds it rounds off in wrap-up; where nobody does it is closed at once."""
    if it.state in (State.WRAP_UP, State.CLOSED):
        return it
    over = replace(it, ended_at=now, ended_by=by, interrupted_at=None, interrupted=False)
    if it.volunteer is None:
        return replace(over, state=State.CLOSED, finished_at=now)
    return replace(over, state=State.WRAP_UP)


def finish(it: Conversation, now: datetime) -> Conversation:
    """The volunteer is done with it; repeating it changes nothing."""
    if it.state is State.CLOSED:
        return it
    if it.state is not State.WRAP_UP:
        raise NotTalking
    return replace(it, state=State.CLOSED, finished_at=now)


def child_left(it: Conversation, now: datetime) -> Conversation:
    """The child's last socket is gone: a dark screen, a reload, or away for good."""
    return it if it.child_gone_at else replace(it, child_gone_at=now, child_node=None)


def child_came(it: Conversation, node: str) -> Conversation:
    """The child is there, at its own place."""
    return replace(it, child_gone_at=None, child_away=False, child_node=node)


def tell_child_away(it: Conversation) -> Conversation:
    """The volunteer hears that the child has been away for a while, and may wait or round off."""
    return replace(it, child_away=True) if it.child_gone_at and it.state is State.ACTIVE else it


def check_words(state: State, interrupted: bool, by_child: bool) -> None:
    """May a message be said now? A child whose volunteer was lost may go on writing while it is queued again.

    Raises:
        NotTalking: nobody has accepted yet.
        Ended: it is over for who asks.
    """
    if state is State.ACTIVE or (by_child and interrupted and state in IN_QUEUE):
        return
    if state in IN_QUEUE:
        raise NotTalking
    raise Ended
