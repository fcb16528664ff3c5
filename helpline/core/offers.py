"""An offer asks one volunteer, and lapses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from helpline.core.conversation import Returned
from helpline.core.errors import OfferGone


class Answer(StrEnum):
    """What became of an offer; null while it is open."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Asks `staff` to take `conversation` until `expires_at`.

    waiting_seconds: how long the child had waited when it was made · returned: why it is back, or null.
    """

    id: str
    conversation: str
    staff: str
    channel: str
    language: str
    waiting_seconds: int
    returned: Returned | None
    made_at: datetime
    expires_at: datetime
    outcome: Answer | None = None
    answered_at: datetime | None = None


def close(it: Offer, outcome: Answer, now: datetime) -> Offer:
    """Answer an open offer, once.

    Raises:
        OfferGone: it was answered before, lapsed or was withdrawn.
    """
    if it.outcome is not None:
        raise OfferGone
    return replace(it, outcome=outcome, answered_at=now)
