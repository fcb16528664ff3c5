"""What a coordinator may put on the child's page, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpline.core.errors import Invalid
from helpline.core.notice import AT_MOST, LONGEST, Notice, check_texts, check_until

NOW = datetime(2026, 11, 21, 19, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DUTCH = {"nl": "Bellen werkt niet."}
BOTH = DUTCH | {"en": "The phone is down."}


def test_it_is_shown_without_the_space_around_it():
    assert check_texts({"nl": " Bellen \n werkt niet.\n"}, ["nl"]) == {"nl": "Bellen \n werkt niet."}


def test_the_longest_text_is_counted_in_code_points():
    assert check_texts({"nl": "\U0001f600" * LONGEST}, ["nl"])
    with pytest.raises(Invalid):
        check_texts({"nl": "\U0001f600" * (LONGEST + 1)}, ["nl"])


@pytest.mark.parametrize("texts", [{}, DUTCH, BOTH | {"fr": "x"}, BOTH | {"en": ""}, BOTH | {"en": " \n"}])
def test_every_language_of_the_helpline_has_its_text_and_no_other_has(texts: dict[str, str]):
    with pytest.raises(Invalid):
        check_texts(texts, ["nl", "en"])


def test_it_ends_in_the_future_and_within_a_week():
    for until in (NOW + SECOND, NOW + AT_MOST):
        check_until(until, NOW)
    for until in (NOW, NOW - SECOND, NOW + AT_MOST + SECOND):
        with pytest.raises(Invalid):
            check_until(until, NOW)


def test_it_is_up_until_its_second_or_until_it_is_lifted():
    it = Notice(id="n", line="main", texts=BOTH, put_by="cora", put_at=NOW, until=NOW + SECOND)
    assert [it.is_up(NOW), it.is_up(NOW + SECOND)] == [True, False]
    assert not replace(it, lifted_by="dirk", lifted_at=NOW).is_up(NOW)
