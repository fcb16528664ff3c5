"""The five phases of a conversation (Fukkink & Hermanns): advice to the volunteer, never a lock.

There are always five, in this order, because registrations and reports count them; their names and the aid that each
shows are the helpline's own (`config/registration.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from helpline.core.errors import Invalid
from helpline.core.reading import Names, Part
from helpline.core.values import OneOf, Several, Text

SLUGS = ("contact", "explore", "goal", "work", "close")


@dataclass(frozen=True, slots=True)
class Aid:
    """What to do in a phase, and two or three example questions, in one language."""

    do: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the model. number: 1-5 · names and aids: by language."""

    number: int
    slug: str
    names: Names
    aids: Mapping[str, Aid]


def check_phase(phase: Any) -> int:
    """The phase that a desk names, 1-5.

    Raises:
        Invalid: it is no such number.
    """
    if type(phase) is not int or not 1 <= phase <= len(SLUGS):
        raise Invalid(fields={"phase": "out_of_range" if type(phase) is int else "wrong_type"})
    return phase


def load_phases(part: Part, languages: Iterable[str]) -> tuple[Phase, ...]:
    """Read the tables `[[phase]]` of the registration form, in their order.

    Raises:
        WrongValue: they are not the five phases in their order, or a key is unknown, missing or wrong.
    """
    wanted = tuple(languages)
    tables = part.parts("phase", least=len(SLUGS))
    if len(tables) > len(SLUGS):
        raise part.wrong("phase", len(tables), "the five phases: " + ", ".join(SLUGS))
    return tuple(_phase(table, number, wanted) for number, table in enumerate(tables, start=1))


def _phase(part: Part, number: int, languages: tuple[str, ...]) -> Phase:
    slug = part.take("slug", OneOf((SLUGS[number - 1],)))
    names = part.names(languages)
    aids = part.part("aid")
    phase = Phase(number, slug, names, MappingProxyType({language: _aid(aids.part(language)) for language in names}))
    aids.end()
    part.end()
    return phase


def _aid(part: Part) -> Aid:
    aid = Aid(part.take("do", Text(500)), part.take("questions", Several(Text(200), least=2)))
    part.end()
    return aid
