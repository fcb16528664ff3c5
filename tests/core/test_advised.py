"""What becomes of an advice."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpline.core.advice import Advice, Suggestion
from helpline.core.advised import Advised, became, is_about_danger, is_shown, put_away
from helpline.core.sameness import Marked, MarkedByWeek, marked_lines
from helpline.settings import load

NOTHING, LOOK, PRANK = (Advice(it) for it in Suggestion)
LINE = "twee pizza margherita met extra kaas"


def test_nothing_is_not_shown_and_all_else_is():
    assert [is_shown(Advised(it)) for it in (NOTHING, LOOK, PRANK)] == [False, True, True]


def test_what_was_put_away_comes_back_only_when_more_is_suggested():
    away = put_away(Advised(LOOK))
    assert [is_shown(Advised(it, away.put_away)) for it in (NOTHING, LOOK, PRANK)] == [False, False, True]
    away = put_away(Advised(PRANK))
    assert not any(is_shown(Advised(it, away.put_away)) for it in (NOTHING, LOOK, PRANK))


@pytest.mark.parametrize(
    ("registration", "is_it"),
    [
        ({"topics": ["physical-abuse"]}, True), ({"topics": ["other-other", "suicidal-thoughts"]}, True),
        ({"danger": "acute"}, True), ({"danger": "possible"}, True),
        ({"danger": "none"}, False), ({"topics": ["other-other"]}, False), ({}, False),
    ],
)  # fmt: skip
def test_an_acute_subtopic_or_danger_is_about_danger(registration: dict[str, object], is_it: bool):
    topics = load({}, data=Path("/nowhere")).definitions.topics
    assert is_about_danger(registration, topics) is is_it


@pytest.mark.parametrize(
    ("type_", "what"), [("prank", "mark"), ("sexual", "mark"), ("testing", "neither"), (None, "neither")]
)
def test_what_was_decided_is_a_time_out_or_a_mark_or_neither(type_: str | None, what: str):
    assert became({"type": type_}, had_time_out=False) == what
    assert became({"type": type_}, had_time_out=True) == "time_out"


def test_a_line_is_known_again_by_the_key_of_its_own_week_only():
    by_week = {secret: marked_lines([LINE], secret) for secret in (b"one", b"two")}
    assert MarkedByWeek((Marked(b"one"), Marked(b"two", by_week[b"two"]))).knows(LINE)
    assert not MarkedByWeek((Marked(b"one", by_week[b"two"]), Marked(b"two", by_week[b"one"]))).knows(LINE)
