"""How a conversation ends, for the child and for the volunteer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from helpline.actions.alarm import end_alarm
from helpline.actions.along import end_along
from helpline.actions.presence import help_on
from helpline.actions.route import make_offers, settle, take_back
from helpline.actions.stand import catch_breath, duty_of
from helpline.actions.survey import unlink, unlink_later
from helpline.core import advised, life
from helpline.core import attempt as attempts
from helpline.core.advice import Suggestion
from helpline.core.conversation import IN_QUEUE, Conversation, EndedBy, State
from helpline.core.danger import was_hard
from helpline.core.deadlines import Kind
from helpline.core.errors import Ended, Incomplete, NotTalking, NotYours
from helpline.core.offers import Answer
from helpline.core.registration import missing
from helpline.core.rules import RETURNS_FOR, Rules
from helpline.core.sanctions import Kind as Sort
from helpline.core.survey import week_of
from helpline.ports import Pseudonym, Records, UnitOfWork, Words


async def end(it: Conversation, by: EndedBy, *, work: UnitOfWork, now: datetime) -> Conversation:
    """Over for the child; the counts of its words are kept, for the words themselves will be forgotten."""
    if it.state is State.OFFERED:
        asked = await work.offers.open_for(conversation=it.id)
        if asked is not None:
            it = await take_back(work, asked, Answer.LEFT, now)
    over = life.end(it, by, now)
    if over is it:
        return it
    # counted once nothing more can be said, or a word that is kept at this moment on another node would be missed
    saved = await work.conversations.save(await _counted(await work.conversations.save(over), work))
    for kind in (Kind.TELL_CHILD, Kind.REQUEUE, Kind.CHILD_WAITED, Kind.CHILD_AWAY, Kind.CALL_WAITED):
        await work.deadlines.clear(kind, it.id)
    if saved.state is State.CLOSED:
        await work.facts.unassign(it.id, "ended", now)
        await end_alarm(it.id, work=work, now=now)
    elif saved.volunteer is not None and await work.alarms.newest(it.id):
        await catch_breath(saved.volunteer, work, now)
    await end_along(it.id, work=work, now=now)
    attempt = await work.attempts.get(it.attempt)
    assert attempt is not None
    await work.attempts.save(attempts.leave(attempt, by, now))
    await unlink_later(it.id, now, work=work)
    for topic in (f"conversation:{it.id}", "queue", *([f"staff:{it.volunteer}"] if it.volunteer else [])):
        work.tell(topic)
    return saved


async def _counted(it: Conversation, work: UnitOfWork) -> Conversation:
    words = await work.messages.words(it.id)
    child, volunteer = words.get("child", Words(0, None)), words.get("volunteer", Words(0, None))
    return replace(
        it,
        child_messages=child.count,
        volunteer_messages=volunteer.count,
        child_first_words_at=child.first_at,
        volunteer_first_words_at=volunteer.first_at,
    )


async def leave(device: Sequence[Pseudonym], *, work: UnitOfWork, now: datetime) -> None:
    """The child goes: by the button, by the exit, or by leaving the queue. Without a conversation nothing happens."""
    it = await work.conversations.of_device(device, ended_after=now)
    if it is not None:
        await end(it, EndedBy.CHILD, work=work, now=now)


async def forget(device: Sequence[Pseudonym], *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """The child wipes what its token may still read; a conversation that runs ends first."""
    await leave(device, work=work, now=now)
    for _ in range(20):  # one at a time, newest first
        it = await work.conversations.of_device(device, ended_after=now - RETURNS_FOR)
        if it is None:
            return
        await work.conversations.save(replace(it, child_forgot=True))
        await unlink(it.id, work=work, rules=rules)
        work.tell(f"conversation:{it.id}")


async def prefer(conversation: str, choice: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """The child whose volunteer was lost chooses: to wait for them, or somebody else, now.

    Who waits is first in the queue as well when the volunteer's time is over, for a child is never left alone; the
    volunteer has it again all the same as long as nobody else accepted.

    Raises:
        Ended, NotTalking: there is nothing to choose.
    """
    it = await work.conversations.get(conversation)
    if it is None or it.ended_at is not None:
        raise Ended
    if not it.interrupted:
        raise NotTalking
    if choice == "other":
        await help_on(conversation, work=work, rules=rules, now=now)


async def held(conversation: str, staff: str, work: Records) -> Conversation:
    """The conversation, for who holds it.

    Raises:
        NotYours: it does not exist, is somebody else's, or was lost.
    """
    it = await work.conversations.get(conversation)
    if it is None or it.volunteer != staff or it.state in IN_QUEUE:
        raise NotYours
    return it


async def end_by_volunteer(conversation: str, staff: str, *, work: UnitOfWork, now: datetime) -> None:
    """The volunteer rounds off; a child that is away was lost. Repeating it changes nothing."""
    it = await held(conversation, staff, work)
    await end(it, EndedBy.LOST if it.child_away else EndedBy.VOLUNTEER, work=work, now=now)


async def finish(conversation: str, staff: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """Wrap-up is done: the volunteer is free for the next one. Repeating it changes nothing.

    Raises:
        Incomplete: the registration misses fields that its contact type requires.
        NotTalking: it has not ended yet.
    """
    it = await held(conversation, staff, work)
    if it.state is State.CLOSED:
        return
    if it.state is State.ACTIVE:
        raise NotTalking
    registration = await work.facts.registration(it.id)
    lacking = missing(rules.definitions.form, registration)
    if lacking:
        raise Incomplete(missing=lacking)
    await work.conversations.save(life.finish(it, now))
    await _count_advice(it, registration, work, rules, now)
    await work.facts.unassign(it.id, "ended", now)
    await end_alarm(it.id, work=work, now=now)
    if was_hard(registration, rules.definitions.topics):
        await catch_breath(staff, work, now)
    duty = await duty_of(staff, work, now)
    await settle(replace(duty, idle_since=now), work)
    for topic in (f"conversation:{it.id}", f"staff:{staff}", "queue"):
        work.tell(topic)
    await make_offers(work, rules, now)


async def _count_advice(
    it: Conversation, registration: Mapping[str, Any], work: UnitOfWork, rules: Rules, now: datetime
) -> None:
    """Whether an advice was followed is counted by the week, and the advice itself is gone."""
    stands = await work.advice.of(it.id)
    if stands is None:
        return
    had_time_out = any(given.kind is Sort.TIME_OUT for given in await work.sanctions.given_in(it.id))
    if stands.advice.suggestion is not Suggestion.NOTHING:
        decided = advised.became(registration, had_time_out=had_time_out)
        await work.advice.count(week_of(now, rules.hours.zone), stands.advice.suggestion.value, decided)
    await work.advice.remove(it.id)
