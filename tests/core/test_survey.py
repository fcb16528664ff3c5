"""When a child may be asked how it is, and what may be told of the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.conversation import Conversation, EndedBy, State
from helpline.core.errors import Ended, NotAsked, NotTalking
from helpline.core.small_cells import LEAST
from helpline.core.survey import Moment, Survey, answered, check_moment, is_asked_after, week_of
from helpline.core.survey_figures import ANSWERS, QUESTIONS, figures

NOW = datetime(2026, 11, 21, 19, tzinfo=UTC)
WAITS = Conversation(
    id="k", attempt="a", channel="chat", line="main", language="nl", practice=False, state=State.WAITING,
    entered_at=NOW, place_at=NOW, waiting_since=NOW, key_day="", key_wrapped=b"", definitions="1",
)  # fmt: skip
TALKS = replace(WAITS, state=State.ACTIVE, volunteer="ann", accepted_at=NOW)
OVER = replace(TALKS, state=State.WRAP_UP, ended_at=NOW, ended_by=EndedBy.VOLUNTEER)
NOBODY = Survey(pair="p", channel="chat", week="2026-W47")


@pytest.mark.parametrize("by", EndedBy)
def test_afterwards_is_asked_where_it_ended_well(by: EndedBy):
    asks = is_asked_after(replace(OVER, ended_by=by), in_danger=False, now=NOW)
    assert asks == (by in (EndedBy.CHILD, EndedBy.VOLUNTEER, EndedBy.LOST))


def test_afterwards_is_not_asked_of_who_was_in_danger_or_talked_to_nobody_or_is_long_gone():
    assert not is_asked_after(OVER, in_danger=True, now=NOW)
    assert not is_asked_after(replace(OVER, accepted_at=None), in_danger=False, now=NOW)
    assert is_asked_after(OVER, in_danger=False, now=NOW + timedelta(minutes=9, seconds=59))
    assert not is_asked_after(OVER, in_danger=False, now=NOW + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("it", "moment", "refusal"),
    [
        (None, Moment.BEFORE, NotTalking),
        (None, Moment.AFTER, NotTalking),
        (replace(WAITS, child_forgot=True), Moment.BEFORE, NotTalking),
        (replace(OVER, ended_at=NOW - timedelta(minutes=10)), Moment.AFTER, NotTalking),
        (OVER, Moment.BEFORE, Ended),
        (WAITS, Moment.AFTER, NotAsked),
        (TALKS, Moment.AFTER, NotAsked),
        (replace(OVER, ended_by=EndedBy.TIME_OUT), Moment.AFTER, NotAsked),
    ],
)
def test_the_wrong_moment_is_refused(it: Conversation | None, moment: Moment, refusal: type[Exception]):
    with pytest.raises(refusal):
        check_moment(it, moment, in_danger=False, now=NOW)


@pytest.mark.parametrize(("it", "moment"), [(WAITS, Moment.BEFORE), (TALKS, Moment.BEFORE), (OVER, Moment.AFTER)])
def test_the_right_moment_is_taken(it: Conversation, moment: Moment):
    check_moment(it, moment, in_danger=False, now=NOW)


def test_what_was_answered_stays_as_it_was():
    first = answered(NOBODY, Moment.BEFORE, 2, None)
    assert answered(first, Moment.BEFORE, 5, 5) == first
    both = answered(first, Moment.AFTER, None, 4)
    assert (both.before_feeling, both.before_size, both.after_feeling, both.after_size) == (2, None, None, 4)
    assert answered(both, Moment.AFTER, 1, 1) == both


def test_the_week_is_that_of_the_helpline():
    sunday_night = datetime(2027, 1, 3, 23, 30, tzinfo=UTC)
    assert week_of(sunday_night, UTC) == "2026-W53"
    assert week_of(sunday_night, ZoneInfo("Europe/Amsterdam")) == "2027-W01"


FACES = st.one_of(st.none(), st.integers(1, 5))
SURVEYS = st.builds(
    Survey,
    pair=st.just("p"),
    channel=st.sampled_from(["chat", "phone"]),
    topic=st.sampled_from([None, "home", "bullying"]),
    week=st.sampled_from(["2026-W46", "2026-W47"]),
    **dict.fromkeys(QUESTIONS, FACES),
)


@given(st.lists(SURVEYS, max_size=80))
def test_only_groups_and_counts_of_five_and_more_are_told(answers: list[Survey]):
    for group in figures(answers):
        theirs = [it for it in answers if (it.week, it.channel, it.topic) == (group.week, group.channel, group.topic)]
        assert group.pairs == len(theirs) >= LEAST
        for question, counts in group.counts.items():
            for answer, count in zip(ANSWERS, counts, strict=True):
                true = sum(getattr(it, question) == answer for it in theirs)
                assert count in (None, true)
                assert count is None or count >= LEAST


def test_every_group_of_five_is_told_in_order():
    answers = [replace(NOBODY, topic=topic, after_size=3) for topic in ("home", "bullying", None) for _ in range(5)]
    found = figures([*answers, replace(NOBODY, topic="school")])
    assert [group.topic for group in found] == [None, "bullying", "home"]
    assert found[0].counts["after_size"] == [None] * 6
