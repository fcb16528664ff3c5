"""The tables of machines: how many, and which part of them is full first."""

from __future__ import annotations

from collections.abc import Iterator

from bench.scale.day import Habits
from bench.scale.machines import Needed, kept_a_day, kept_at_most, memory, needed
from bench.scale.minutes import Minute, minutes
from bench.scale.parts import full_from, parts
from bench.scale.roster import Served
from bench.scale.tables import table


def tell_machines(days: list[Served], habits: Habits) -> Iterator[str]:
    """What they have to do."""
    asked = {it.a_day: minutes(it, habits) for it in days}
    plans = {size: needed(day) for size, day in asked.items()}

    def most(it: Served, what: str) -> float:
        return max(float(getattr(minute, what)) for minute in asked[it.a_day])

    yield from table(
        days,
        (
            ("messages a second", lambda it: f"{most(it, 'messages_a_second'):,.0f}"),
            ("children a second, busiest minute · opening minute", lambda it: _coming(asked[it.a_day])),
            ("connections", lambda it: f"{most(it, 'connections'):,.0f}"),
            ("memory of one process with all of them, MB", lambda it: f"{memory(most(it, 'connections')) / 1e6:,.0f}"),
            ("SQLite, one process: cores, busiest · opening minute", lambda it: _cores(plans[it.a_day])),
            ("of which the telephone", lambda it: _telephone(asked[it.a_day])),
            ("PostgreSQL: nodes for the pages (guess)", lambda it: f"{plans[it.a_day].nodes:,}"),
            ("cores of who attends to the telephone (guess)", lambda it: f"{plans[it.a_day].attending:,.1f}"),
            ("cores of PostgreSQL (guess)", lambda it: f"{plans[it.a_day].database:,.1f}"),
            ("commits a second (guess)", lambda it: f"{plans[it.a_day].commits:,.0f}"),
            ("kept a day · in 30 days, GB", lambda it: _kept(it, habits)),
        ),
    )


def tell_full(days: list[Served], habits: Habits) -> Iterator[str]:
    """How full each part is."""
    full = {it.a_day: parts(it, habits) for it in days}
    since = {name: full_from(name, habits) for name in next(iter(full.values()))}
    sizes = " | ".join(f"{it.a_day:,}" for it in days)
    yield f"| conversations a day | full from about | {sizes} |"
    yield "|---" * (len(days) + 2) + "|"
    for name in sorted(since, key=since.__getitem__):
        shares = " | ".join(_share(full[it.a_day][name]) for it in days)
        yield f"| {name} | {float(f'{since[name]:.1e}'):,.0f} | {shares} |"


def _share(full: float) -> str:
    said = f"{full:.2f}" if full < 10 else f"{full:,.0f}"
    return f"**{said}**" if full > 1 else said


def _coming(day: list[Minute]) -> str:
    first, *rest = (it.calls_a_second + it.chats_a_second for it in day)
    return f"{max(rest):,.1f} · {first:,.1f}"


def _cores(plan: Needed) -> str:
    return f"{plan.cores:.2f} · {plan.opening:.2f}"


def _telephone(day: list[Minute]) -> str:
    busiest = max(day[1:], key=lambda it: it.cores)
    return f"{busiest.cores_of_calls / busiest.cores:.0%}"


def _kept(it: Served, habits: Habits) -> str:
    a_day = kept_a_day(it, habits)
    return f"{a_day / 1e9:,.2f} · {kept_at_most(a_day) / 1e9:,.1f}"
