"""The simulation of a day counts everybody once, and the page about it says what it prints."""

from __future__ import annotations

import pytest

from bench.scale.day import CLOSES, DAY, OPENS, STEP, Habits, arrivals, expected
from bench.scale.line import Queue, Talks, live
from bench.scale.machines import needed
from bench.scale.measured import MEASURED
from bench.scale.minutes import minutes
from bench.scale.parts import parts
from bench.scale.roster import MAY_GO, enough, served
from bench.scale.tell import tell_scale
from tests.tooling.tracked import text_of

HABITS = Habits()
SMALL, BIG = 2_000, 20_000


def test_the_stretches_of_a_day_leave_no_gap_and_nobody_out():
    assert [it.begins for it in DAY] == [OPENS, *(it.ends for it in DAY[:-1])]
    assert DAY[-1].ends == CLOSES
    assert sum(it.share for it in DAY) == pytest.approx(1)
    assert sum(expected(SMALL)) == pytest.approx(SMALL)
    assert len(expected(SMALL)) == (CLOSES - OPENS) * 60 / STEP


def test_the_same_seed_is_the_same_day():
    assert arrivals(SMALL) == arrivals(SMALL)
    assert arrivals(SMALL) != arrivals(SMALL, seed=1)
    assert sum(arrivals(BIG)) == pytest.approx(BIG, rel=0.03)


def test_who_has_waited_longest_is_first():
    queue = Queue(patience=15)
    queue.enter(2, step=0)
    queue.enter(3, step=1)
    assert queue.take(3, step=2) == [(2 * STEP, 2), (STEP, 1)]
    assert queue.count == pytest.approx(2)
    assert queue.longest(step=2) == STEP


def test_a_waiting_child_goes_after_its_patience_on_average():
    queue = Queue(patience=1)
    queue.enter(100, step=0)
    gone = sum(queue.tire() for _ in range(60 // STEP))
    assert gone == pytest.approx(100 * (1 - 1 / 2.718), rel=0.01)
    assert sum(count for _, count in queue.take(1_000, step=1)) == pytest.approx(100 - gone)


def test_talks_end_between_their_shortest_and_their_longest():
    talks = Talks(steps=60 * 60 // STEP, length=(20, 30))
    counts = []
    for step in range(40 * 60 // STEP):
        talks.end(step)
        if step == 0:
            talks.begin(10, step)
        counts.append(talks.count)
    assert counts[20 * 60 // STEP - 1] == 10
    assert counts[25 * 60 // STEP] == pytest.approx(5, abs=0.5)
    assert counts[30 * 60 // STEP] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("volunteers", [5, 30, 300])
def test_everybody_is_helped_or_went_and_nobody_twice(volunteers):
    came = arrivals(SMALL)
    course = live(came, [volunteers] * len(came), HABITS)
    helped = sum(count for _, count in course.waits)
    assert course.arrived == sum(came)
    assert helped + course.gone + course.moments[-1].waiting == pytest.approx(course.arrived)
    assert max(it.calls + it.chats for it in course.moments) <= volunteers + 1e-6


def test_enough_is_just_enough():
    measure = enough(BIG, HABITS)
    assert served(BIG, measure, HABITS).course.abandoned <= MAY_GO
    assert served(BIG, measure * 0.95, HABITS).course.abandoned > MAY_GO


def test_a_smaller_line_needs_more_volunteers_for_each_child():
    small, big = (served(size, enough(size, HABITS), HABITS) for size in (SMALL, BIG))
    assert small.hours / SMALL > big.hours / BIG


def test_one_message_in_so_many_seconds_of_each_conversation():
    day = minutes(served(BIG, 1, HABITS), HABITS)
    assert all(it.messages_a_second == pytest.approx(it.chats / HABITS.message_seconds) for it in day)


def test_ten_times_as_many_children_take_ten_times_the_processor():
    small, big = (needed(minutes(served(size, 1, HABITS), HABITS)) for size in (BIG, 10 * BIG))
    assert big.cores == pytest.approx(10 * small.cores, rel=0.3)
    assert small.nodes == 2, "so that one may die"
    assert big.nodes > 2


def test_of_a_small_line_no_part_is_full_and_of_the_largest_hardly_one_is_not():
    small, large = (parts(served(size, 1, HABITS), HABITS) for size in (SMALL, 1_000 * SMALL))
    assert max(small.values()) < 0.5
    assert min(large.values()) > 1


@pytest.mark.parametrize("figure", MEASURED, ids=lambda it: it.row)
def test_what_it_reckons_with_stands_among_the_benchmarks(figure):
    assert figure.row in text_of("docs/benchmarks.md")


def test_the_page_says_what_is_printed():
    missing = [table for table in "\n".join(tell_scale()).split("\n\n") if table not in text_of("docs/scale.md")]
    assert missing == [], "python -m bench --only scale"
