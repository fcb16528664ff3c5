"""What a child is told about its wait, and when the line is full."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from heapq import heapify, heapreplace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.estimate import estimate_wait, is_full, try_at

QUARTER = [900.0] * 10
NOW = datetime(2030, 1, 1, 16, 3, 20, tzinfo=UTC)

places = st.integers(0, 500)
volunteers = st.integers(0, 60)
durations = st.lists(st.floats(0, 4 * 3600), max_size=30)


def test_with_nothing_recent_there_is_no_estimate():
    assert estimate_wait(0, 3, 3, []) is None


def test_one_short_conversation_is_nothing_to_estimate_from():
    assert estimate_wait(5, 0, 3, [20.0, 900.0]) is None


def test_with_no_volunteers_there_is_no_estimate():
    assert estimate_wait(0, 0, 0, QUARTER) is None


def test_with_a_volunteer_free_it_is_a_minute_at_most():
    assert estimate_wait(0, 1, 0, QUARTER) == (0, 60)
    assert estimate_wait(2, 3, 9, QUARTER) == (0, 60)


def test_five_volunteers_help_a_child_every_three_minutes():
    # the fourth in the queue: four times three minutes, give or take two of them
    assert estimate_wait(3, 0, 5, QUARTER) == (6 * 60, 20 * 60)


def test_long_waits_are_told_in_fives_and_quarters():
    low, high = estimate_wait(20, 0, 5, QUARTER)
    assert (low, high) == (45 * 60, 90 * 60)


@given(places, places, volunteers, volunteers, durations)
def test_a_later_place_is_never_told_a_shorter_wait(one, other, free, busy, lately):
    nearer, further = sorted((one, other))
    before, after = estimate_wait(nearer, free, busy, lately), estimate_wait(further, free, busy, lately)
    assert (before is None) == (after is None)
    if before and after:
        assert before[0] <= after[0]
        assert before[1] <= after[1]


@given(places, volunteers, volunteers, volunteers, durations)
def test_more_free_volunteers_never_make_it_longer(place, free, busy, more, lately):
    few, many = estimate_wait(place, free, busy, lately), estimate_wait(place, free + more, busy, lately)
    if few and many:
        assert many[0] <= few[0]
        assert many[1] <= few[1]


@given(places, volunteers, volunteers, durations)
def test_an_estimate_is_a_range_in_whole_minutes(place, free, busy, lately):
    estimate = estimate_wait(place, free, busy, lately)
    if estimate is not None:
        low, high = estimate
        assert 0 <= low < high
        assert low % 60 == high % 60 == 0
        assert type(low) is type(high) is int


@pytest.mark.parametrize(("place", "volunteers"), [(0, 1), (0, 10), (3, 2), (8, 5), (30, 10)])
def test_most_children_are_helped_within_the_range_they_were_told(place, volunteers):
    """Evenings played with made-up conversations of very different length; too long a wait is the exception."""
    chance = random.Random(12)

    def length() -> float:
        return chance.lognormvariate(6.3, 0.8)

    within = late = 0
    for _ in range(400):
        lately = [length() for _ in range(20)]
        estimate = estimate_wait(place, 0, volunteers, lately)
        assert estimate
        waited = played_wait(place, volunteers, length, chance)
        within += estimate[0] <= waited <= estimate[1]
        late += waited > estimate[1]
    assert within >= 0.6 * 400
    assert late <= 0.25 * 400


def played_wait(place, volunteers, length, chance) -> float:
    """The wait when all volunteers are somewhere in a conversation: a long one is likelier to be met half-way."""
    lengths = [length() for _ in range(200)]
    ready = [met * chance.random() for met in chance.choices(lengths, weights=lengths, k=volunteers)]
    heapify(ready)
    for _ in range(place):
        heapreplace(ready, ready[0] + length())
    return ready[0]


def test_with_no_estimate_nobody_is_turned_away():
    assert not is_full(None, 1)


def test_full_is_when_even_the_short_end_is_too_long():
    assert not is_full((90 * 60, 200 * 60), 90)
    assert is_full((95 * 60, 200 * 60), 90)


def test_a_line_may_choose_never_to_be_full():
    assert not is_full((10**6, 10**7), 0)


@given(places, volunteers, volunteers, durations, st.integers(0, 1440))
def test_full_follows_from_the_estimate_and_grows_with_the_place(place, free, busy, lately, minutes):
    here = is_full(estimate_wait(place, free, busy, lately), minutes)
    further = is_full(estimate_wait(place + 1, free, busy, lately), minutes)
    assert further or not here


def test_try_again_is_a_clock_time_that_people_would_say():
    assert try_at(NOW, (95 * 60, 120 * 60), 90) == datetime(2030, 1, 1, 16, 10, tzinfo=UTC)
    assert try_at(NOW, (150 * 60, 180 * 60), 90) == datetime(2030, 1, 1, 17, 5, tzinfo=UTC)


@given(st.integers(0, 10**5), st.integers(0, 10**5), st.integers(0, 1440))
def test_try_again_is_after_what_is_too_much(low, minutes, more):
    now = NOW + timedelta(seconds=more)
    moment = try_at(now, (low, low + 60), minutes)
    assert moment >= now + max(timedelta(seconds=low - minutes * 60), timedelta(minutes=5))
    assert moment.minute % 5 == moment.second == moment.microsecond == 0
