"""Nobody can work out a figure that was left out, from the others, their sum and the rule itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.small_cells import LEAST, without_small

ROWS = st.lists(st.integers(0, 40), min_size=2, max_size=7).filter(lambda row: sum(row) >= LEAST)


@given(ROWS)
def test_no_figure_under_five_is_told_and_none_is_changed(row: list[int]):
    for cell, told in zip(row, without_small(row), strict=True):
        assert told in (None, cell)
        assert told is None or told >= LEAST


@given(ROWS)
def test_what_is_left_out_could_always_stand_the_other_way_round(row: list[int]):
    """Two cells that are left out and differ change places: the same is told, and both are another number."""
    told = without_small(row)
    hidden = [place for place, cell in enumerate(told) if cell is None]
    for place in hidden:
        others = [other for other in hidden if row[other] != row[place]]
        if not others:
            assert len(hidden) == len(row)  # then nothing but the sum is known
            continue
        turned = list(row)
        turned[place], turned[others[0]] = row[others[0]], row[place]
        assert without_small(turned) == told


@given(ROWS)
def test_a_row_without_small_figures_is_told_whole(row: list[int]):
    large = [cell + LEAST for cell in row]
    assert without_small(large) == large


@pytest.mark.parametrize("length", [2, 3, 4])
def test_whoever_tries_all_rows_of_a_sum_finds_two_answers_at_least(length: int):
    for total in range(LEAST, 26):
        by_told = defaultdict(list)
        for row in rows(length, total):
            by_told[tuple(without_small(row))].append(row)
        for told, possible in by_told.items():
            for place, cell in enumerate(told):
                assert cell is not None or len({row[place] for row in possible}) > 1, (told, possible)


def rows(length: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every row of this length with this sum."""
    if length == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in rows(length - 1, total - first):
            yield (first, *rest)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ((9, 7, 12), (9, 7, 12)),
        ((9, 3, 12), (None, None, 12)),
        ((9, 3, 4), (9, None, None)),
        ((9, 4, 4), (None, None, None)),
        ((9, 0, 0, 30), (None, None, None, 30)),
        ((3, 8, 8, 20), (None, None, None, 20)),
    ],
)
def test_the_next_larger_goes_too_where_one_could_be_worked_out(row: Sequence[int], told: Sequence[int | None]):
    assert tuple(without_small(row)) == told
