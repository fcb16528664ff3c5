"""Every attempt is a row, also the refused ones, and each is exactly one thing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpline.core.attempt import Attempt, Outcome, answer, leave, turn_away
from helpline.core.conversation import EndedBy
from helpline.core.errors import OfferGone
from helpline.core.offers import Answer, Offer, close
from tests.core.made import NOW

LATER = NOW + timedelta(minutes=3)
WAITING = Attempt(
    id="first", contact="contact", channel="chat", line="main", language="nl", arrived_at=NOW, linkable=True,
    definitions="1",
)  # fmt: skip
OPEN = Offer(
    id="offer", conversation="blue", staff="ann", channel="chat", language="nl", waiting_seconds=5, returned=None,
    made_at=NOW, expires_at=LATER,
)  # fmt: skip


@pytest.mark.parametrize("why", ["closed", "full", "timed_out", "blocked", "too_many", "fault"])
def test_who_is_refused_at_the_door_was_turned_away(why: str):
    it = turn_away(WAITING, why, LATER)
    assert (it.outcome, it.detail, it.left_at) == (Outcome.TURNED_AWAY, why, LATER)


@pytest.mark.parametrize(
    ("by", "who"),
    [(EndedBy.CHILD, "child"), (EndedBy.LOST, "lost"), (EndedBy.LINE, "line"), (EndedBy.FAULT, "line")],
)
def test_who_was_never_answered_has_abandoned(by: EndedBy, who: str):
    it = leave(WAITING, by, LATER)
    assert (it.outcome, it.detail, it.left_at) == (Outcome.ABANDONED, who, LATER)


@pytest.mark.parametrize("by", EndedBy)
def test_who_was_answered_stays_answered_however_it_ends(by: EndedBy):
    it = leave(answer(WAITING), by, LATER)
    assert (it.outcome, it.detail, it.left_at) == (Outcome.ANSWERED, None, LATER)


def test_while_it_waits_it_is_nothing_yet():
    assert (WAITING.outcome, WAITING.left_at) == (None, None)


@pytest.mark.parametrize("outcome", Answer)
@pytest.mark.parametrize("second", Answer)
def test_an_offer_is_answered_once(outcome: Answer, second: Answer):
    done = close(OPEN, outcome, LATER)
    assert (done.outcome, done.answered_at) == (outcome, LATER)
    with pytest.raises(OfferGone):
        close(done, second, LATER)
