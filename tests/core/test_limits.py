"""How often something may be done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpline.core.limits import Bucket, Buckets, take

buckets = st.builds(Bucket, rate_per_second=st.floats(0.01, 100), burst=st.integers(1, 50))
steps = st.lists(st.floats(0, 30), max_size=60)


def test_so_many_at_once_and_then_one_by_one():
    table = Buckets(Bucket(rate_per_second=0.5, burst=3))
    assert [table.take("blue", 100.0) for _ in range(4)] == [None, None, None, 2]
    assert table.take("blue", 101.9) == 1
    assert table.take("blue", 102.0) is None


def test_one_child_does_not_use_up_what_another_may_do():
    table = Buckets(Bucket(rate_per_second=1, burst=1))
    assert table.take("blue", 0.0) is None
    assert table.take("blue", 0.0) == 1
    assert table.take("green", 0.0) is None


def test_asking_too_often_does_not_lengthen_the_wait():
    table = Buckets(Bucket(rate_per_second=1, burst=1))
    table.take("blue", 0.0)
    for tenth in range(1, 10):
        assert table.take("blue", tenth / 10) == 1
    assert table.take("blue", 1.0) is None


def test_the_table_drops_who_was_not_seen_for_longest():
    table = Buckets(Bucket(rate_per_second=0.001, burst=1), most=2)
    table.take("blue", 0.0)
    table.take("green", 1.0)
    assert table.take("blue", 2.0) is not None
    table.take("red", 3.0)
    assert len(table) == 2
    assert table.take("blue", 4.0) is not None
    assert table.take("green", 5.0) is None


def test_a_closed_socket_is_forgotten():
    table = Buckets(Bucket(rate_per_second=1, burst=1))
    table.take("blue", 0.0)
    table.drop("blue")
    table.drop("nobody")
    assert len(table) == 0


@given(buckets, steps)
def test_never_more_than_the_burst_and_the_rate(bucket, waits):
    fill, now, taken = None, 1000.0, 0
    for wait in waits:
        now += wait
        fill, retry_seconds = take(bucket, fill, now)
        taken += retry_seconds is None
        assert taken <= bucket.burst + bucket.rate_per_second * (now - 1000.0) + 1e-6


@given(buckets, steps)
def test_whoever_comes_back_when_told_is_let_in(bucket, waits):
    fill, now = None, 1000.0
    for wait in waits:
        now += wait
        fill, retry_seconds = take(bucket, fill, now)
        if retry_seconds is not None:
            assert retry_seconds >= 1
            now += retry_seconds
            fill, again = take(bucket, fill, now)
            assert again is None


@given(buckets, st.integers(1, 60))
def test_whoever_keeps_to_the_rate_never_meets_the_limit(bucket, times):
    fill, now = None, 1000.0
    for _ in range(times):
        fill, retry_seconds = take(bucket, fill, now)
        assert retry_seconds is None
        now += 1 / bucket.rate_per_second


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60)), max_size=12))
def test_whoever_are_sixty_in_every_minute_never_meet_a_limit_of_sixty(groups):
    bucket, fill, now = Bucket(rate_per_second=1, burst=60), None, 0
    kept: list[int] = []
    for wait, many in groups:
        now += wait
        room = 60 - sum(1 for it in kept if now - it < 60)
        for _ in range(min(many, room)):
            kept.append(now)
            fill, retry_seconds = take(bucket, fill, now)
            assert retry_seconds is None
