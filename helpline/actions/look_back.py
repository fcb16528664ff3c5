"""What a volunteer sees of earlier contacts with the same device or number, once the conversation is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpline.actions.end import held
from helpline.core.conversation import Conversation, State
from helpline.core.errors import Ended
from helpline.core.history import Given, History, contacts_of
from helpline.core.rules import Rules
from helpline.core.sanctions import LADDER_WITHIN, Kind, Sanction
from helpline.ports import Records

MOST_VISITS = 500
"""Of who came more often, the newest."""


@dataclass(frozen=True, slots=True)
class Past:
    """What came before this conversation. time_outs: so many within the days of the ladder."""

    history: History
    time_outs: int


async def look_back(conversation: str, staff: str, *, records: Records, rules: Rules, now: datetime) -> Past:
    """What came before, for who holds this conversation.

    Raises:
        NotYours: somebody else holds it.
        Ended: it is closed.
    """
    it = await held(conversation, staff, records)
    if it.state is State.CLOSED:
        raise Ended
    return await past_of(it, records=records, rules=rules, now=now)


async def past_of(it: Conversation, *, records: Records, rules: Rules, now: datetime) -> Past:
    """Nothing where the device or number is not known, or not any more."""
    attempt = await records.attempts.get(it.attempt)
    known_as = await records.attempts.known_as(it.attempt)
    if attempt is None or not known_as:
        return Past(History(), 0)
    visits = await records.attempts.visits(known_as, attempt, MOST_VISITS)
    given = [one for one in await records.sanctions.given_to(known_as) if one.conversation != it.id]
    zone = rules.hours.zone
    shown = tuple(Given(one.since.astimezone(zone).date(), one.kind.value, one.reason.value) for one in given)
    return Past(History(contacts_of(visits, zone), shown), _time_outs(given, now))


def _time_outs(given: Sequence[Sanction], now: datetime) -> int:
    return sum(one.kind is Kind.TIME_OUT and one.since > now - LADDER_WITHIN for one in given)
