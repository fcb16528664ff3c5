"""A child answers the two questions, before and after; ten minutes after the end nothing leads to who it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.actions.ids import new_id
from helpline.core.conversation import Conversation
from helpline.core.deadlines import Kind
from helpline.core.errors import NotAsked
from helpline.core.rules import RETURNS_FOR, Rules
from helpline.core.survey import Moment, Survey, answered, check_moment, has_answered, is_asked_after, week_of
from helpline.ports import Records, UnitOfWork


async def answer_survey(
    conversation: str,
    moment: Moment,
    feeling: int | None,
    size: int | None,
    *,
    work: UnitOfWork,
    rules: Rules,
    now: datetime,
) -> None:
    """Keep the answers, under a random name; those that were given before stay as they are.

    Raises:
        NotTalking, Ended, NotAsked: this is not the moment, or nobody asks.
    """
    it = await work.conversations.get(conversation)
    in_danger = await is_in_danger(conversation, work)
    check_moment(it, moment, in_danger=in_danger, now=now)
    if it is None or not rules.survey:
        raise NotAsked
    before = await work.surveys.of(it.id)
    fresh = before or Survey(pair=new_id(), channel=it.channel, week=week_of(it.entered_at, rules.hours.zone))
    after = answered(fresh, moment, feeling, size)
    if after == fresh or it.practice:
        return
    await work.conversations.save(it)  # of two windows that answer at once, one decides again
    if before is None:
        await work.surveys.add(after, it.id)
    else:
        await work.surveys.save(after)
    if it.ended_at is not None:
        await unlink_later(it.id, it.ended_at, work=work)
    work.tell(f"conversation:{it.id}")


async def is_asked(it: Conversation, *, records: Records, now: datetime) -> bool:
    """Does the page ask the child afterwards? Not twice."""
    if not is_asked_after(it, in_danger=await is_in_danger(it.id, records), now=now):
        return False
    answers = await records.surveys.of(it.id)
    return answers is None or not has_answered(answers, Moment.AFTER)


async def is_in_danger(conversation: str, records: Records) -> bool:
    """Was there acute danger, as far as anybody has said so?"""
    if await records.alarms.newest(conversation):
        return True
    return (await records.facts.registration(conversation)).get("danger") == "acute"


async def unlink_later(conversation: str, ended_at: datetime, *, work: UnitOfWork) -> None:
    """Once the child can answer no more; without answers there is nothing to do."""
    if await work.surveys.of(conversation) is not None:
        await work.deadlines.set(Kind.SURVEY_OVER, conversation, ended_at + RETURNS_FOR)
        work.tell("deadlines")


async def unlink(conversation: str, *, work: UnitOfWork, rules: Rules) -> None:
    """Keep the main topic beside the answers, and forget whose they are."""
    it = await work.surveys.of(conversation)
    if it is None:
        return
    topic = _main_topic(await work.facts.registration(conversation), rules)
    await work.surveys.save(replace(it, topic=topic))
    await work.surveys.unlink(conversation)
    await work.deadlines.clear(Kind.SURVEY_OVER, conversation)


def _main_topic(registration: dict[str, object], rules: Rules) -> str | None:
    """The topic of the first sub-topic: one that is rare would point at somebody."""
    named = registration.get("topics")
    first = named[0] if isinstance(named, list) and named else None
    topic = rules.definitions.topics.by_subtopic.get(str(first))
    return topic.slug if topic else None
