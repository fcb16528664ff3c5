"""How earlier contacts look at the desk: days and lengths, and nothing by which two people could compare them."""

from __future__ import annotations

from helpline.actions.look_back import Past
from helpline.core.history import Contact, Given
from helpline.core.sanctions import suggested_minutes, suggests_block
from helpline.core.staff import Role, Staff
from helpline.realtime.forms import Form


def history_form(past: Past, staff: Staff) -> Form:
    """What came before, and what a time-out now would be; suggests_block: for coordinators."""
    return {
        "contacts": [contact_form(one) for one in past.history.contacts],
        "sanctions": [given_form(one) for one in past.history.sanctions],
        "suggested_minutes": suggested_minutes(past.time_outs),
        **({"suggests_block": suggests_block(past.time_outs)} if staff.role is Role.COORDINATOR else {}),
    }


def contact_form(it: Contact) -> Form:
    """One earlier contact."""
    return {
        "day": it.day.isoformat(),
        "channel": it.channel,
        "length": it.length.value,
        "type": it.type,
        "marks": list(it.marks),
    }


def given_form(it: Given) -> Form:
    """One earlier time-out or block."""
    return {"day": it.day.isoformat(), "kind": it.kind, "reason": it.reason}
