"""Figures without the small ones: a number of few people may point at one of them."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5
"""So many people at least."""


def without_small(cells: Sequence[int], least: int = LEAST) -> list[int | None]:
    """The cells of one row, null where they are left out: those under `least`, and with them the next larger ones as
    long as all that are left out are the same number.

    Whoever knows the others, their sum and this rule cannot work out any of them: two that differ could always stand
    the other way round. The sum itself must be at least `least`, or nothing of the row may be told.
    """
    up_to = least - 1
    hidden = {cell for cell in cells if cell <= up_to}
    larger = sorted({cell for cell in cells if cell > up_to})
    while len(hidden) == 1 and larger:
        up_to = larger.pop(0)
        hidden.add(up_to)
    return [cell if cell > up_to or not hidden else None for cell in cells]
