"""How an advice looks at the desk of the volunteer whose conversation it is."""

from __future__ import annotations

from helpline.core.advice import Advice, Reason
from helpline.realtime.forms import Form


def advice_form(it: Advice) -> Form:
    """By codes and counts, of which the page makes sentences."""
    return {
        "suggest": it.suggestion.value,
        "reasons": [reason_form(one) for one in it.reasons],
        "against": [reason_form(one) for one in it.against],
    }


def reason_form(it: Reason) -> Form:
    """One reason."""
    return {"code": it.code} | ({} if it.count is None else {"count": it.count})
