"""What a child on the telephone hears, and in which order."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core import prompts
from helpline.core.prompts import CATALOGUE, NUMBERS
from helpline.core.sanctions import Reason
from helpline.core.spoken_time import spoken

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2030, 1, 1, 16, 3, tzinfo=UTC)
"""A Tuesday, three past five in the afternoon."""

moments = st.integers(0, 365 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of that January, by the clock on the wall."""
    return datetime(2030, 1, day, hour, minute, tzinfo=ZONE)


def test_who_rings_hears_first_that_nobody_sees_its_number():
    assert prompts.welcome() == ("welcome", "private")


@pytest.mark.parametrize(
    ("before", "name"), [(0, "next"), (1, "place_1"), (20, "place_20"), (21, "place_many"), (900, "place_many")]
)
def test_a_child_hears_its_place(before, name):
    assert prompts.place(before) == (name,)


@pytest.mark.parametrize(
    ("seconds", "names"),
    [
        (None, ("wait_unknown",)),
        ((0, 60), ("wait_0", "minutes_1")),
        ((60, 60), ("wait_0", "minutes_1")),
        ((300, 600), ("wait_5", "minutes_10")),
        ((360, 540), ("wait_5", "minutes_10")),
        ((600, 600), ("wait_5", "minutes_10")),
        ((1500, 3900), ("wait_25", "minutes_90")),
        ((5400, 7200), ("wait_long",)),
    ],
)
def test_a_child_hears_an_honest_range(seconds, names):
    assert prompts.estimate(seconds) == names


@given(st.tuples(st.integers(0, 9000), st.integers(1, 9000)).map(sorted))
def test_the_range_that_is_heard_is_never_narrower_than_the_one_that_is_meant(seconds):
    said = [int(number) * 60 for number in re.findall(r"_(\d+)", " ".join(prompts.estimate(tuple(seconds))))]
    if said:
        low, high = said
        assert low < high
        assert low <= seconds[0]
        assert high >= seconds[1]


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        (on(1, 17, 30), ("today", "at_1730")),
        (on(1, 17, 31), ("today", "at_1800")),
        (on(1, 23, 31), ("tonight", "at_0000")),
        (on(2, 4, 30), ("tonight", "at_0430")),
        (on(2, 5), ("tomorrow", "at_0500")),
        (on(2, 11), ("tomorrow", "at_1100")),
        (on(3, 11), ("thursday", "at_1100")),
        (on(7, 11), ("monday", "at_1100")),
        (on(8, 11), ("day_8", "month_1", "at_1100")),
    ],
)
def test_a_moment_is_told_as_people_say_it(moment, names):
    assert spoken(moment, NOW, ZONE) == names


def test_after_midnight_the_rest_of_the_night_is_tonight():
    assert spoken(on(2, 2), on(2, 0, 40), ZONE) == ("tonight", "at_0200")
    assert spoken(on(3, 2), on(2, 0, 40), ZONE) == ("tomorrow", "at_0200")


@given(moments)
def test_nobody_is_told_to_come_back_too_soon(until):
    *_, told = spoken(until, NOW, ZONE)
    wall = until.astimezone(ZONE)
    hours = [(wall + timedelta(minutes=minutes)).strftime("at_%H%M") for minutes in range(31)]
    assert told in hours
    if hours.index(told) == 0:
        assert (wall.second, wall.microsecond) == (0, 0)


def test_closed_says_when_we_open():
    assert prompts.closed(on(2, 11), NOW, ZONE) == ("closed", "opens", "tomorrow", "at_1100", "numbers")
    assert prompts.closed(None, NOW, ZONE) == ("closed", "try_later", "numbers")


def test_full_says_when_to_try_again():
    assert prompts.full(on(1, 17, 45), NOW, ZONE) == ("full", "try_at", "today", "at_1800", "numbers")
    assert prompts.full(None, NOW, ZONE) == ("full", "try_later", "numbers")


def test_a_time_out_for_a_prank_says_that_a_joke_is_fine():
    heard = prompts.timed_out(on(1, 17, 40), NOW, ZONE, reason=Reason.PRANK, way_back=True)
    assert heard == ("not_now", "playful", "welcome_again", "today", "at_1800", "way_back_playful", "numbers")


def test_a_time_out_that_stops_a_talk_says_so():
    heard = prompts.timed_out(on(1, 17, 40), NOW, ZONE, reason=Reason.ABUSIVE, way_back=False, cut=True)
    assert heard == ("stopped", "harsh_now", "welcome_again", "today", "at_1800", "others", "numbers")


def test_a_block_says_what_to_do_when_it_is_a_mistake():
    heard = prompts.blocked(on(30, 9), NOW, ZONE, way_back=True)
    assert heard == (
        *("not_now", "welcome_again", "day_30", "month_1", "at_0900"),
        *("blocked_wrong", "way_back", "numbers"),
    )


def test_who_is_on_hold_hears_not_the_same_word_again_and_again():
    assert [prompts.hold(nth) for nth in range(3)] == [("hold_1",), ("hold_2",), ("hold_1",)]


REASONS = [*Reason, None]


@given(moments, moments, st.sampled_from(REASONS), st.booleans(), st.booleans())
def test_whatever_sends_a_child_away_ends_with_whom_it_can_ring(until, now, reason, door, cut):
    refusals = [
        prompts.closed(until, now, ZONE),
        prompts.not_reached(until, now, ZONE),
        prompts.full(until, now, ZONE),
        prompts.timed_out(until, now, ZONE, reason=reason, way_back=door, cut=cut),
        prompts.blocked(until, now, ZONE, way_back=door, cut=cut),
        prompts.ended_by_volunteer(),
        prompts.too_long(),
        prompts.too_many(),
        prompts.fault(),
    ]
    for names in refusals:
        assert names[-1] == NUMBERS
        assert set(names) <= set(CATALOGUE)


def test_every_recording_is_said_somewhere():
    """One that nobody plays would be recorded for nothing."""
    heard = {*prompts.welcome(), *prompts.calamity(), *prompts.connecting(), *prompts.interrupted()}
    heard |= {*prompts.nobody_now(), *prompts.hold(0), *prompts.hold(1)}
    heard |= {*prompts.ended_by_volunteer(), *prompts.too_long(), *prompts.too_many(), *prompts.fault()}
    for number in range(22):
        heard |= {*prompts.place(number)}
    for low in range(-1, 100):
        heard |= {*prompts.estimate(None if low < 0 else (low * 60, low * 60 + 60))}
    for half_hours in range(2 * 24 * 366):
        moment = NOW + timedelta(minutes=30 * half_hours)
        heard |= {*spoken(moment, NOW, ZONE), *spoken(moment, moment - timedelta(days=4), ZONE)}
    heard |= {*prompts.closed(None, NOW, ZONE), *prompts.not_reached(NOW, NOW, ZONE), *prompts.full(NOW, NOW, ZONE)}
    for reason in REASONS:
        for flag in (True, False):
            heard |= {*prompts.timed_out(NOW, NOW, ZONE, reason=reason, way_back=flag, cut=flag)}
            heard |= {*prompts.blocked(NOW, NOW, ZONE, way_back=flag, cut=not flag)}
    heard |= {*prompts.timed_out(NOW, NOW, ZONE, reason=Reason.SEXUAL, way_back=True)}
    assert heard == set(CATALOGUE)


def test_a_name_is_a_plain_slug_and_there_is_one_of_each():
    assert len(set(CATALOGUE)) == len(CATALOGUE)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{1,30}", name) for name in CATALOGUE)
