"""How what is being typed may go on, and what may have been meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from knowledgebase.alike import Alike
from knowledgebase.collection import Collection
from knowledgebase.expand import Query
from knowledgebase.normalise import normalise
from knowledgebase.sound import sound

_LEAST = 2
_ALIKE = 0.72
_LONGEST = 60


class Suggestions:
    """Titles, keywords and names, by their beginning and by their sound."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._shown: dict[str, str] = {}
        for name in (name for it in collection.documents.values() for name in it.names):
            if plain := normalise(name):
                self._shown.setdefault(plain, name)
        self._sorted = sorted(self._shown)
        self._sounds: dict[str, str] = {}
        for plain in self._sorted:
            self._sounds.setdefault(sound(plain.replace(" ", "")), plain)
        self._alike = Alike(self._sounds)

    def going_on(self, text: str, most: int) -> list[str]:
        """What begins so, the shortest first; else what sounds so."""
        plain = normalise(text)
        if len(plain) < _LEAST:
            return []
        first = bisect_left(self._sorted, plain)
        found = self._sorted[first : bisect_left(self._sorted, plain + "\uffff", first)]
        found = sorted(found, key=lambda it: (len(it), it))[:most]
        return [self._shown[it] for it in (found or list(self._nearest(plain, most)))]

    def instead_of(self, query: Query, *, found: bool) -> str | None:
        """What may have been meant: with the words that were read as others; without an answer, what sounds near."""
        corrected = {place: it.corrected for it in query.singles if it.corrected for place in it.places}
        if corrected and found:
            return " ".join(corrected.get(place) or word for place, word in enumerate(query.words))
        if found or not query.words:
            return None
        nearest = next(self._nearest(" ".join(query.words), 1), None)
        return self._shown[nearest] if nearest else None

    def _nearest(self, plain: str, most: int) -> Iterator[str]:
        if len(plain) > _LONGEST:
            return
        key = sound(plain.replace(" ", ""))
        for near, _ in self._alike.to(key, _ALIKE, most):
            yield self._sounds[near]
