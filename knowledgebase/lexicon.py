"""A word and its stem: Dutch by its lemma, English where Dutch does not know the word."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache

from simplemma import is_known as simplemma_knows
from simplemma import lemmatize
from snowballstemmer import stemmer

from knowledgebase.small_words import FILLERS, PERSONAL, WEAK


class _Stemmers(threading.local):
    """A stemmer keeps the word it is at in itself, and a text is checked in another thread than the search's."""

    def __init__(self) -> None:
        self.dutch = stemmer("dutch_porter")
        self.english = stemmer("english")


_STEMMERS = _Stemmers()

# Lemmas of the dictionary that are another word.
_OWN_LEMMA = {"kat": "kat", "katten": "kat", "stress": "stress", "pest": "pesten", "bang": "bang", "vrienden": "vriend"}
_LONGEST = 40
_LEAST_DIGITS = 3


@lru_cache(maxsize=65_536)
def is_dutch(word: str) -> bool:
    """Whether the dictionary has it."""
    return simplemma_knows(word, lang="nl")


@lru_cache(maxsize=65_536)
def is_known(word: str) -> bool:
    """Whether it is a word of one of our languages, and so not a slip of the pen."""
    return len(word) > 1 and (is_dutch(word) or simplemma_knows(word, lang="en"))


@lru_cache(maxsize=65_536)
def plain_stem(word: str) -> str:
    """The stem of a word, whatever it is: `geslagen` and `slaat` have one."""
    if len(word) > _LONGEST:
        return word[:_LONGEST]
    if word in _OWN_LEMMA:
        return str(_STEMMERS.dutch.stemWord(_OWN_LEMMA[word]))
    if not is_dutch(word) and simplemma_knows(word, lang="en"):
        return str(_STEMMERS.english.stemWord(lemmatize(word, lang="en").lower()))
    return str(_STEMMERS.dutch.stemWord(lemmatize(word, lang="nl").lower()))


def is_filler(word: str) -> bool:
    """Whether a word is passed over everywhere."""
    return word in FILLERS


def is_weak(word: str) -> bool:
    """Whether a word says little outside of a phrase."""
    return word in WEAK or len(word) == 1 or (word.isdigit() and len(word) < _LEAST_DIGITS)


def is_personal(word: str) -> bool:
    """Whether a word names who speaks, or somebody near."""
    return word in PERSONAL


class Lexicon:
    """Stems, with one for all words that are the same to us: `papa` and `vader`.

    same: from a plain stem to the one that stands for it.
    """

    def __init__(self, same: Mapping[str, str] | None = None) -> None:
        self._same = same or {}

    def stem(self, word: str) -> str:
        """The stem under which a word is kept and sought."""
        found = plain_stem(word)
        return self._same.get(found, found)
