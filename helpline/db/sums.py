"""What stands in a table, as a count and a checksum: the same for the same rows, in whatever order they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Sum:
    """Of how many rows, and the sum of their digests: databases do not sort letters alike, so order may not count."""

    count: int = 0
    total: int = 0

    def with_rows(self, rows: Iterable[Sequence[object]]) -> Sum:
        """Also of these, as Python values in the order of the columns."""
        count, total = self.count, self.total
        for row in rows:
            count += 1
            total += int.from_bytes(sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest())
        return Sum(count, total % _MODULUS)
