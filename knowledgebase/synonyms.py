"""What people say, and what they mean by it: words, phrases, slang, the words of a small child, English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledgebase.lexicon import Lexicon, is_filler, is_weak, plain_stem
from knowledgebase.normalise import words
from knowledgebase.plain_yaml import YAMLError, load_yaml

ABOUT = "#"
"""In front of the slug of a sub-topic: the term that all its documents have, and that no word is."""

_MOST_BETWEEN = 2
_LEAST_WORDS = 2
_VAGUE = 2
_MOST_OF_IT = 0.6


class WrongSynonyms(Exception):
    """A file of synonyms that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True)
class Group:
    """Who says one of these means that. means: words · about: slugs of sub-topics · said: words and phrases."""

    means: tuple[str, ...]
    about: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynonymFile:
    """What is written. same: rows of words that are one to us · glue: what stands in compounds and says nothing."""

    same: tuple[tuple[str, ...], ...] = ()
    glue: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean something together.

    text: as it was written · terms: what to look for instead · is_vague: it counts only where little else is said.
    """

    text: str
    stems: tuple[str, ...]
    terms: tuple[str, ...]
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase that was found in a query. places: the words of the query that made it."""

    phrase: Phrase
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Ready for use. words: by stem, what else to look for · phrases: by their rarest stem."""

    lexicon: Lexicon
    words: Mapping[str, tuple[str, ...]]
    surfaces: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    glue: frozenset[str]
    said: Mapping[str, tuple[str, ...]] = field(repr=False)


def find_phrases(phrases: Mapping[str, Sequence[Phrase]], stems: Sequence[str]) -> list[Said]:
    """The phrases within a row of stems, longest first; their words may stand in another order, and apart.

    phrases: by their rarest stem.
    """
    there = set(stems)
    found: list[Said] = []
    for stem in dict.fromkeys(stems):
        whole = (it for it in phrases.get(stem, ()) if there.issuperset(it.stems))
        found += [Said(it, places) for it in whole if (places := _places(it.stems, stems))]
    return sorted((it for it in found if _is_meant(it, stems)), key=lambda it: -len(it.places))


def phrase_of(text: str, terms: tuple[str, ...], lexicon: Lexicon) -> tuple[str, Phrase] | None:
    """A phrase of an article with the stem that it is kept by; None for one word."""
    spelt = [it for it in words(text) if not is_filler(it)]
    stems = tuple(lexicon.stem(it) for it in spelt)
    if len(set(stems)) < _LEAST_WORDS:
        return None
    return _rarest(spelt, stems), Phrase(text, stems, terms, all(is_weak(it) for it in spelt))


def _is_meant(said: Said, stems: Sequence[str]) -> bool:
    return not said.phrase.is_vague or len(said.places) >= _MOST_OF_IT * len(stems)


def packaged_synonyms() -> Path:
    """The file that comes with the program."""
    return Path(__file__).resolve().parent / "synonyms.yaml"


def read_synonyms(path: Path) -> SynonymFile:
    """The synonyms of a file.

    Raises:
        WrongSynonyms: it is not as it should be.
    """
    try:
        return parse_synonyms(path.read_text(encoding="utf-8"))
    except (WrongSynonyms, UnicodeDecodeError) as why:
        raise WrongSynonyms(f"{path}: {why}") from None


def parse_synonyms(text: str) -> SynonymFile:
    """The synonyms of a text.

    Raises:
        WrongSynonyms: it is not as it should be.
    """
    try:
        written = load_yaml(text)
        return SynonymFile(
            same=tuple(tuple(_texts(row)) for row in written.get("same", ())),
            glue=tuple(_texts(written.get("glue", []))),
            groups=tuple(_group(it) for it in written.get("groups", ())),
        )
    except (YAMLError, AttributeError, TypeError, KeyError) as why:
        raise WrongSynonyms(str(why)) from None


def prepare(written: SynonymFile) -> Synonyms:
    """Turn what is written into what is looked up."""
    lexicon = Lexicon(_same(written.same))
    by_word: dict[str, dict[str, None]] = {}
    surfaces: dict[str, set[str]] = {}
    phrases: dict[str, list[Phrase]] = {}
    said_of: dict[str, list[str]] = {}
    for group in written.groups:
        terms = _terms(group, lexicon)
        for slug in group.about:
            said_of.setdefault(slug, []).extend(group.said)
        for text in dict.fromkeys((*group.means, *group.said)):
            stems = tuple(lexicon.stem(it) for it in words(text) if not is_filler(it))
            spelt = [it for it in words(text) if not is_filler(it)]
            if len(stems) == 1 and is_weak(spelt[0]):
                continue  # it would lead there from anywhere
            if len(stems) == 1:
                by_word.setdefault(stems[0], {}).update(dict.fromkeys(terms))
                surfaces.setdefault(spelt[0], set()).add(stems[0])
            elif stems:
                is_vague = len(stems) <= _VAGUE and all(is_weak(it) for it in spelt)
                phrases.setdefault(_rarest(spelt, stems), []).append(Phrase(text, stems, terms, is_vague))
    return Synonyms(
        lexicon=lexicon,
        words={stem: tuple(it for it in terms if it != stem) for stem, terms in by_word.items()},
        surfaces={spelt: frozenset(stems) for spelt, stems in surfaces.items()},
        phrases={stem: tuple(row) for stem, row in phrases.items()},
        glue=frozenset(lexicon.stem(it) for it in written.glue),
        said={slug: tuple(row) for slug, row in said_of.items()},
    )


def _group(table: Mapping[str, Any]) -> Group:
    if unknown := set(table) - {"means", "about", "said"}:
        raise KeyError(f"unknown in a group: {', '.join(sorted(unknown))}")
    return Group(
        tuple(_texts(table.get("means", []))), tuple(_texts(table.get("about", []))), tuple(_texts(table["said"]))
    )


def _texts(value: Any) -> Iterator[str]:
    for it in value if isinstance(value, list) else [value]:
        if not isinstance(it, str) or not it.strip():
            raise TypeError(f"{it!r} is no text; in quotes it would be")
        yield it


def _same(rows: Iterable[tuple[str, ...]]) -> dict[str, str]:
    return {plain_stem(word): plain_stem(words(row[0])[0]) for row in rows for text in row for word in words(text)}


def _terms(group: Group, lexicon: Lexicon) -> tuple[str, ...]:
    stems = (lexicon.stem(word) for text in group.means for word in words(text) if not is_filler(word))
    return tuple(dict.fromkeys((*(f"{ABOUT}{slug}" for slug in group.about), *stems)))


def _rarest(spelt: Sequence[str], stems: Sequence[str]) -> str:
    return min(zip(spelt, stems, strict=True), key=lambda it: (is_weak(it[0]), -len(it[0])))[1]


def _places(wanted: Sequence[str], stems: Sequence[str]) -> frozenset[int] | None:
    """Where all wanted stems stand with few others between them."""
    at = {stem: [number for number, it in enumerate(stems) if it == stem] for stem in set(wanted)}
    width = len(wanted) + _MOST_BETWEEN
    for start in sorted(number for row in at.values() for number in row):
        places: set[int] = set()
        for stem in wanted:
            free = (it for it in at[stem] if start <= it < start + width and it not in places)
            if (place := next(free, None)) is None:
                break
            places.add(place)
        else:
            return frozenset(places)
    return None
