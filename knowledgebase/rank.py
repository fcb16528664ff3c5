"""Which documents answer a query best, and whether they answer it at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledgebase.collection import Collection
from knowledgebase.documents import Document
from knowledgebase.expand import How, Query, Sought

_IN_BODY = 0.4
_PHRASE_WORTH = 0.8
_BY_SCORE = 0.3
_SURE: dict[How, float] = {"sound": 0.65, "part": 0.75}
"""How sure it is that a word was meant, by what led to it."""

# The gate: a query is answered when enough of it is understood, and a document is about it.
COVERED = 0.55
COVERED_BY_PHRASE = 0.40
COVERED_OF_PEOPLE = 0.40
ABOUT_IT = 0.30
ABOUT_DANGER = 0.45
COVERED_DANGER = 0.30
TOLD_ONLY = 0.36
WHOLE = 0.95
_FAR_BEHIND = 0.2


@dataclass(frozen=True, slots=True)
class Because:
    """Why something was found. text: as it was typed · how: what led from there."""

    text: str
    how: How
    in_head: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document. covered: the part of the query that it answers, 0 to 1 · about: how much it is about a part of it."""

    document: Document
    score: float
    covered: float
    about: float
    because: tuple[Because, ...]
    """Why it was found, what tells most first."""

    @property
    def by_phrase(self) -> bool:
        """Whether words that mean something together led to it."""
        return any(it.how == "phrase" for it in self.because)


def rank(query: Query, found: Iterable[tuple[str, float]], collection: Collection) -> list[Ranked]:
    """The documents that an engine found, by how much of the query each covers."""
    asked = _Asked(query, collection.rarest)
    ranked = (asked.of(collection.documents[key], score) for key, score in found)
    return sorted(ranked, key=lambda it: (-it.score, it.document.key))


def passes(ranked: Ranked, *, is_acute: bool, is_personal: bool, is_told: Callable[[], bool]) -> bool:
    """Whether this is an answer, or only has a word in common.

    is_acute: the first of all, and about danger · is_personal: the query tells about people · is_told: whether a
    passage of it has several of the words, for what is about something else.
    """
    if is_acute and ranked.about >= ABOUT_DANGER and ranked.covered >= COVERED_DANGER:
        return True
    if ranked.covered >= WHOLE and ranked.about > 0:
        return True
    if ranked.about < ABOUT_IT:
        return ranked.covered >= TOLD_ONLY and len(ranked.because) > 1 and is_told()
    if is_personal:
        return ranked.covered >= COVERED_OF_PEOPLE
    return ranked.covered >= (COVERED_BY_PHRASE if ranked.by_phrase else COVERED)


def near(ranked: list[Ranked]) -> list[Ranked]:
    """Without what is far behind the first."""
    return [it for it in ranked if it.score >= _FAR_BEHIND * ranked[0].score]


class _Asked:
    """A query, ready to be held against one document after the other."""

    def __init__(self, query: Query, rarest: float) -> None:
        self._places = _by_place(query.singles)
        self._phrases = query.phrases
        self._rarest = rarest
        self._phrase_worth = _PHRASE_WORTH * rarest if query.phrases else 0.0
        self._total = sum(worth for worth, _, _ in self._places) + self._phrase_worth

    def of(self, document: Document, score: float) -> Ranked:
        """How well a document answers."""
        said = [it for it in self._phrases if any(term in document.head for term in it.terms)]
        carried = frozenset(place for it in said for place in it.places)
        matched = self._phrase_worth if said else 0.0
        about = 1.0 if said else 0.0
        reasons: list[tuple[float, Because]] = []
        for worth, place, ways in self._places:
            value, why = _best_match(ways, document)
            # what the words of a phrase tell is told by the phrase
            matched += worth * (1.0 if place in carried else value)
            if why is not None:
                reasons.append((value * worth, why))
                if why.in_head:
                    sure = _SURE.get(why.how, 1.0)
                    about = max(about, sure * value * worth / self._rarest)
        covered = min(1.0, matched / self._total) if self._total else 0.0
        phrases = (Because(it.text, "phrase", in_head=True) for it in said)
        because = (*phrases, *(why for _, why in sorted(reasons, key=lambda it: -it[0])))
        return Ranked(document, score * (_BY_SCORE + (1 - _BY_SCORE) * covered), covered, about, because)


_Way = tuple[float, str, Sought]
"""A term that a word may be found by, with its weight and what was sought."""


def _by_place(singles: Iterable[Sought]) -> list[tuple[float, int, list[_Way]]]:
    """Each word with what it is worth, and every way to find it, the weightiest first."""
    places: dict[int, list[Sought]] = {}
    for sought in singles:
        for place in sought.places:
            places.setdefault(place, []).append(sought)
    return [(max(it.worth for it in readings), place, _ways(readings)) for place, readings in places.items()]


def _ways(readings: Iterable[Sought]) -> list[_Way]:
    ways = [(min(1.0, weight), term, sought) for sought in readings for term, weight in sought.terms.items()]
    return sorted(ways, key=lambda it: -it[0])


def _best_match(ways: Iterable[_Way], document: Document) -> tuple[float, Because | None]:
    best, why = 0.0, None
    for weight, term, sought in ways:
        if weight <= best:
            break
        if term in document.head:
            best, why = weight, (sought, term, True)
        elif weight * _IN_BODY > best and term in document.body:
            best, why = weight * _IN_BODY, (sought, term, False)
    return best, Because(why[0].text, why[0].how[why[1]], why[2]) if why else None
