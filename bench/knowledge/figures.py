"""What a search is worth: how often what was meant is among the first, and how often nothing is answered to nothing."""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).parent / "queries.tsv"
Ask = Callable[[str], Sequence[str]]
"""From what was typed to slugs of sub-topics, best first."""


@dataclass(frozen=True, slots=True)
class Query:
    """meant: slugs of which any will do, none for what is not ours."""

    text: str
    meant: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """hit1, hit3: share with what was meant first, among three · mrr: mean of one over its place within ten ·
    nothing: share of what is not ours that is answered with nothing · median, slow: p50 and p95 in milliseconds of the
    processor."""

    hit1: float
    hit3: float
    mrr: float
    nothing: float
    median: float
    slow: float


def read_queries(path: Path = QUERIES) -> list[Query]:
    """The queries of a file of tabs: query, expected (slugs with a comma between), kind."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Query(it["query"], tuple(filter(None, it["expected"].split(","))), it["kind"]) for it in rows]


def figures_of(ask: Ask, queries: Iterable[Query], rounds: int = 5) -> Figures:
    """Ask everything; each query takes the median of its rounds, for the machine has other things to do."""
    asked = list(queries)
    places, empty, took = [], [], []
    for query in asked:
        found = list(dict.fromkeys(ask(query.text)))[:10]
        if query.meant:
            places.append(next((place for place, it in enumerate(found, 1) if it in query.meant), 0))
        else:
            empty.append(not found)
        took.append(statistics.median(_milliseconds(ask, query.text) for _ in range(rounds)))
    return Figures(
        hit1=statistics.fmean(place == 1 for place in places),
        hit3=statistics.fmean(0 < place <= 3 for place in places),
        mrr=statistics.fmean(1 / place if place else 0 for place in places),
        nothing=statistics.fmean(empty),
        median=statistics.median(took),
        slow=sorted(took)[round(0.95 * (len(took) - 1))],
    )


def _milliseconds(ask: Ask, text: str) -> float:
    began = time.thread_time()
    ask(text)
    return (time.thread_time() - began) * 1000
