"""What counts as the same text, and what is kept of a marked one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.sameness import (
    MOST_CHARACTERS,
    MOST_DIGESTS,
    Marked,
    is_same,
    marked_lines,
    normalised,
    says_something,
    sketch_of,
)

SECRET = b"of this fortnight"
PIZZA = "Hallo, mag ik een pizza bestellen?"


def marked(*lines: str) -> Marked:
    return Marked(SECRET, marked_lines(lines, SECRET))


@pytest.mark.parametrize(
    "other",
    ["HALLO MAG IK EEN PIZZA BESTELLEN", "hallo mag ik een pizza bestelle", "hàllo… mag ik één pizza bestellen haha"],
)
def test_signs_capitals_accents_laughter_and_a_typing_error_make_no_difference(other):
    assert is_same(normalised(PIZZA), normalised(other))
    assert marked(PIZZA).knows(other)


@pytest.mark.parametrize("other", ["hallo mag ik iets vragen", "ik word gepest op school", "", "pizza"])
def test_other_words_are_another_text(other):
    assert not is_same(normalised(PIZZA), normalised(other))
    assert not marked(PIZZA).knows(other)


@pytest.mark.parametrize("greeting", ["hoi", "hallo daar", "haha haha haha haha haha", "????"])
def test_what_everybody_says_is_never_the_same(greeting):
    assert not says_something(normalised(greeting))
    assert marked_lines([greeting], SECRET) == ()


def test_with_another_secret_nothing_is_known_again():
    assert not Marked(b"of another fortnight", marked_lines([PIZZA], SECRET)).knows(PIZZA)


def test_of_a_long_text_too_little_is_kept_to_lay_it_together_again():
    text = " ".join(f"woord{number}" for number in range(60))
    assert len(sketch_of(text, SECRET)) == MOST_DIGESTS
    assert marked(text).knows(text)


def test_no_piece_of_the_text_is_in_what_is_kept():
    kept = b"".join(marked_lines([PIZZA], SECRET)[0])
    assert not any(PIZZA.lower()[at : at + 4].encode() in kept for at in range(len(PIZZA) - 4))


def test_a_secret_may_have_any_length():
    assert sketch_of(PIZZA, b"") != sketch_of(PIZZA, b"x" * 1_000)


@given(st.text(st.characters(), max_size=5_000))
def test_any_text_can_be_compared(text):
    words = normalised(text)
    assert len(words) <= MOST_CHARACTERS
    assert is_same(words, words) or not words
    assert len(sketch_of(text, SECRET)) <= MOST_DIGESTS
    assert marked(text).knows(text) == says_something(words)
