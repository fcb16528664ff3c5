"""Earlier contacts, as volunteers see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpline.core.history import Length, Visit, contacts_of, length_of

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2030, 5, 1, 21, 50, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def visit(contact: str, after: int, talked: int | None = None, type_: str | None = None) -> Visit:
    arrived = NOW + after * MINUTE
    talked_for = None if talked is None else timedelta(seconds=talked)
    return Visit(contact, "chat", arrived, arrived + timedelta(seconds=5), talked_for, type_)


@pytest.mark.parametrize(
    ("seconds", "length"),
    [
        (0, Length.UNDER_10_S), (9, Length.UNDER_10_S), (10, Length.UNDER_1_M), (60, Length.UNDER_5_M),
        (299, Length.UNDER_5_M), (300, Length.LONGER),
    ],
)  # fmt: skip
def test_a_length_is_told_roughly(seconds: int, length: Length):
    assert length_of(timedelta(seconds=seconds)) is length


def test_redials_are_one_contact_with_the_talk_they_led_to():
    (one,) = contacts_of([visit("a", 9, 70, "prank"), visit("a", 0), visit("a", 5)], ZONE)
    assert (one.length, one.type, one.marks) == (Length.UNDER_5_M, "prank", ("prank",))


def test_who_talked_and_comes_again_at_once_is_another_contact():
    again, talks = [visit("a", 9)], [visit("a", 0, 20, "abusive"), visit("a", 3), visit("a", 5, 70, "prank")]
    left, second, first = contacts_of([*again, *talks], ZONE)
    assert (first.marks, second.marks, left.marks) == (("abusive",), ("prank",), ())
    assert (first.length, second.length) == (Length.UNDER_1_M, Length.UNDER_5_M)


def test_a_contact_that_nobody_accepted_is_as_long_as_it_waited():
    (one,) = contacts_of([visit("a", 0)], ZONE)
    assert (one.length, one.type, one.marks) == (Length.UNDER_10_S, None, ())


def test_the_day_is_that_of_the_helpline_and_the_newest_stands_first():
    newer, older = contacts_of([visit("a", 0), visit("b", 20)], ZONE)
    assert (older.day.isoformat(), newer.day.isoformat()) == ("2030-05-01", "2030-05-02")


@pytest.mark.parametrize("type_", ["counselling", "testing", "silent", "hang_up", "company", None])
def test_a_giggle_a_silence_and_a_hang_up_are_no_mark(type_: str | None):
    (one,) = contacts_of([visit("a", 0, 5, type_)], ZONE)
    assert one.marks == ()
