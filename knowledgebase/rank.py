"""Which documents answer a query best, and whether they answer it at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledgebase.collection import Collection
from knowledgebase.documents import Document
from knowledgebase.expand import How, Query, Sought

_IN_BODY = 0.4
_PHRASE_WORTH = 0.8
_BY_SCORE = 0.3

# The gate: a query is answered when enough of it is understood, and a document is about it.
COVERED = 0.40
ABOUT_IT = 0.30
ABOUT_DANGER = 0.25
TOLD_ONLY = 0.36
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


def rank(query: Query, found: Iterable[tuple[str, float]], collection: Collection) -> list[Ranked]:
    """The documents that an engine found, by how much of the query each covers."""
    ranked = (_ranked(query, collection.documents[key], score, collection) for key, score in found)
    return sorted(ranked, key=lambda it: (-it.score, it.document.key))


def passes(ranked: Ranked, *, is_acute: bool) -> bool:
    """Whether this is an answer, or only has a word in common; about danger any evidence is enough."""
    if is_acute and ranked.about >= ABOUT_DANGER:
        return True
    if ranked.about < ABOUT_IT:
        return ranked.covered >= TOLD_ONLY and len(ranked.because) > 1
    return ranked.covered >= COVERED


def near(ranked: list[Ranked]) -> list[Ranked]:
    """Without what is far behind the first."""
    return [it for it in ranked if it.score >= _FAR_BEHIND * ranked[0].score]


def _ranked(query: Query, document: Document, score: float, collection: Collection) -> Ranked:
    matched = 0.0
    about = 0.0
    because: list[Because] = []
    total = 0.0
    for place, group in _by_place(query.singles):
        worth = max(_worth(it, collection) for it in group)
        best = max((_match(it, document) for it in group), key=lambda it: it[0])
        total += worth
        matched += worth * best[0]
        if best[1] is not None:
            because.append(best[1])
            if best[1].in_head:
                about = max(about, best[0] * worth / collection.rarest)
        del place
    if query.phrases:
        worth = _PHRASE_WORTH * collection.rarest
        total += worth
        said = [it for it in query.phrases if any(term in document.head for term in it.terms)]
        if said:
            matched += worth + _carried(query, said, document, collection)
            about = 1.0
            because += [Because(it.text, "phrase", in_head=True) for it in said]
    covered = min(1.0, matched / total) if total else 0.0
    return Ranked(document, score * (_BY_SCORE + (1 - _BY_SCORE) * covered), covered, about, tuple(because))


def _carried(query: Query, said: list[Sought], document: Document, collection: Collection) -> float:
    """What the words of a phrase tell is told by the phrase."""
    carried = frozenset(place for it in said for place in it.places)
    return sum(
        max(_worth(it, collection) for it in group) * (1 - max(_match(it, document)[0] for it in group))
        for place, group in _by_place(query.singles)
        if place in carried
    )


def _by_place(singles: Iterable[Sought]) -> Iterator[tuple[int, list[Sought]]]:
    """Each word, with every reading of it."""
    places: dict[int, list[Sought]] = {}
    for sought in singles:
        for place in sought.places:
            places.setdefault(place, []).append(sought)
    yield from places.items()


def _worth(sought: Sought, collection: Collection) -> float:
    return max((collection.worth(term) for term in sought.terms), default=collection.rarest)


def _match(sought: Sought, document: Document) -> tuple[float, Because | None]:
    best, why = 0.0, None
    for term, weight in sought.terms.items():
        in_head = term in document.head
        if not in_head and term not in document.body:
            continue
        value = min(1.0, weight) * (1.0 if in_head else _IN_BODY)
        if value > best:
            best, why = value, Because(sought.text, sought.how[term], in_head)
    return best, why
