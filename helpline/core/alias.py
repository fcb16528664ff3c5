"""The name that a child sees, and whether somebody may go by it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST_ALIAS = 40
"""Code points."""


def is_alias(text: str) -> bool:
    """One line of 1 to 40 printable code points, without space around it."""
    return 0 < len(text) <= LONGEST_ALIAS and text == text.strip() and text.isprintable()


def looks_like(text: str) -> str:
    """The same for two names that a reader would take for one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_taken(alias: str, names: Iterable[str]) -> bool:
    """Is it one of these, whatever the capitals? names: every log-in name, and the aliases of everybody else."""
    return looks_like(alias) in map(looks_like, names)
