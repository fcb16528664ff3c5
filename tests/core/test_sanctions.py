"""Time-outs and blocks: who may give which, when one holds, and the door that each leaves open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core import sanctions
from helpline.core.errors import Forbidden, Invalid
from helpline.core.sanctions import Reason, Sanction, Scope
from helpline.core.staff import Level, Role

NOW = datetime(2030, 5, 1, 17, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def time_out(
    minutes: int = 15,
    reason: Reason = Reason.PRANK,
    role: Role = Role.VOLUNTEER,
    level: Level = Level.INDEPENDENT,
    note: bytes | None = None,
) -> Sanction:
    return sanctions.time_out(
        "s", minutes, reason, conversation="c", channel="chat", by="ann", role=role, level=level, note=note,
        advised=None, now=NOW,
    )  # fmt: skip


def block(hours: int = 24, scope: Scope = Scope.DEVICE) -> Sanction:
    return sanctions.block(
        "s", hours, Reason.ABUSIVE, scope, conversation="c", channel="chat", by="cora", note=None, now=NOW
    )


@given(minutes=st.integers(1, 1440))
def test_a_time_out_ends_on_its_second(minutes: int):
    given_one = time_out(minutes, role=Role.COORDINATOR)
    end = NOW + minutes * MINUTE
    assert sanctions.holds(given_one, NOW)
    assert sanctions.holds(given_one, end - SECOND)
    assert not sanctions.holds(given_one, end)


@pytest.mark.parametrize("level", [Level.COACHED, Level.TRAINING])
def test_who_is_coached_gives_a_quarter_of_an_hour_at_most(level: Level):
    assert time_out(15, level=level).needs_agreement is False
    with pytest.raises(Forbidden):
        time_out(16, level=level)


def test_more_than_an_hour_of_a_volunteer_ends_after_the_hour_unless_somebody_agrees():
    asked = time_out(1440)
    assert not sanctions.holds(asked, NOW + HOUR)
    agreed = sanctions.agree(asked, "cora", NOW + 59 * MINUTE)
    assert sanctions.holds(agreed, NOW + 24 * HOUR - SECOND)
    with pytest.raises(Invalid):
        sanctions.agree(asked, "cora", NOW + HOUR)


def test_nobody_agrees_with_themselves():
    with pytest.raises(Forbidden):
        sanctions.agree(time_out(61), "ann", NOW)


def test_a_coordinator_gives_a_day_alone():
    assert time_out(1440, role=Role.COORDINATOR).needs_agreement is False


def test_another_reason_needs_a_note():
    with pytest.raises(Invalid):
        time_out(reason=Reason.OTHER)
    assert time_out(reason=Reason.OTHER, note=b"-").note == b"-"


@pytest.mark.parametrize("minutes", [0, -1, 1441])
def test_no_time_out_is_shorter_than_a_minute_or_longer_than_a_day(minutes: int):
    with pytest.raises(Invalid):
        time_out(minutes, role=Role.COORDINATOR)


@pytest.mark.parametrize(
    ("hours", "scope"), [(0, Scope.DEVICE), (2161, Scope.DEVICE), (25, Scope.NETWORK), (2161, Scope.NUMBER)]
)
def test_no_block_is_longer_than_ninety_days_nor_of_a_network_than_one(hours: int, scope: Scope):
    with pytest.raises(Invalid):
        block(hours, scope)


def test_a_network_is_never_blocked_by_one_person_alone():
    asked = block(1, Scope.NETWORK)
    assert not sanctions.holds(asked, NOW)
    assert sanctions.holds(sanctions.agree(asked, "dirk", NOW), NOW)


def test_a_long_block_holds_a_day_until_a_second_coordinator_agrees():
    asked = block(2160)
    assert sanctions.holds(asked, NOW + 24 * HOUR - SECOND)
    assert not sanctions.holds(asked, NOW + 24 * HOUR)
    agreed = sanctions.agree(asked, "dirk", NOW + HOUR)
    assert sanctions.ends_at(agreed) == NOW + 2160 * HOUR


def test_a_block_is_renewed_while_it_holds_and_waits_for_the_second_one_again():
    once = block(24)
    again = sanctions.renew(once, 48, Reason.ABUSIVE, "dirk", NOW + 12 * HOUR)
    assert again.needs_agreement
    assert sanctions.ends_at(again) == NOW + 36 * HOUR
    with pytest.raises(Invalid):
        sanctions.renew(once, 24, Reason.ABUSIVE, "dirk", NOW + 24 * HOUR)
    with pytest.raises(Invalid):
        sanctions.renew(time_out(), 24, Reason.ABUSIVE, "dirk", NOW)


@given(minutes=st.integers(1, 60), after=st.integers(0, 3600))
def test_what_was_lifted_never_holds_again_and_nothing_before_was_different(minutes: int, after: int):
    once = time_out(minutes)
    moment = NOW + after * SECOND
    lifted = sanctions.lift(once, "ann", Role.VOLUNTEER, "vergissing", moment)
    assert not sanctions.holds(lifted, moment)
    assert not sanctions.holds(lifted, moment + HOUR)
    assert sanctions.lift(lifted, "ann", Role.VOLUNTEER, "nog eens", moment + HOUR) == lifted


def test_a_volunteer_lifts_time_outs_of_their_own_and_a_coordinator_all():
    with pytest.raises(Forbidden):
        sanctions.lift(time_out(), "ben", Role.VOLUNTEER, "-", NOW)
    with pytest.raises(Forbidden):
        sanctions.lift(block(), "cora", Role.VOLUNTEER, "-", NOW)
    assert sanctions.lift(block(), "dirk", Role.COORDINATOR, "-", NOW).lifted_by == "dirk"


def test_the_way_back_of_a_time_out_is_used_up_once_and_of_a_block_for_a_day():
    used = replace(time_out(), way_back_at=NOW)
    assert sanctions.has_way_back(time_out(), NOW)
    assert not sanctions.has_way_back(used, NOW + 48 * HOUR)
    used = replace(block(2160), way_back_at=NOW)
    assert not sanctions.has_way_back(used, NOW + 24 * HOUR - SECOND)
    assert sanctions.has_way_back(used, NOW + 24 * HOUR)


def test_the_ladder_has_three_steps_and_then_asks_for_a_block():
    assert [sanctions.suggested_minutes(n) for n in range(5)] == [15, 60, 1440, 1440, 1440]
    assert [sanctions.suggests_block(n) for n in range(5)] == [False, False, False, True, True]


@pytest.mark.parametrize("reason", list(Reason))
def test_on_the_phone_more_than_an_hour_is_for_sexual_and_abusive_calls_alone(reason: Reason):
    def give(minutes: int) -> Sanction:
        return sanctions.time_out(
            "s", minutes, reason, conversation="c", channel="phone", by="cora", role=Role.COORDINATOR,
            level=Level.INDEPENDENT, note=b"-", advised=None, now=NOW,
        )  # fmt: skip

    assert give(60).scope is Scope.NUMBER
    if reason in (Reason.SEXUAL, Reason.ABUSIVE):
        assert give(61).until == NOW + 61 * MINUTE
    else:
        with pytest.raises(Forbidden):
            give(61)


def test_a_child_is_told_of_what_ends_last_and_never_of_what_held_nobody():
    waits = block(2, Scope.NETWORK)
    assert sanctions.told_of([waits]) is None
    short, long = time_out(15), block(2)
    assert sanctions.told_of([waits, short, long]) == long
    assert sanctions.told_of([short, sanctions.lift(long, "cora", Role.COORDINATOR, "-", NOW + MINUTE)]) == short
