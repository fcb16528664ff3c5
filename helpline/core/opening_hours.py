"""When the line is open, by the clock on the wall of the helpline, and how it closes without cutting anybody off.

Entry closes when the wait that is expected no longer fits before closing time. Whoever waits at closing time is helped
while the run-out lasts; whoever will not be reached in it is told early.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

Hours = Sequence[tuple[time, time]]
"""From and until, on the wall. An end not after its start is on the next day; `(00:00, 00:00)` is a whole day."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Open:
    """A child may enter. closes_at: in the last half hour of entry the moment of closing, else None."""

    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClosedUntil:
    """A child may not enter. opens_at: the next opening, None when there is none within a year."""

    opens_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """The hours of one line. All moments that go in and come out are aware; those that come out are in UTC.

    weekly: hours by weekday, Monday is 0; a missing day is closed · dates: hours of single days instead of the weekly
    ones, empty for closed · always: never closed, whatever the hours say · run_out: how long after closing who still
    waits is helped · early_word: how long before closing who will not be reached is told · notice: how long before the
    end of entry the page says so. Hours past midnight belong to the day on which they begin.
    """

    zone: ZoneInfo
    weekly: Mapping[int, Hours] = field(default_factory=lambda: MappingProxyType({}))
    dates: Mapping[date, Hours] = field(default_factory=lambda: MappingProxyType({}))
    always: bool = False
    run_out: timedelta = timedelta(minutes=30)
    early_word: timedelta = timedelta(minutes=10)
    notice: timedelta = timedelta(minutes=30)

    def is_open(self, now: datetime) -> bool:
        """The hours say open at this moment, whoever waits."""
        return self.always or self._span_at(now) is not None

    def opens_at(self, now: datetime) -> datetime | None:
        """The next opening after this moment, also while it is open; None when there is none within a year."""
        if self.always:
            return None
        starts = (start for start, _ in self._spans(now, _YEAR) if start > now)
        return next((start for start in starts if start <= now + _YEAR), None)

    def closes_at(self, now: datetime) -> datetime | None:
        """The end of the hours of now; None while closed, and when there is no closing within a week."""
        span = None if self.always else self._span_at(now)
        return span[1] if span and span[1] <= now + _WEEK else None

    def helps_until(self, now: datetime) -> datetime | None:
        """Until when who waits now is helped: closing time and the run-out; None as in `closes_at`."""
        span = None if self.always else self._span_at(now, self.run_out)
        return span[1] if span and span[1] <= now + _WEEK else None

    def entry(self, now: datetime, estimate_seconds: float | None = None) -> Open | ClosedUntil:
        """May a child enter now that would wait `estimate_seconds` at most (the high end; None: nobody knows)?"""
        if not self.is_open(now):
            return ClosedUntil(self.opens_at(now))
        closing = self.closes_at(now)
        if closing is not None and now + _seconds(estimate_seconds) > closing:
            return ClosedUntil(self.opens_at(now))
        return Open(self.announces_closing(now, estimate_seconds))

    def announces_closing(self, now: datetime, estimate_seconds: float | None = None) -> datetime | None:
        """The moment of closing when entry ends within half an hour, else None.

        It is closing time itself, not the end of entry: that one moves with every estimate.
        """
        closing = self.closes_at(now)
        if closing is None or now + _seconds(estimate_seconds) + self.notice < closing:
            return None
        return closing

    def unreachable(self, now: datetime, estimate_seconds: float | None = None) -> bool:
        """Should a waiting child hear that it will not be reached any more?

        From ten minutes before closing: when its wait does not fit before the end of the run-out. With no estimate
        nobody can know, so only in the last ten minutes of the run-out; and always once that is over.
        """
        if self.always:
            return False
        helped = self._span_at(now, self.run_out)
        if helped is None:
            return True
        end = helped[1]
        if estimate_seconds is None:
            return now >= end - self.early_word
        return now >= end - self.run_out - self.early_word and now + _seconds(estimate_seconds) > end

    def _span_at(self, now: datetime, longer: timedelta = timedelta()) -> tuple[datetime, datetime] | None:
        """The hours in which `now` lies, each lengthened by `longer`."""
        for start, end in self._spans(now, _WEEK, longer):
            if start <= now < end:
                return start, end
            if start > now:
                break
        return None

    def _spans(
        self, now: datetime, ahead: timedelta, longer: timedelta = timedelta()
    ) -> Iterator[tuple[datetime, datetime]]:
        """Start and end of all hours from yesterday until `ahead` and a day, in order; those that touch are one."""
        current: tuple[datetime, datetime] | None = None
        for start, end in self._hours(now, ahead):
            if current and start <= current[1]:
                current = current[0], max(current[1], end + longer)
                continue
            if current:
                yield current
            current = start, end + longer
        if current:
            yield current

    def _hours(self, now: datetime, ahead: timedelta) -> Iterator[tuple[datetime, datetime]]:
        """The hours of each day as they are written, from two days back: the longest ones end a day after they begin,
        and a run-out may lie behind them."""
        day = now.astimezone(self.zone).date() - 2 * _DAY
        until = day + ahead + 4 * _DAY
        while day <= until:
            for start, end in sorted(self.dates.get(day, self.weekly.get(day.weekday(), ()))):
                begins = self._moment(day, start, later=False)
                ends = self._moment(day if end > start else day + _DAY, end, later=True)
                # hours that summer time skips altogether are none
                if ends > begins:
                    yield begins, ends
            day += _DAY

    def _moment(self, day: date, at: time, *, later: bool) -> datetime:
        """The moment at which the clock on the wall reads `at`.

        In autumn an hour comes twice: hours begin the first time and end the second. In spring an hour is skipped:
        what lies in it is the moment of the jump.
        """
        wall = datetime.combine(day, at, self.zone)
        first = wall.replace(fold=0).astimezone(UTC)
        second = wall.replace(fold=1).astimezone(UTC)
        if second < first:
            return self._jump(second, first)
        return second if later else first

    def _jump(self, before: datetime, after: datetime) -> datetime:
        """The moment between two at which the clock on the wall is moved, to the second."""
        moved = after.astimezone(self.zone).utcoffset()
        low, high = int(before.timestamp()), int(after.timestamp())
        while low < high:
            middle = (low + high) // 2
            if datetime.fromtimestamp(middle, self.zone).utcoffset() == moved:
                high = middle
            else:
                low = middle + 1
        return datetime.fromtimestamp(high, UTC)


def _seconds(estimate: float | None) -> timedelta:
    return timedelta(seconds=estimate or 0)


def start_of_day(now: datetime, zone: tzinfo) -> datetime:
    """When this day began where the helpline is."""
    local = now.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(now.tzinfo)
