"""What one value of a helpline's own files may be; each rule says in words what it allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol


class Rule(Protocol):
    """What one value may be."""

    @property
    def allowed(self) -> str:
        """The allowed values, in words."""
        ...

    def read(self, value: Any) -> Any:
        """The value as the code wants it.

        Raises:
            ValueError, TypeError: it is not allowed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; `true` and `1.0` are none."""

    lowest: int
    highest: int

    @property
    def allowed(self) -> str:
        return f"a whole number from {self.lowest:,} to {self.highest:,}"

    def read(self, value: Any) -> int:
        if type(value) is not int or not self.lowest <= value <= self.highest:
            raise ValueError
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    allowed: str = "true or false"

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise TypeError
        return value


@dataclass(frozen=True, slots=True)
class Text:
    """A text of one to `longest` characters (`empty`: or none at all) without control characters."""

    longest: int = 200
    empty: bool = False

    @property
    def allowed(self) -> str:
        return f"a text of {0 if self.empty else 1} to {self.longest:,} characters"

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) > self.longest or not (self.empty or value.strip()):
            raise ValueError
        if any(letter < " " and letter != "\n" for letter in value):
            raise ValueError
        return value


@dataclass(frozen=True, slots=True)
class Slug:
    """A stable identifier, the same for ever."""

    allowed: str = "small letters and digits, joined by - or _, 64 at most"

    def read(self, value: Any) -> str:
        if len(value) > 64 or not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", value):
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return " or ".join(f'"{word}"' for word in self.words)

    def read(self, value: Any) -> str:
        if value not in self.words:
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class Several:
    """A list of different values, each of the same rule."""

    each: Rule
    least: int = 0

    @property
    def allowed(self) -> str:
        least = f" of at least {self.least}" if self.least else ""
        return f"a list{least}, nothing twice, each {self.each.allowed}"

    def read(self, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) < self.least:
            raise TypeError
        read = tuple(self.each.read(one) for one in value)
        if len(set(read)) != len(read):
            raise ValueError
        return read


SLUG = Slug()
