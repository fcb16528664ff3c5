"""What a child sees: a snapshot, and the events that lead from one snapshot to the next. Pure but for reading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from helpline.core.conversation import IN_QUEUE, Conversation, EndedBy
from helpline.core.rules import RETURNS_FOR
from helpline.ports import Records
from helpline.realtime.forms import Form
from helpline.realtime.line import Line

REASONS = {
    EndedBy.CHILD: "left",
    EndedBy.VOLUNTEER: "volunteer",
    EndedBy.LOST: "lost",
    EndedBy.TIME_OUT: "time_out",
    EndedBy.BLOCK: "blocked",
    EndedBy.FAULT: "lost",
    EndedBy.LINE: "closed",
}
OPENING = ("open", "opens_at", "closes_at", "try_at", "notice")
PLACE = ("position", "estimate_seconds", "unreachable")


def may_read(it: Conversation, now: datetime) -> bool:
    """A conversation comes back while it waits or runs, and ten minutes after; unless the child wiped it."""
    return not it.child_forgot and (it.ended_at is None or it.ended_at > now - RETURNS_FOR)


async def look(it: Conversation | None, resume: str | None, records: Records, line: Line) -> Form:
    """The snapshot without its messages."""
    if it is None:
        return {"state": "idle", **line.opening}
    seen: Form = {"conversation": it.id, "resume": resume, **line.opening}
    if it.assignment > 0:
        seen |= {"volunteer": await records.facts.last_alias(it.id), "reads_back": it.reads_back}
    if it.ended_by is not None:
        return seen | {"state": "ended", "ended": {"reason": REASONS[it.ended_by]}}
    if it.state in IN_QUEUE:
        seen |= line.place(await records.conversations.place_of(it))
    if it.assignment == 0:
        return seen | {"state": "waiting"}
    seen["state"] = "talking"
    if it.interrupted:
        seen["interrupted"] = True
        if it.handed_over:
            seen["handed_over"] = True
    return seen


def events(before: Form, after: Form) -> Iterator[tuple[str, Form]]:
    """What must be sent to whoever saw `before`, so that it sees `after`."""
    if after["state"] == "ended" and before["state"] != "ended":
        yield "ended", after["ended"]
    elif after["state"] == "talking" and _joined(before, after):
        yield "joined", {"volunteer": after["volunteer"], "reads_back": after["reads_back"]}
    if "interrupted" in after and "interrupted" not in before:
        told = {"volunteer": after["volunteer"]}
        yield "interrupted", told | ({"handed_over": True} if "handed_over" in after else {})
    place = _some(after, PLACE)
    if "position" in after and place != _some(before, PLACE):
        yield "queue", place
    opening = _some(after, OPENING)
    if opening != _some(before, OPENING):
        yield "opening", opening


def _joined(before: Form, after: Form) -> bool:
    if "interrupted" in after:
        return False
    known = ("volunteer", "reads_back")
    is_other = before["state"] != "talking" or _some(before, known) != _some(after, known)
    return is_other or "interrupted" in before


def _some(form: Form, keys: tuple[str, ...]) -> Form:
    return {key: form[key] for key in keys if key in form}
