"""When the line is open, and how it closes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.opening_hours import ClosedUntil, Open, OpeningHours

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVERY_DAY = OpeningHours(zone=AMSTERDAM, weekly=dict.fromkeys(range(7), ((time(11), time(21)),)))
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    """A moment by the clock on the wall in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def only(day: str, *hours: tuple[str, str], **more: object) -> OpeningHours:
    """Hours on one date and on no other."""
    spans = [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in hours]
    return OpeningHours(zone=AMSTERDAM, dates={date.fromisoformat(day): spans}, **more)


def test_the_line_opens_and_closes_on_the_minute():
    assert not EVERY_DAY.is_open(at("2030-03-04T10:59:59"))
    assert EVERY_DAY.is_open(at("2030-03-04T11:00:00"))
    assert EVERY_DAY.is_open(at("2030-03-04T20:59:59"))
    assert not EVERY_DAY.is_open(at("2030-03-04T21:00:00"))


def test_hours_follow_the_wall_in_summer_and_in_winter():
    assert EVERY_DAY.closes_at(at("2030-07-01T12:00")) == datetime(2030, 7, 1, 19, tzinfo=UTC)
    assert EVERY_DAY.closes_at(at("2030-12-01T12:00")) == datetime(2030, 12, 1, 20, tzinfo=UTC)


def test_while_closed_the_next_opening_is_told():
    assert EVERY_DAY.opens_at(at("2030-03-04T22:00")) == at("2030-03-05T11:00")
    assert EVERY_DAY.opens_at(at("2030-03-04T09:00")) == at("2030-03-04T11:00")


def test_while_open_the_next_opening_is_that_of_tomorrow():
    assert EVERY_DAY.opens_at(at("2030-03-04T11:00")) == at("2030-03-05T11:00")


def test_a_date_takes_the_place_of_its_weekday():
    hours = OpeningHours(
        zone=AMSTERDAM,
        weekly=EVERY_DAY.weekly,
        dates={date(2030, 12, 25): (), date(2030, 12, 31): ((time(11), time(18)),)},
    )
    assert not hours.is_open(at("2030-12-25T15:00"))
    assert hours.opens_at(at("2030-12-25T15:00")) == at("2030-12-26T11:00")
    assert not hours.is_open(at("2030-12-31T18:00"))
    assert hours.is_open(at("2030-12-30T18:00"))


def test_a_line_with_no_hours_never_opens():
    hours = OpeningHours(zone=AMSTERDAM)
    assert hours.entry(at("2030-01-01T12:00")) == ClosedUntil(None)


def test_an_opening_more_than_a_year_ahead_is_not_told():
    hours = only("2032-01-01", ("11:00", "21:00"))
    assert hours.opens_at(at("2030-06-01T12:00")) is None
    assert hours.opens_at(at("2031-01-02T12:00")) == at("2032-01-01T11:00")


def test_a_line_that_is_always_open_never_closes():
    hours = OpeningHours(zone=AMSTERDAM, always=True)
    now = at("2030-01-01T03:00")
    assert hours.entry(now, 10**6) == Open(None)
    assert hours.closes_at(now) is None
    assert hours.helps_until(now) is None
    assert not hours.unreachable(now, 10**6)
    assert not hours.unreachable(now)


def test_hours_may_go_on_past_midnight():
    hours = only("2030-03-04", ("20:00", "02:00"))
    assert hours.closes_at(at("2030-03-04T23:00")) == at("2030-03-05T02:00")
    assert hours.is_open(at("2030-03-05T01:59"))
    assert not hours.is_open(at("2030-03-05T02:00"))
    assert not hours.is_open(at("2030-03-04T01:00"))


def test_a_closed_day_does_not_cut_off_the_evening_before():
    hours = OpeningHours(zone=AMSTERDAM, weekly={1: ((time(20), time(2)),)}, dates={date(2030, 1, 2): ()})
    assert hours.is_open(at("2030-01-02T01:00"))


def test_hours_that_touch_at_midnight_are_one():
    hours = OpeningHours(
        zone=AMSTERDAM,
        dates={date(2030, 3, 4): ((time(18), time(0)),), date(2030, 3, 5): ((time(0), time(3)),)},
    )
    assert hours.closes_at(at("2030-03-04T19:00")) == at("2030-03-05T03:00")
    assert hours.announces_closing(at("2030-03-04T23:45")) is None


