"""The tables of `docs/scale.md`."""

from __future__ import annotations

from collections.abc import Iterator

from bench.scale.day import DAY, Habits
from bench.scale.roster import Served, enough, served
from bench.scale.tables import table
from bench.scale.tell_machines import tell_full, tell_machines

SIZES = (2_000, 20_000, 200_000, 2_000_000)
SHORT = (1.0, 0.9, 0.75, 0.5)
SHORT_OF = 20_000


def tell_scale() -> Iterator[str]:
    """When they come, people, too few people, machines, and what is full first."""
    habits = Habits()
    measures = {size: enough(size, habits) for size in SIZES}
    days = [served(size, measures[size], habits) for size in SIZES]
    yield from _shape()
    yield from ("", *_people(days, habits))
    yield from ("", *_too_few(measures[SHORT_OF], habits))
    yield from ("", *tell_machines(days, habits))
    yield from ("", *tell_full(days, habits))


def _shape() -> Iterator[str]:
    yield "| when | from | to | of the day's children | a minute, of 20,000 |"
    yield "|---|---|---|---|---|"
    for it in DAY:
        rate = 20_000 * it.share / (it.ends - it.begins)
        yield f"| {it.name} | {_clock(it.begins)} | {_clock(it.ends)} | {it.share:.0%} | {rate:,.0f} |"


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _people(days: list[Served], habits: Habits) -> Iterator[str]:
    yield from table(
        days,
        (
            ("talk at once, by phone · by chat", _talking),
            ("volunteers at once, at most", lambda it: f"{it.most:,}"),
            ("their hours a day", lambda it: f"{it.hours:,.0f}"),
            ("people, with a shift of 3 hours a week", lambda it: f"{it.hours * 7 / habits.shift_hours:,.0f}"),
            ("had somebody within (half · 95 of 100), minutes", _waits),
            ("waited longest, minutes", lambda it: f"{max(m.wait for m in it.course.moments) / 60:.0f}"),
            ("waited at once, at most", lambda it: f"{max(m.waiting for m in it.course.moments):,.0f}"),
        ),
    )


def _talking(it: Served) -> str:
    calls, chats = max(m.calls for m in it.course.moments), max(m.chats for m in it.course.moments)
    return f"{calls:,.0f} · {chats:,.0f}"


def _waits(it: Served) -> str:
    return f"{it.course.waited(0.5) / 60:.1f} · {it.course.waited(0.95) / 60:.1f}"


def _too_few(measure: float, habits: Habits) -> Iterator[str]:
    yield f"| {SHORT_OF:,} a day | volunteers at once | unheard | half · 95 of 100 within, minutes | waited at once |"
    yield "|---|---|---|---|---|"
    for share in SHORT:
        it = served(SHORT_OF, measure * share, habits)
        most = max(m.waiting for m in it.course.moments)
        yield f"| {share:.0%} of enough | {it.most:,} | {it.course.abandoned:.0%} | {_waits(it)} | {most:,.0f} |"
