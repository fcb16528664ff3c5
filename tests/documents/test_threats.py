"""What is said to be shown by a test is shown by one that exists; and each line of the standard says how it stands."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.documents.written import Table, code_in, tables
from tests.tooling.tracked import ROOT, text_of

THREATS, ASVS = "docs/threats.md", "docs/asvs.md"
STATES = {"met", "partly", "open", "yours", "not here"}


def rows_of(document: str, head: str) -> Table:
    """The rows of every table under this head, wherever in the document."""
    parts = re.split("^## ", text_of(document), flags=re.MULTILINE)
    return [row for part in parts for name, rows in tables(part).items() if name == head for row in rows]


@pytest.mark.parametrize("document", [THREATS, ASVS])
def test_every_test_that_is_named_exists(document):
    named = {code for code in code_in(text_of(document)) if code.startswith("tests/")}
    assert len(named) > 40
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_whatever_nothing_shows_says_what_stays_open():
    rows = rows_of(THREATS, "wanted | what stops it | shown by | open")
    assert len(rows) > 40
    assert [row[0] for row in rows if not row[2] and not row[3]] == []


def test_each_section_of_the_standard_has_a_state_and_what_goes_with_it():
    rows = rows_of(ASVS, "section | state | how | shown by | open")
    assert len(rows) > 55
    for section, state, how, shown, still in rows:
        assert state in STATES, section
        assert state != "met" or (how and "`tests/" in shown), section
        assert state not in ("partly", "open") or still, section


def test_no_section_of_the_standard_is_left_out_or_told_twice():
    """Those of level 1 and 2, in the order of the standard."""
    rows = rows_of(ASVS, "section | state | how | shown by | open")
    found = [tuple(map(int, re.findall(r"\d+", row[0])[:2])) for row in rows]
    assert all(before < after for before, after in pairwise(found))
    assert set(range(1, 18)) - {chapter for chapter, _ in found} == {9, 10}
