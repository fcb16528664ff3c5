"""Whom a child can ring when we cannot help now: `numbers.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from helpline.core.reading import Names, Part
from helpline.settings.values import HttpsAddress
from helpline.settings.words import promises


@dataclass(frozen=True, slots=True)
class Dialled:
    """What a telephone dials."""

    allowed: str = 'what a telephone dials, such as "08000113" or "+3112345": 2 to 15 digits'

    def read(self, value: Any) -> str:
        if not re.fullmatch(r"\+?[0-9]{2,15}", value):
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of help. href: where it leads when it is touched, None for a sentence by itself."""

    texts: Names
    href: str | None


@dataclass(frozen=True, slots=True)
class Help:
    """When a child would want it, and what it can do then."""

    when: Names
    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """The line that leads somewhere."""
        return next(line for line in self.lines if line.href)


def load_numbers(part: Part, languages: tuple[str, ...], *, reviewed: bool) -> tuple[Help, ...]:
    """Read the parsed `numbers.toml`.

    Raises:
        WrongValue: a key is unknown, missing or wrong, or there is nobody to ring.
    """
    found = []
    for table in part.parts("help", least=1):
        when = _names(table, languages, reviewed)
        lines = tuple(_line(line, languages, reviewed) for line in table.parts("line", least=1))
        if not any(line.href for line in lines):
            raise table.wrong("line", "without a number", "a list in which one line has dial or site")
        table.end()
        found.append(Help(when, lines))
    part.end()
    return tuple(found)


def numbers_for_page(numbers: tuple[Help, ...], language: str) -> list[dict[str, Any]]:
    """The same in one language, for the page."""
    return [
        {
            "when": one.when[language],
            "lines": [{"text": line.texts[language], "href": line.href} for line in one.lines],
        }
        for one in numbers
    ]


def texts_of(numbers: tuple[Help, ...], language: str) -> Iterator[str]:
    """Every sentence of it."""
    for one in numbers:
        yield one.when[language]
        yield from (line.texts[language] for line in one.lines)


def _line(part: Part, languages: tuple[str, ...], reviewed: bool) -> Line:
    dial, site = part.take("dial", Dialled(), default=None), part.take("site", HttpsAddress(), default=None)
    if dial and site:
        raise part.wrong("site", site, "dial or site, not both")
    line = Line(_names(part, languages, reviewed), f"tel:{dial}" if dial else site)
    part.end()
    return line


def _names(part: Part, languages: tuple[str, ...], reviewed: bool) -> Names:
    names = part.names(languages)
    for language, text in names.items():
        if promises(text) and not reviewed:
            allowed = 'a text without "anoniem", unless [texts] legal_review of helpline.toml names who approved it'
            raise part.wrong(language, text, allowed)
    return names
