"""A table with a column for each size of day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bench.scale.roster import Served

Row = tuple[str, Callable[[Served], str]]


def table(days: list[Served], rows: tuple[Row, ...]) -> Iterator[str]:
    """Markdown, a row for each figure."""
    yield "| conversations a day | " + " | ".join(f"{it.a_day:,}" for it in days) + " |"
    yield "|---" * (len(days) + 1) + "|"
    for name, figure in rows:
        yield f"| {name} | " + " | ".join(figure(it) for it in days) + " |"
