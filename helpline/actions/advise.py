"""Gathers what an advice is made of, keeps what came of it, and keeps digests of what was marked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpline.actions.end import held
from helpline.actions.look_back import past_of
from helpline.actions.read import read_messages
from helpline.core import advised
from helpline.core.advice import MOST_TURNS, Advice, Open, Suggestion, Turn
from helpline.core.advice import Conversation as Situation
from helpline.core.advised import Advised
from helpline.core.conversation import AT_DESK, Conversation, Message, State
from helpline.core.history import History
from helpline.core.rules import Rules
from helpline.core.sameness import MarkedByWeek, Sketch, marked_lines
from helpline.core.worries import WORRY_WORDS
from helpline.ports import MarkKey, Records, UnitOfWork, Vault

MOST_MARKED = 12
"""Of a conversation that was marked the longest lines are enough to know it again."""
SPEAKS_OF_WORRIES_IN = frozenset({"nl", "en"})
PRANK = "prank"


@dataclass(frozen=True, slots=True)
class Sketched:
    """What is kept of lines that are marked. week: of the key that made the sketches."""

    week: str
    sketches: Sequence[Sketch]


async def newest_messages(it: Conversation, *, records: Records, vault: Vault) -> list[Message]:
    """Those that an advice looks at: the volunteer's among them, so twice as many as it counts of the child."""
    last = await records.messages.last_seq(it.id)
    return await read_messages(it, max(last - 2 * MOST_TURNS, 0), records=records, vault=vault)


async def situation(
    it: Conversation,
    messages: Sequence[Message],
    others: Sequence[Open],
    marked: MarkedByWeek,
    *,
    words_are_acute: bool,
    records: Records,
    rules: Rules,
    now: datetime,
) -> tuple[History, Situation]:
    """What came before, and how the conversation stands."""
    registration = await records.facts.registration(it.id)
    seen = Situation(
        began_at=it.accepted_at or it.entered_at,
        turns=tuple(Turn(one.at, one.text, one.sender == "child") for one in messages if one.sender != "system"),
        others=tuple(others),
        marked=marked,
        subtopic_is_acute=advised.is_about_danger(registration, rules.definitions.topics),
        alarm_used=await was_raised(it, records),
        words_are_acute=words_are_acute,
        worry_words=WORRY_WORDS if it.language in SPEAKS_OF_WORRIES_IN else (),
    )
    past = await past_of(it, records=records, rules=rules, now=now)
    return past.history, seen


async def was_raised(it: Conversation, records: Records) -> bool:
    """Was there an alarm in it?"""
    return await records.alarms.newest(it.id) > 0


async def keep_advice(conversation: str, advice: Advice, *, work: UnitOfWork) -> None:
    """It stands from now on, while the conversation runs; its volunteer's page looks again."""
    it = await work.conversations.get(conversation)
    stands = await work.advice.of(conversation)
    if it is None or it.state is not State.ACTIVE or not differs(stands, advice):
        return
    await work.advice.keep(conversation, Advised(advice, stands.put_away if stands else None))
    work.tell(f"conversation:{conversation}")


def differs(stands: Advised | None, advice: Advice) -> bool:
    """Is there something to keep? That nothing is advised where nothing ever was, is not."""
    if stands is None:
        return advice.suggestion is not Suggestion.NOTHING
    return stands.advice != advice


async def put_away(conversation: str, staff: str, *, work: UnitOfWork) -> None:
    """The volunteer has read the advice. Repeating it changes nothing.

    Raises:
        NotYours: somebody else holds the conversation.
    """
    await held(conversation, staff, work)
    stands = await work.advice.of(conversation)
    if stands is None or not advised.is_shown(stands):
        return
    await work.advice.keep(conversation, advised.put_away(stands))
    work.tell(f"conversation:{conversation}")


async def sketch(conversation: str, staff: str, key: MarkKey, *, records: Records, vault: Vault) -> Sketched | None:
    """What is kept of a conversation that this volunteer marked as a prank; null where it is not, or an alarm was
    raised in it."""
    it = await records.conversations.get(conversation)
    if it is None or it.volunteer != staff or it.state not in AT_DESK:
        return None
    registration = await records.facts.registration(it.id)
    if registration.get("type") != PRANK or await was_raised(it, records):
        return None
    said = {one.text for one in await newest_messages(it, records=records, vault=vault) if one.sender == "child"}
    longest = sorted(said, key=lambda text: (-len(text), text))[:MOST_MARKED]
    return Sketched(key.week, await asyncio.to_thread(marked_lines, longest, key.secret))
