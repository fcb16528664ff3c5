"""The one way in which a setting is refused: with the file, the key and what is allowed."""

from __future__ import annotations

from helpline.core.reading import NOTHING, UNKNOWN

ENVIRONMENT = "environment"
HIDDEN: object = object()
"""Given for a value that may hold a password."""


class WrongSetting(Exception):
    """A setting stops the start. file: the path, or `environment` · key: as it is written there · allowed: in words."""

    def __init__(self, file: str, key: str, given: object, allowed: str) -> None:
        super().__init__(file, key, given, allowed)
        self.file = file
        self.key = key
        self.given = given
        self.allowed = allowed

    def __str__(self) -> str:
        return f"{self.file}: {self.key} {_found(self.given)}; allowed: {self.allowed}"


def _found(given: object) -> str:
    if given is UNKNOWN:
        return "is not a key that we know"
    if given is NOTHING:
        return "is missing"
    if given is HIDDEN:
        return "is not possible as it is"
    written = repr(given)
    return f"is {written if len(written) <= 100 else written[:99] + '…'}"
