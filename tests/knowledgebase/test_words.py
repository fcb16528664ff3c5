"""Text becomes words, and words become stems and sounds."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledgebase.lexicon import Lexicon, is_filler, is_known, is_weak, plain_stem
from knowledgebase.normalise import normalise, words, words_and_joined
from knowledgebase.sound import sound


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Foto's van MIJ", "fotos van mij"),
        ("co-ouderschap!", "co ouderschap"),
        ("heeeeel  verdrietig…", "heel verdrietig"),
        ("cliënt café", "client cafe"),
        ("help 😢😢", "help"),
        ("' OR 1=1; --", "or 1 1"),
        ("مرحبا", "مرحبا"),
        ("", ""),
    ],
)
def test_a_text_is_its_words(text: str, plain: str):
    assert normalise(text) == plain


@given(st.text())
def test_what_is_normal_stays_as_it_is(text: str):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_a_word_has_nothing_but_letters_and_digits(text: str):
    assert all(word.isalnum() for word in words(text))


def test_words_with_a_hyphen_are_also_one():
    assert words_and_joined("na co-ouderschap") == ["na", "co", "ouderschap", "coouderschap"]


def test_only_the_first_words_are_read():
    assert words("een twee drie vier", most=2) == ["een", "twee"]


@pytest.mark.parametrize(
    "alike",
    [("slaat", "geslagen", "slaan"), ("gepest", "pesten"), ("overleden", "overlijdt"), ("bullied", "bullying")],
)
def test_forms_of_a_word_have_one_stem(alike: tuple[str, ...]):
    assert len({plain_stem(word) for word in alike}) == 1


@given(st.text(alphabet=st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=80))
def test_every_word_has_a_stem(word: str):
    assert plain_stem(word)


def test_words_that_are_the_same_to_us_have_one_stem():
    lexicon = Lexicon({"papa": "vader"})
    assert lexicon.stem("papa") == lexicon.stem("vader")


def test_small_words_are_known_as_such():
    assert is_filler("mijn")
    assert is_weak("niet")
    assert is_weak("14")
    assert not is_weak("112")
    assert not is_filler("pesten")


def test_a_slip_of_the_pen_is_no_known_word():
    assert is_known("condoom")
    assert not is_known("kondoom")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("kondoom", "condoom"), ("verkeering", "verkering"), ("mishandelt", "mishandeld")],
)
def test_what_sounds_alike_has_one_key(written: str, meant: str):
    assert sound(written) == sound(meant)


def test_two_who_stem_at_once_find_what_one_alone_finds():
    many = [f"{start}{end}" for start in ("gevecht", "vriend", "gepest", "school") for end in range(100, 400)]
    alone = [plain_stem.__wrapped__(word) for word in many]
    between = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda _: [plain_stem.__wrapped__(word) for word in many], range(4)))
    finally:
        sys.setswitchinterval(between)
    assert together == [alone] * 4
