"""The ledger notices what it is there for: the danger let in, by hand."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from tests.faults.ledger import Words, compare

FIRST, SECOND, THIRD = [Words("talk", "child", f"child-{n}", n + 1, f"zin {n}") for n in range(3)]
KEPT = [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("kept", "wrong"),
    [
        (KEPT, (0, 0, 0, 0)),
        ([FIRST, SECOND], (1, 0, 0, 0)),
        ([*KEPT, replace(FIRST, client_id="another", seq=4)], (0, 1, 0, 0)),
        ([FIRST, replace(SECOND, seq=3), replace(THIRD, seq=2)], (0, 0, 2, 0)),
        ([replace(FIRST, seq=0), SECOND, THIRD], (0, 0, 2, 0)),
        ([replace(FIRST, text=None), SECOND, THIRD], (0, 0, 0, 1)),
        ([replace(FIRST, text="iets anders"), SECOND, THIRD], (0, 0, 0, 1)),
    ],
    ids=["nothing", "missing", "doubled", "reordered", "a gap", "unreadable", "changed"],
)
def test_what_is_wrong_is_counted_where_it_belongs(kept: list[Words], wrong: tuple[int, ...]):
    account = compare(KEPT, kept)
    assert astuple(account)[1:] == wrong
    assert account.adds_up == (not any(wrong))


def test_who_spoke_later_has_the_higher_number():
    said = [FIRST, replace(SECOND, seq=3), replace(THIRD, seq=2)]
    assert compare(said, said).reordered == 1
