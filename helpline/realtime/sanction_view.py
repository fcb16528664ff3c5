"""How time-outs and blocks look at the desk: never by whom they are met again."""

from __future__ import annotations

from datetime import datetime

from helpline.actions.block import Preview
from helpline.core.reach import bucket
from helpline.core.sanctions import Kind, Sanction, ends_at, has_way_back, holds, is_pending, suggests_block
from helpline.core.staff import Role, Staff
from helpline.ports import ShownSanction
from helpline.realtime.forms import Form, iso


def given_form(it: Sanction, now: datetime) -> Form:
    """What was given: until when it holds, and whether a second person must agree before it holds as asked."""
    return {"sanction": it.id, "until": iso(ends_at(it)), **({"pending": True} if is_pending(it, now) else {})}


def preview_form(it: Preview) -> Form:
    """What a block would hit, in buckets. scopes: which can be given, and why not · runs: what it could end now."""
    reach = it.reach
    return {
        "device": {"contacts": bucket(reach.device_contacts), "counselling": bucket(reach.device_counselling)},
        "network": {
            "other_devices": bucket(reach.other_devices),
            "live": bucket(reach.live),
            "waiting": bucket(reach.waiting),
        },
        "number": {"contacts": bucket(reach.number_contacts), "counselling": bucket(reach.number_counselling)},
        "scopes": {scope.value: may for scope, may in it.scopes.items()},
        "runs": {scope.value: scope in reach.runs for scope in it.scopes},
    }


def block_form(it: Sanction, now: datetime) -> Form:
    """What was given or renewed. While a second coordinator must agree `pending` names it, and `until` is when it ends
    if nobody does."""
    named = {"pending": it.id} if is_pending(it, now) else {}
    return {"sanction": it.id, "until": iso(ends_at(it)), **named}


def sanction_form(shown: ShownSanction, note: str | None, staff: Staff, now: datetime) -> Form:
    """A line in the list. until: when it ends as it stands now · asked_until: when it would with agreement ·
    suggests_block, for coordinators: it is not the first of this device."""
    it = shown.it
    return {
        "sanction": it.id,
        "kind": it.kind.value,
        "scope": it.scope.value,
        "by": shown.by,
        "mine": it.by == staff.id,
        "conversation": it.conversation,
        "reason": it.reason.value,
        "note": note,
        "since": iso(it.since),
        "until": iso(ends_at(it)),
        "asked_until": iso(it.until),
        "refused": it.refused,
        "pending": is_pending(it, now),
        "holds": holds(it, now),
        "way_back": "open" if has_way_back(it, now) else "used",
        "advised": it.advised,
        **({"suggests_block": _suggests_block(shown)} if staff.role is Role.COORDINATOR else {}),
    }


def _suggests_block(shown: ShownSanction) -> bool:
    """Are there three by now, this one among them?"""
    it = shown.it
    return it.kind is Kind.TIME_OUT and it.lifted_at is None and suggests_block(shown.before + 1)