def test_day_and_night_is_no_closing_to_announce():
    hours = OpeningHours(zone=AMSTERDAM, weekly=dict.fromkeys(range(7), ((time(0), time(0)),)))
    now = at("2030-03-04T23:59")
    assert hours.is_open(now)
    assert hours.closes_at(now) is None
    assert hours.opens_at(now) is None
    assert hours.entry(now, 7200) == Open(None)


def test_entry_ends_when_the_wait_no_longer_fits_before_closing():
    assert isinstance(EVERY_DAY.entry(at("2030-03-04T20:40"), 20 * 60), Open)
    assert EVERY_DAY.entry(at("2030-03-04T20:40"), 20 * 60 + 1) == ClosedUntil(at("2030-03-05T11:00"))


def test_with_no_estimate_a_child_may_enter_until_closing():
    assert isinstance(EVERY_DAY.entry(at("2030-03-04T20:59")), Open)
    assert isinstance(EVERY_DAY.entry(at("2030-03-04T21:00")), ClosedUntil)


def test_the_page_says_half_an_hour_ahead_when_entry_ends():
    closing = at("2030-03-04T21:00")
    assert EVERY_DAY.entry(at("2030-03-04T20:29")) == Open(None)
    assert EVERY_DAY.entry(at("2030-03-04T20:30")) == Open(closing)
    # with a quarter of an hour to wait entry ends a quarter of an hour before closing
    assert EVERY_DAY.entry(at("2030-03-04T20:14"), 900) == Open(None)
    assert EVERY_DAY.entry(at("2030-03-04T20:15"), 900) == Open(closing)


def test_who_waits_at_closing_is_helped_for_half_an_hour():
    assert EVERY_DAY.helps_until(at("2030-03-04T21:10")) == at("2030-03-04T21:30")
    assert EVERY_DAY.helps_until(at("2030-03-04T20:00")) == at("2030-03-04T21:30")
    assert EVERY_DAY.helps_until(at("2030-03-04T21:30")) is None


def test_a_run_out_may_lie_two_days_after_its_hours_began():
    hours = only("2030-03-04", ("23:00", "22:00"), run_out=timedelta(hours=4))
    assert hours.helps_until(at("2030-03-06T01:00")) == at("2030-03-06T02:00")


def test_who_will_not_be_reached_hears_it_ten_minutes_before_closing():
    assert not EVERY_DAY.unreachable(at("2030-03-04T20:49"), 3600)
    assert EVERY_DAY.unreachable(at("2030-03-04T20:50"), 40 * 60 + 1)
    assert not EVERY_DAY.unreachable(at("2030-03-04T20:50"), 40 * 60)


def test_with_no_estimate_a_child_hears_it_at_the_end_of_the_run_out():
    assert not EVERY_DAY.unreachable(at("2030-03-04T21:19"))
    assert EVERY_DAY.unreachable(at("2030-03-04T21:20"))


def test_after_the_run_out_nobody_is_reached():
    assert EVERY_DAY.unreachable(at("2030-03-04T21:30"), 0)


def test_a_short_pause_between_hours_keeps_nobody_from_being_reached():
    hours = only("2030-03-04", ("14:00", "17:00"), ("17:20", "20:00"))
    assert not hours.unreachable(at("2030-03-04T16:55"), 3600)
    assert isinstance(hours.entry(at("2030-03-04T17:10")), ClosedUntil)


# In Amsterdam, the clock went from 02:00 to 03:00 on 31 March 2030 and from 03:00 to 02:00 on 27 October 2030.


def test_a_night_in_spring_is_an_hour_shorter():
    hours = only("2030-03-30", ("22:00", "04:00"))
    assert hours.closes_at(at("2030-03-30T23:00")) - at("2030-03-30T22:00") == timedelta(hours=5)


def test_a_night_in_autumn_is_an_hour_longer():
    hours = only("2030-10-26", ("22:00", "04:00"))
    assert hours.closes_at(at("2030-10-26T23:00")) - at("2030-10-26T22:00") == timedelta(hours=7)


def test_hours_that_begin_in_the_skipped_hour_begin_at_the_jump():
    assert only("2030-03-31", ("02:30", "05:00")).opens_at(at("2030-03-31T00:00")) == datetime(
        2030, 3, 31, 1, tzinfo=UTC
    )


