"""What a child sees: a snapshot, and the events that lead from one snapshot to the next. Pure but for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from helpline.actions.sanction import told_at_the_end
from helpline.core.conversation import IN_QUEUE, Conversation, EndedBy
from helpline.core.rules import RETURNS_FOR
from helpline.ports import Holder, Records
from helpline.realtime.forms import Form, iso
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
_WHO = ("volunteer", "reads_back", "holders")


def may_read(it: Conversation, now: datetime) -> bool:
    """A conversation comes back while it waits or runs, and ten minutes after; unless the child wiped it."""
    return not it.child_forgot and (it.ended_at is None or it.ended_at > now - RETURNS_FOR)


async def look(
    it: Conversation | None, resume: str | None, records: Records, line: Line, *, knows_place: bool = False
) -> Form:
    """The snapshot without its messages. knows_place: its page has one, which the board keeps true; nobody counts all
    those before it once more."""
    if it is None:
        return {"state": "idle", **line.opening}
    seen: Form = {"conversation": it.id, "resume": resume}
    if it.assignment > 0:
        seen |= _who(it, await records.facts.holders(it.id))
    if it.ended_by is not None:
        out = await told_at_the_end(it, records)
        ended: Form = line.out(out) if out is not None else {"reason": REASONS[it.ended_by]}
        if await line.asks(it, records):
            ended["asks"] = True
        return seen | {"state": "ended", "ended": ended, **line.opening}
    if it.state in IN_QUEUE and not knows_place:
        seen |= line.place(await records.conversations.place_of(it))
    seen["state"] = "waiting" if it.assignment == 0 else "talking"
    if it.assignment > 0 and it.interrupted:
        seen["interrupted"] = True
        if it.handed_over:
            seen["handed_over"] = True
    return seen | line.opening


def _who(it: Conversation, holders: Sequence[Holder]) -> Form:
    """Who is there; and after somebody else everybody who was, so that their words can be told apart."""
    who: Form = {"volunteer": holders[-1].alias if holders else None, "reads_back": it.reads_back}
    if len(holders) > 1:
        who["holders"] = [{"alias": one.alias, "since": iso(one.since)} for one in holders]
    return who


def with_opening(seen: Form, line: Line) -> Form:
    """The same, with the line as it is at this moment: what was read a moment ago may be older."""
    return without(seen, OPENING) | line.opening


def without(seen: Form, keys: tuple[str, ...]) -> Form:
    """All but these keys."""
    return {key: value for key, value in seen.items() if key not in keys}


def events(before: Form, after: Form) -> Iterator[tuple[str, Form]]:
    """What must be sent to whoever saw `before`, so that it sees `after`; several changes may lie between the two."""
    is_joined = _is_joined(before, after)
    if is_joined:
        yield "joined", some(after, _WHO)
    if "ended" in after and after["ended"] != before.get("ended"):
        yield "ended", after["ended"]
        keep = after["ended"].get("keep_until")
        if "ended" in before and keep != before["ended"].get("keep_until"):
            yield "keep", {"until": keep}
    if _is_interrupted(before, after, is_joined):
        yield "interrupted", {"volunteer": after["volunteer"]} | some(after, ("handed_over",))
    place = some(after, PLACE)
    # `joined` has taken the place away
    if "position" in after and (is_joined or place != some(before, PLACE)):
        yield "queue", place
    opening = some(after, OPENING)
    if opening != some(before, OPENING):
        yield "opening", opening


def _is_joined(before: Form, after: Form) -> bool:
    if "volunteer" not in after:
        return False
    if some(before, _WHO) != some(after, _WHO):
        return True
    if after["state"] != "talking":
        return False
    if "position" in before and "position" not in after:
        return True  # was there for a moment, also when it is lost again by now
    return "interrupted" not in after and (before["state"] != "talking" or "interrupted" in before)


def _is_interrupted(before: Form, after: Form, is_joined: bool) -> bool:
    told = ("interrupted", "handed_over")
    return "interrupted" in after and (is_joined or some(before, told) != some(after, told))


def some(form: Form, keys: tuple[str, ...]) -> Form:
    """Those of these keys that are there."""
    return {key: form[key] for key in keys if key in form}
