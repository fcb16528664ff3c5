"""How a Dutch word sounds, for whoever writes as they hear."""

from __future__ import annotations

import re
from functools import lru_cache

_STEPS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("sch", "sg"),
        ("ij", "ei"),
        ("ou", "au"),
        ("ch", "g"),
        ("ck", "k"),
        ("ph", "f"),
        ("th", "t"),
        ("qu", "k"),
        ("x", "ks"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("z", "s"),
        ("v", "f"),
        ("y", "i"),
        ("ie", "i"),
        ("dt", "t"),
        ("d$", "t"),
        ("b$", "p"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=32_768)
def sound(word: str) -> str:
    """A key that words have in common when they sound alike; the steps are taken in order."""
    for pattern, letter in _STEPS:
        word = pattern.sub(letter, word)
    return word