def test_hours_that_end_in_the_skipped_hour_end_at_the_jump():
    assert only("2030-03-31", ("00:30", "02:30")).closes_at(at("2030-03-31T01:00")) == datetime(
        2030, 3, 31, 1, tzinfo=UTC
    )


def test_hours_within_the_skipped_hour_do_not_exist():
    assert only("2030-03-31", ("02:10", "02:50")).opens_at(at("2030-03-30T12:00")) is None


def test_in_the_hour_that_comes_twice_hours_begin_the_first_and_end_the_second_time():
    first, second = datetime(2030, 10, 27, 0, 30, tzinfo=UTC), datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    assert only("2030-10-27", ("02:30", "05:00")).opens_at(first - MINUTE) == first
    assert only("2030-10-27", ("00:00", "02:30")).closes_at(first) == second


def between(first: datetime, last: datetime) -> st.SearchStrategy[datetime]:
    return st.timedeltas(timedelta(), last - first).map(lambda passed: first + passed)


around_the_changes = st.one_of(
    between(at("2030-03-29"), at("2030-04-02")),
    between(at("2030-10-25"), at("2030-10-29")),
    between(at("2030-06-01"), at("2030-06-09")),
)
spans = st.lists(st.tuples(st.times().map(lambda t: t.replace(second=0, microsecond=0)), st.times()), max_size=3)
any_hours = st.builds(
    OpeningHours,
    zone=st.just(AMSTERDAM),
    weekly=st.dictionaries(st.integers(0, 6), spans),
    dates=st.dictionaries(st.dates(date(2030, 3, 29), date(2030, 4, 2)), spans, max_size=2),
)


def written_hours_hold(hours: OpeningHours, wall: datetime) -> bool:
    """What a person would say who looks at the list and at the clock; `wall` without a zone."""
    for back in (0, 1):
        day = wall.date() - timedelta(days=back)
        for start, end in hours.dates.get(day, hours.weekly.get(day.weekday(), ())):
            begins = datetime.combine(day, start)
            ends = datetime.combine(day if end > start else day + timedelta(days=1), end)
            if begins <= wall < ends:
                return True
    return False


@given(any_hours, around_the_changes)
def test_the_line_is_open_exactly_when_the_clock_on_the_wall_says_so(hours, now):
    """But for the hour that comes twice, where hours are long rather than short."""
    wall = now.astimezone(AMSTERDAM)
    says = written_hours_hold(hours, wall.replace(tzinfo=None, fold=0))
    twice = wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    if twice:
        assert hours.is_open(now) or not says
    else:
        assert hours.is_open(now) == says


@given(any_hours, around_the_changes)
def test_the_next_opening_is_one_and_closing_is_the_end(hours, now):
    opens, closes = hours.opens_at(now), hours.closes_at(now)
    if opens is not None:
        assert opens > now
        assert hours.is_open(opens)
        assert not hours.is_open(opens - timedelta(microseconds=1))
    if closes is not None:
        assert closes > now
        assert hours.is_open(closes - timedelta(microseconds=1))
        assert not hours.is_open(closes)
        assert opens is None or opens > closes


@given(any_hours, around_the_changes, st.integers(0, 4 * 3600))
def test_whoever_may_enter_is_expected_to_be_reached(hours, now, estimate):
    if isinstance(hours.entry(now, estimate), Open):
        assert hours.is_open(now + timedelta(seconds=estimate) - timedelta(microseconds=1)) or estimate == 0
        assert not hours.unreachable(now, estimate)


@given(any_hours, around_the_changes, st.integers(0, 4 * 3600), st.integers(0, 4 * 3600))
def test_a_longer_wait_never_opens_a_door_nor_is_reached_sooner(hours, now, one, other):
    short, long = sorted((one, other))
    if isinstance(hours.entry(now, long), Open):
        assert isinstance(hours.entry(now, short), Open)
    if hours.unreachable(now, short):
        assert hours.unreachable(now, long)


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "UTC"])
@given(now=between(at("2011-12-25"), at("2012-04-10")))
def test_any_zone_opens_at_its_own_time(zone, now):
    hours = OpeningHours(zone=ZoneInfo(zone), weekly=dict.fromkeys(range(7), ((time(11), time(21)),)))
    wall = now.astimezone(ZoneInfo(zone)).time()
    assert hours.is_open(now) == (time(11) <= wall < time(21))
    opens = hours.opens_at(now)
    assert opens is not None
    assert opens.astimezone(ZoneInfo(zone)).time() == time(11)
