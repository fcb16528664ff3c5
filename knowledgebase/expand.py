"""What somebody typed becomes terms of the index, each with its weight and the reason why it is sought."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from knowledgebase.collection import Collection
from knowledgebase.lexicon import is_dutch, is_filler, is_known, is_personal, is_weak
from knowledgebase.normalise import words
from knowledgebase.synonyms import find_phrases

How = Literal["word", "synonym", "beginning", "part", "sound", "phrase"]

_PHRASE = 1.3
_USED = 0.5
_SYNONYM = 0.85
_BEGINNING = 0.85
_BEGINNING_OF_WHOLE = 0.6
_PART = 0.8
_SOUND = 0.95
_WEAK = 0.6
_CHAT = 0.3
_SHORT = 3
_MOST_WORDS = 40
_MOST_SOUGHT = 10
_MOST_TERMS = 12
_LEAST_BEGINNING = 3
_MOST_ENDINGS = 8
_LEAST_HEARD = 8
_ALIKE_TOGETHER = 0.82
_REACH = 4
_PARTICLES = "aan af bij door heen in mee na om op over tegen terug toe uit vast voor weg"
_PARTS_OF_VERBS = frozenset(_PARTICLES.split())


@dataclass(slots=True)
class Sought:
    """A word of a query, or a phrase.

    text: as it was typed · places: the words that it is made of · terms: with their weight · how: each was found ·
    corrected: what it was read as · worth: how much it tells among the words of the query.
    """

    text: str
    places: frozenset[int]
    terms: dict[str, float] = field(default_factory=dict)
    how: dict[str, How] = field(default_factory=dict)
    corrected: str | None = None
    worth: float = 0.0

    def add(self, term: str, weight: float, how: How) -> None:
        """Seek a term, for the best of its reasons."""
        if weight > self.terms.get(term, 0.0):
            self.terms[term] = weight
            self.how[term] = how

    def keep_best(self) -> None:
        """Only so many terms, the weightiest."""
        if len(self.terms) > _MOST_TERMS:
            kept = sorted(self.terms, key=lambda it: (-self.terms[it], it))[:_MOST_TERMS]
            self.terms = {term: self.terms[term] for term in kept}


@dataclass(frozen=True, slots=True)
class Query:
    """words: as they were typed, without what is passed over · is_personal: it tells about people."""

    words: tuple[str, ...]
    phrases: tuple[Sought, ...]
    singles: tuple[Sought, ...]
    is_personal: bool = False

    @property
    def terms(self) -> dict[str, float]:
        """All terms together, as an engine takes them."""
        sums: dict[str, float] = {}
        for sought in (*self.phrases, *self.singles):
            for term, weight in sought.terms.items():
                sums[term] = max(sums.get(term, 0.0), weight)
        return sums

    def terms_of_words(self) -> list[set[str]]:
        """For each word all terms that it may be found by."""
        found: dict[int, set[str]] = {}
        for sought in self.singles:
            for place in sought.places:
                found.setdefault(place, set()).update(sought.terms)
        return list(found.values())


def expand(text: str, collection: Collection) -> Query:
    """What to look for."""
    said = words(text, most=_MOST_WORDS)
    typed = [word for word in said if not is_filler(word)]
    stems = [collection.lexicon.stem(word) for word in typed]
    phrases = tuple(_phrases(typed, stems, collection))
    used = frozenset(place for it in phrases for place in it.places)
    content = [number for number, word in enumerate(typed) if not is_weak(word)]
    if not content and not phrases:
        content = list(range(len(typed)))
    last = len(typed) - 1 if text[-1:].isalnum() else -1
    singles = []
    for number in content[:_MOST_SOUGHT]:
        sought = _single(typed[number], number, collection, is_last=number == last)
        if number in used:
            sought.terms = {term: _USED * weight for term, weight in sought.terms.items()}
        singles.append(sought)
    singles += _pairs(typed, singles, collection)
    singles += _parted(typed, collection)
    return Query(tuple(typed), phrases, tuple(singles), any(is_personal(word) for word in said))


def _phrases(typed: list[str], stems: list[str], collection: Collection) -> Iterator[Sought]:
    for said in find_phrases(collection.phrases, stems):
        sought = Sought(said.phrase.text, said.places)
        for term in said.phrase.terms:
            sought.add(term, _PHRASE, "phrase")
        yield sought


def _single(word: str, place: int, collection: Collection, *, is_last: bool) -> Sought:
    sought = Sought(word, frozenset((place,)))
    factor = _WEAK if is_weak(word) else 1.0
    stem = collection.lexicon.stem(word)
    _add_stem(sought, stem, factor, "word", collection)
    for other in collection.vocabulary.stems_of(word):
        _add_stem(sought, other, factor, "word", collection)
    if is_last and len(word) >= _LEAST_BEGINNING:
        weight = _BEGINNING_OF_WHOLE if is_known(word) or sought.terms else _BEGINNING
        for whole in collection.vocabulary.beginning_with(word, _MOST_ENDINGS):
            for other in collection.vocabulary.stems_of(whole) if whole != word else ():
                _add_stem(sought, other, weight, "beginning", collection)
    same = collection.vocabulary.sounding_the_same(word) if not sought.terms and not is_known(word) else ()
    for other in (stem for it in same for stem in collection.vocabulary.stems_of(it)):
        _add_stem(sought, other, _SOUND, "sound", collection)
    if same and sought.terms:
        sought.corrected = same[0]
    elif not _is_topical(sought, collection):
        for part in collection.vocabulary.parts(word):
            _add_stem(sought, part, _PART, "part", collection)
    if not sought.terms and len(word) >= _LEAST_BEGINNING:
        _by_sound(sought, word, collection)
    sought.keep_best()
    unread = collection.rarest * (_CHAT if len(word) <= _SHORT and not is_known(word) else 1.0)
    sought.worth = max((collection.worth(term) for term in sought.terms), default=unread)
    return sought


def _add_stem(sought: Sought, stem: str, weight: float, how: How, collection: Collection) -> None:
    if collection.has(stem):
        sought.add(stem, weight, how)
    for other in collection.synonyms.words.get(stem, ()):
        if collection.has(other):
            sought.add(other, _SYNONYM * weight, "synonym" if how == "word" else how)


def _is_topical(sought: Sought, collection: Collection) -> bool:
    return any(collection.is_head(term) for term in sought.terms)


def _by_sound(sought: Sought, word: str, collection: Collection) -> None:
    near, alike = collection.vocabulary.sounding_like(word)
    for other in near:
        for stem in collection.vocabulary.stems_of(other):
            _add_stem(sought, stem, _SOUND * alike, "sound", collection)
    if near and sought.terms:
        sought.corrected = near[0]


def _pairs(typed: list[str], singles: list[Sought], collection: Collection) -> Iterator[Sought]:
    """Two words that are one: `school pesten`, `self-harm`, and `anti conseptie` by its sound."""
    unsure = {place for it in singles if it.corrected or not it.terms for place in it.places}
    for at, (one, other) in enumerate(itertools.pairwise(typed[:_MOST_SOUGHT])):
        whole = one + other
        sought = Sought(whole, frozenset((at, at + 1)))
        for stem in collection.vocabulary.stems_of(whole):
            _add_stem(sought, stem, 1.0, "word", collection)
        if not sought.terms and unsure & sought.places and len(whole) >= _LEAST_HEARD:
            near, alike = collection.vocabulary.sounding_like(whole)
            for word in near if alike >= _ALIKE_TOGETHER else ():
                for stem in collection.vocabulary.stems_of(word):
                    _add_stem(sought, stem, _SOUND * alike, "sound", collection)
        yield from _worthy(sought, collection)


def _parted(typed: list[str], collection: Collection) -> Iterator[Sought]:
    """Verbs in two parts: `loop thuis weg` is weglopen, `voor mezelf op te komen` is opkomen."""
    for at, part in enumerate(typed[:_MOST_WORDS]):
        if part not in _PARTS_OF_VERBS:
            continue
        for other in range(max(0, at - _REACH), min(len(typed), at + _REACH)):
            whole = part + typed[other]
            if other != at and typed[other] not in _PARTS_OF_VERBS and is_dutch(whole):
                sought = Sought(whole, frozenset((at, other)))
                stem = collection.lexicon.stem(whole)
                if collection.is_head(stem) or stem in collection.synonyms.words:
                    _add_stem(sought, stem, 1.0, "word", collection)
                yield from _worthy(sought, collection)


def _worthy(sought: Sought, collection: Collection) -> Iterator[Sought]:
    if sought.terms:
        sought.worth = max(collection.worth(term) for term in sought.terms)
        yield sought
