"""How quickly this disk makes things last."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

SYNCS = 60
QUICK_SECONDS = 0.002
PAGE = 4096


def slow_sync(folder: Path, monotonic: Callable[[], float]) -> float:
    """Nearly the worst (p98) time in seconds of writing a page and syncing it, in this folder; it blocks."""
    took = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(SYNCS):
            began = monotonic()
            os.pwrite(file.fileno(), os.urandom(PAGE), 0)
            os.fdatasync(file.fileno())
            took.append(monotonic() - began)
    return sorted(took)[-2]


def syncs_quickly(folder: Path, monotonic: Callable[[], float]) -> bool:
    """May the journal commit in the event loop here?"""
    return slow_sync(folder, monotonic) < QUICK_SECONDS
