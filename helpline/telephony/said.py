"""What a child hears of the telephone itself at this moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from helpline.actions.enter import Service
from helpline.actions.ids import new_name
from helpline.actions.sanction import told_at_the_end
from helpline.core import prompts, waiting_words
from helpline.core.call import TALKING, Call, Leg
from helpline.core.conversation import IN_QUEUE, Conversation, EndedBy, Returned
from helpline.core.errors import Blocked, Closed, Full, Refusal, TimedOut
from helpline.core.rules import Rules
from helpline.core.sanctions import Kind, Reason, ends_at, has_way_back
from helpline.core.switching import Here, Words
from helpline.core.waiting_words import Next, Wait
from helpline.core.wishes import Answer, Hold, Play, Wish
from helpline.ports import Records
from helpline.telephony.attended import Attended
from helpline.telephony.queue_now import QueueNow


class Said:
    """Chooses recordings; by `core/prompts.py` and `core/waiting_words.py`."""

    def __init__(self, rules: Rules, service: Callable[[], Service], queue: QueueNow) -> None:
        self._rules = rules
        self._service = service
        self._queue = queue

    async def next(
        self,
        it: Attended,
        conversation: Conversation,
        call: Call,
        legs: Sequence[Leg],
        records: Records,
        now: datetime,
    ) -> Words | None:
        """What this child should hear next; null while there is nothing to say."""
        if conversation.ended_at is not None:
            names = await self._goodbye(conversation, call, records, now)
            return it.words(names, conversation.language, new_name(), is_urgent=True) if names else None
        if conversation.state in IN_QUEUE:
            wait = await self._wait(conversation, records)
            return self._say(it, conversation, waiting_words.waiting(wait, it.told, now))
        if call.held_at is not None:
            return self._say(it, conversation, waiting_words.on_hold(call.held_at, it.told, now))
        if not any(leg.part in TALKING and leg.answered_at is not None for leg in legs):
            return self._say(it, conversation, waiting_words.connecting(conversation.assignment, it.told, now))
        return None

    def _say(self, it: Attended, conversation: Conversation, following: Next | None) -> Words | None:
        if following is None or (it.here.playing is not None and not following.is_urgent):
            return None
        it.said(following)
        return Words(new_name(), following.names, conversation.language, following.is_urgent)

    async def _wait(self, it: Conversation, records: Records) -> Wait:
        queue = self._queue
        await queue.read(records)
        place = await queue.place_of(it, records)
        lost = it.returned is Returned.LOST_VOLUNTEER
        return Wait(place, self._service().estimate(place), queue.nobody, queue.calamity, lost)

    async def _goodbye(self, it: Conversation, call: Call, records: Records, now: datetime) -> prompts.Names:
        zone = self._rules.hours.zone
        given = await told_at_the_end(it, records)
        if it.ended_by in (EndedBy.TIME_OUT, EndedBy.BLOCK) and given is not None:
            door = has_way_back(given, now)
            if given.kind is Kind.BLOCK:
                return prompts.blocked(ends_at(given), now, zone, way_back=door, cut=True)
            return prompts.timed_out(ends_at(given), now, zone, reason=given.reason, way_back=door, cut=True)
        if call.recording is not None or it.ended_by in (EndedBy.TIME_OUT, EndedBy.BLOCK):
            return prompts.ended_by_volunteer()
        if it.ended_by is EndedBy.LINE:
            return prompts.too_long() if self._rules.hours.is_open(now) else self._closing(now)
        return ()

    def _closing(self, now: datetime) -> prompts.Names:
        entry = self._rules.hours.entry(now, None)
        return prompts.not_reached(getattr(entry, "opens_at", None), now, self._rules.hours.zone)

    def sent_away(self, refusal: Refusal, now: datetime) -> prompts.Names:
        """Why somebody who rings cannot come in."""
        zone, fields = self._rules.hours.zone, refusal.fields
        match refusal:
            case Closed():
                return prompts.closed(fields["opens_at"], now, zone)
            case Full():
                return prompts.full(fields["try_at"], now, zone)
            case TimedOut():
                reason = Reason(fields["reason"])
                return prompts.timed_out(fields["until"], now, zone, reason=reason, way_back=fields["way_back"])
            case Blocked():
                return prompts.blocked(fields["until"], now, zone, way_back=fields["way_back"])
            case _:
                return prompts.fault()

    def leaving(self, here: Here, words: Words) -> list[Wish]:
        """The last words for who never was in the queue."""
        wished: list[Wish] = []
        if not here.is_answered:
            wished += [Answer(here.call), Hold(here.call)]
        if words.prompt not in here.said:
            wished.append(Play(here.call, words.prompt, words.recordings, words.language))
        return wished
