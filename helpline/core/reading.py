"""How a helpline's own files are read: strictly, key by key, so that a slip of the pen stops the start and is named.

The data is already parsed (TOML or YAML); nothing here opens a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from helpline.core.values import Rule, Text

NOTHING: Any = object()
"""Given for a key that is missing, and no default for one that may not be."""
UNKNOWN: Any = object()
"""Given for a key that nobody knows."""
_LANGUAGE = re.compile(r"[a-z]{2}")

Names = Mapping[str, str]
"""Language code to text, such as `{"nl": "Pesten", "en": "Bullying"}`."""


class WrongValue(Exception):
    """A key that nobody knows, is missing, or has a value that is not possible; `allowed` says in words what is."""

    def __init__(self, key: str, given: object, allowed: str) -> None:
        super().__init__(key, given, allowed)
        self.key = key
        self.given = given
        self.allowed = allowed


def _where(path: Sequence[str | int]) -> str:
    """`[routing] offer_seconds`, or `field #3.option #2.slug` (counted from one)."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int) and words:
            words[-1] += f" #{step}"
        else:
            words.append(str(step))
    if len(words) > 1 and "#" not in words[0]:
        return f"[{words[0]}] {'.'.join(words[1:])}"
    return ".".join(words)


class Part:
    """One table of a file. What nobody asked for by the time of `end` is an unknown key."""

    def __init__(self, data: object, path: tuple[str | int, ...] = ()) -> None:
        self._path = path
        if not isinstance(data, Mapping):
            raise WrongValue(_where(path) or "the whole of it", data, "a table of keys and values")
        self._data: Mapping[object, Any] = data
        self._asked: dict[str, None] = {}

    @property
    def keys(self) -> list[str]:
        """The keys that the file states."""
        return [str(key) for key in self._data]

    def has(self, key: str) -> bool:
        """The file states this key."""
        self._asked[key] = None
        return key in self._data

    def take(self, key: str, rule: Rule, default: Any = NOTHING) -> Any:
        """The value of `key` as its rule reads it, or the default.

        Raises:
            WrongValue: it is missing and has no default, or the rule does not allow it.
        """
        if not self.has(key):
            if default is NOTHING:
                raise self.wrong(key, NOTHING, rule.allowed)
            return default
        try:
            return rule.read(self._data[key])
        except WrongValue as inner:
            raise self.wrong(f"{key}.{inner.key}", inner.given, inner.allowed) from None
        except (ValueError, TypeError):
            raise self.wrong(key, self._data[key], rule.allowed) from None

    def part(self, key: str) -> Part:
        """The table `key`, empty when the file does not state it."""
        return Part(self._data[key] if self.has(key) else {}, (*self._path, key))

    def parts(self, key: str, least: int = 0) -> list[Part]:
        """The tables of the list `key`.

        Raises:
            WrongValue: it is no list of tables, or has fewer than `least`.
        """
        given = self._data[key] if self.has(key) else []
        if not isinstance(given, list) or len(given) < least:
            raise self.wrong(key, given, f"a list of at least {least} tables")
        return [Part(one, (*self._path, key, nth)) for nth, one in enumerate(given, start=1)]

    def names(self, languages: Iterable[str]) -> Names:
        """The texts of this table by language: all of `languages`, and any other two-letter key that stands here."""
        here = [key for key in self._data if isinstance(key, str) and _LANGUAGE.fullmatch(key)]
        wanted = dict.fromkeys([*languages, *here])
        return MappingProxyType({language: self.take(language, Text(1000)) for language in wanted})

    def end(self) -> None:
        """Everything has been asked for.

        Raises:
            WrongValue: there is a key that nobody knows.
        """
        for key in self._data:
            if key not in self._asked:
                raise self.wrong(str(key), UNKNOWN, ", ".join(self._asked) or "nothing here")

    def wrong(self, key: str, given: object, allowed: str) -> WrongValue:
        """The refusal for a key of this table."""
        return WrongValue(_where((*self._path, key)), given, allowed)


def read_list(data: object, name: str) -> list[Part]:
    """The tables of a file that is one list, such as `topics.yaml`; `name` stands for one of them in a refusal."""
    if not isinstance(data, list) or not data:
        raise WrongValue("the whole of it", data, f"a list of {name}s")
    return [Part(one, (name, nth)) for nth, one in enumerate(data, start=1)]


def refuse_repeated(slugs: Iterable[str], where: str) -> None:
    """Slugs are unique within `where`.

    Raises:
        WrongValue: one stands there twice.
    """
    seen: set[str] = set()
    for slug in slugs:
        if slug in seen:
            raise WrongValue(where, slug, "each slug once")
        seen.add(slug)
