"""Limits that hold over all nodes together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple, Protocol

from helpline.core.limits import Bucket


class Asked(NamedTuple):
    """One token of a bucket. name: of the limit · whose: a pseudonym, a name, a network; it leaves the node as a keyed
    hash alone."""

    name: str
    bucket: Bucket
    whose: Hashable


class SharedLimits(Protocol):
    """Counts for every node at once. It is quick, or it says that nobody answers; it never fails."""

    async def take(self, asked: Sequence[Asked]) -> int | None:
        """Take one token of each, in order, until one has none.

        Answers 0 when all were taken, in how many whole seconds there is one again, or null when nobody answers: then
        the node counts for itself.
        """
        ...

    async def drop(self, name: str, whose: Hashable) -> None:
        """What was taken under this name counts no more; without an answer it does until it is filled again."""
        ...
