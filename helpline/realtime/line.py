"""How the line is doing: open or not, how busy, and who waits where; read now and then and shared by all viewers."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpline.actions.enter import Service
from helpline.actions.survey import is_asked
from helpline.core.conversation import Conversation
from helpline.core.errors import Refusal
from helpline.core.estimate import is_full, try_at
from helpline.core.opening_hours import ClosedUntil
from helpline.core.queue import CAPACITY, weight
from helpline.core.rules import Rules
from helpline.core.sanctions import OUTLASTS_THE_TAB, Sanction, Scope, ends_at, has_way_back
from helpline.core.sanctions import Kind as SanctionKind
from helpline.core.staff import Status
from helpline.ports import Clock, OnDuty, Records, Store
from helpline.realtime.forms import Form, iso, iso_or_none

MOST_SERVICES = 200
NEVER_REACHED = 10_000_000.0
"""Seconds; a wait that fits before no closing."""


class Line:
    """One line, as a child sees it from outside."""

    def __init__(self, store: Store, rules: Rules, clock: Clock, recent: timedelta) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock
        self._recent = recent
        self.service = Service()
        self.opening: Form = {"open": False}
        self.notice: Form | None = None
        """What stands on the child's page, as the desk sees it: texts, until when, and by whom."""
        self.waiting = 0
        self.are_places_stale = False

    async def look_again(self) -> bool:
        """Read how it is doing; true when `opening` changed.

        `are_places_stale` stays true until somebody tells who waits: what they are told depends on more than the queue.
        """
        now = self._clock.now()
        service = self.service
        async with self._store.look() as records:
            people = await records.people.on_duty()
            durations = await records.conversations.recent_services(now - self._recent, MOST_SERVICES)
            self.waiting = await records.conversations.place_at(now) - 1
            self.notice = await self._notice(records)
        self.service = Service(*_room(people), tuple(durations))
        if self.waiting and (self.service != service or self._is_ending()):
            self.are_places_stale = True
        before = self.opening
        self.opening = self._opening() | ({"notice": self.notice["texts"]} if self.notice else {})
        return self.opening != before

    def out(self, it: Sanction) -> Form:
        """What the child is told whom this time-out or block keeps out; the same before and after it ends. keep_until:
        so long the page keeps its token beyond the tab."""
        is_block, now = it.kind is SanctionKind.BLOCK, self._clock.now()
        of_device = it.scope is Scope.DEVICE and it.reason in OUTLASTS_THE_TAB
        lasts = self._rules.lasting_device and of_device and it.lifted_at is None
        until = iso(ends_at(it))
        return {
            "reason": "blocked" if is_block else "time_out",
            "until": until,
            "keep_until": until if lasts else None,
            "way_back": has_way_back(it, now),
            **({} if is_block else {"why": it.reason.value}),
        }

    async def asks(self, it: Conversation, records: Records) -> bool:
        """Is the child asked afterwards how it is now?"""
        return self._rules.survey and await is_asked(it, records=records, now=self._clock.now())

    async def _notice(self, records: Records) -> Form | None:
        it = await records.notices.newest(self._rules.line)
        if it is None or not it.is_up(self._clock.now()):
            return None
        putter = await records.people.get(it.put_by)
        return {"texts": dict(it.texts), "until": iso(it.until), "by": putter.alias if putter else None}

    def _is_ending(self) -> bool:
        """Some of who wait will not be reached any more, and more of them with every minute."""
        now, hours = self._clock.now(), self._rules.hours
        return hours.unreachable(now, NEVER_REACHED) or hours.unreachable(now)

    def _opening(self) -> Form:
        now = self._clock.now()
        estimate = self.service.estimate(self.waiting + 1)
        entry = self._rules.hours.entry(now, estimate[1] if estimate else None)
        if isinstance(entry, ClosedUntil):
            return {"open": False, "opens_at": iso_or_none(entry.opens_at)}
        if is_full(estimate, self._rules.full_minutes):
            return {"open": "full", "try_at": iso(try_at(now, estimate, self._rules.full_minutes))}
        return {"open": True} | ({"closes_at": iso(entry.closes_at)} if entry.closes_at else {})

    def place(self, place: int) -> Form:
        """What a waiting child is told at this place."""
        estimate = self.service.estimate(place)
        form: Form = {"position": place, "estimate_seconds": list(estimate) if estimate else None}
        if self._rules.hours.unreachable(self._clock.now(), estimate[1] if estimate else None):
            form["unreachable"] = True
        return form


def refusal_form(refusal: Refusal) -> Form:
    """A refusal at the door, with its moment as text."""
    fields = {key: iso(value) if isinstance(value, datetime) else value for key, value in refusal.fields.items()}
    return {"error": {"code": refusal.code, **fields}}


def _room(people: list[OnDuty]) -> tuple[int, int]:
    """How many conversations could be taken at once, and how many are going on."""
    free = busy = 0
    for person in people:
        held = person.active + person.wrap_up
        busy += held
        if person.duty.status is Status.AVAILABLE:
            free += max(0, CAPACITY // weight(person.duty.chats, person.staff.level) - held)
    return free, busy
