"""The machine is asked for the time in one place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpline.clock import SystemClock
from helpline.ports import Clock
from tests.fakes.clock import FakeClock

PRODUCT = Path(__file__).parents[1]
ASKS = re.compile(
    r"""\b(?:
        datetime\.(?:now|today|utcnow) | date\.today | (?:func|text)\.now
      | time\.(?:time|time_ns|monotonic|monotonic_ns|perf_counter|perf_counter_ns|gmtime|localtime|ctime|strftime)
    )\(
    | \bfrom\ time\ import | \b(?:CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME)\b""",
    re.VERBOSE,
)


def asking(source: str) -> list[str]:
    return [line.strip() for line in source.splitlines() if ASKS.search(line)]


def test_only_the_clock_asks_the_machine_for_the_time():
    files = [path for folder in ("helpline", "knowledgebase") for path in (PRODUCT / folder).rglob("*.py")]
    found = {str(path.relative_to(PRODUCT)): asking(path.read_text()) for path in files}
    assert {name for name, lines in found.items() if lines} == {"helpline/clock.py"}, found


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "x = time.time()",
        "from time import time",
        "time.perf_counter()",
        "func.now()",
        "DEFAULT CURRENT_TIMESTAMP",
    ],
)
def test_asking_in_another_way_is_noticed(line: str):
    assert asking(line) == [line]


@pytest.mark.parametrize(
    "line", ["clock.now()", "self._clock.monotonic()", "datetime.fromisoformat(at)", "first_time(x)"]
)
def test_asking_a_clock_is_not(line: str):
    assert asking(line) == []


def test_the_machines_clock_is_aware_and_in_utc():
    moment = SystemClock().now()
    assert moment.tzinfo is UTC
    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251 - the clock itself is on trial


@pytest.mark.parametrize("clock", [SystemClock(), FakeClock()])
def test_a_clock_does_not_go_backwards(clock: Clock):
    assert clock.monotonic() <= clock.monotonic()
    assert clock.now() <= clock.now()


def test_a_fake_clock_stands_still_until_it_is_moved():
    clock = FakeClock()
    moment, seconds = clock.now(), clock.monotonic()
    assert (clock.now(), clock.monotonic()) == (moment, seconds)
    clock.advance(minutes=1, seconds=30)
    assert clock.now() - moment == timedelta(seconds=90)
    assert clock.monotonic() - seconds == 90
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(seconds=-1)
