"""`docs/advice.md` has a sentence for each reason that is ever given, and for no other."""

from __future__ import annotations

import pytest

from bench.advice.recipe import read_all
from helpline.core.advice import Reason, Suggestion, assess
from tests.documents.written import Table, code_in, table

EVERY = [assess(it.history, it.conversation, it.now) for it in read_all()]
GIVEN = [it for it in EVERY if it.suggestion is not Suggestion.NOTHING]


def rows(first: str) -> Table:
    return table("docs/advice.md", "The reasons", first)


@pytest.mark.parametrize(
    ("first", "reasons"),
    [
        ("for it", {reason for it in GIVEN for reason in it.reasons}),
        ("against it", {reason for it in GIVEN for reason in it.against}),
        ("why nothing", {reason for it in EVERY if it not in GIVEN for reason in it.against}),
    ],
)
def test_every_reason_has_its_sentences(first: str, reasons: set[Reason]) -> None:
    assert {code for row in rows(first) for code in code_in(row[0])} == {it.code for it in reasons}
    counted = {code for row in rows(first) for code in code_in(row[0]) if all("{count}" in text for text in row[1:])}
    assert counted == {it.code for it in reasons if it.count is not None}
