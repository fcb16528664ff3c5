"""The advice keeps to its bars on every conversation that was made up for it."""

from __future__ import annotations

import pytest

from bench.advice.recipe import CLASSES, PRANKS, SERIOUS, read_all
from bench.advice.tell import PRANK, advised, ever_a_prank, precision, tell_advice
from helpline.core.advice import Suggestion

EXAMPLES = read_all()


def test_there_are_enough_conversations_of_each_class():
    assert len(EXAMPLES) >= 360
    assert {it.truth for it in EXAMPLES} == set(CLASSES)
    assert len({(it.history, it.conversation.turns, it.conversation.others, it.now) for it in EXAMPLES}) == len(
        EXAMPLES
    )


@pytest.mark.parametrize(
    "example", [it for it in EXAMPLES if it.truth in SERIOUS], ids=lambda it: it.conversation.turns[0].text
)
def test_no_serious_conversation_is_called_a_prank(example):
    assert advised(example) is not PRANK


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_called_a_prank_is_one(kept):
    right, chosen = precision([it for it in EXAMPLES if it.kept is kept], PRANK)
    assert chosen >= 15
    assert right / chosen >= 0.95


def test_a_third_of_the_pranks_is_called_one():
    """Too careful is of no use either."""
    pranks = [it for it in EXAMPLES if it.truth in PRANKS]
    assert sum(advised(it) is PRANK for it in pranks) >= len(pranks) / 3


def test_before_a_child_came_to_the_point_few_were_called_one():
    """Whose order of a pizza was like one that was marked, before the volunteer asked further."""
    assert sum(ever_a_prank(it) for it in EXAMPLES if it.truth in SERIOUS) <= 3


def test_most_serious_conversations_are_advised_nothing_about():
    serious = [it for it in EXAMPLES if it.truth in SERIOUS]
    assert sum(advised(it) is Suggestion.NOTHING for it in serious) >= 0.75 * len(serious)


def test_the_tables_can_be_told():
    assert sum("called a prank: 0 of" in line for line in tell_advice()) == 2
