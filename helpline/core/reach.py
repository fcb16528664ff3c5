"""Whom a block would hit, told in buckets: enough to decide by, and too little to follow anybody with."""

from __future__ import annotations

from datetime import timedelta

COUNTED_FOR = timedelta(days=14)
_BUCKETS = ((20, "20+"), (5, "5-19"), (1, "1-4"))


def bucket(count: int) -> str:
    """`0`, `1-4`, `5-19` or `20+`."""
    return next((name for least, name in _BUCKETS if count >= least), "0")
