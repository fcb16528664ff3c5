"""When the end of the audit was last printed, so that somebody is warned when nobody keeps it elsewhere."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

NAME = "audit-head-printed"


def write(data: Path, now: datetime) -> None:
    """It was printed just now; it blocks. data: the data directory. Where nobody may write, nobody is stopped."""
    with suppress(OSError):
        (data / NAME).write_text(f"{now.isoformat()}\n", encoding="ascii")


def read(data: Path) -> datetime | None:
    """When that was, or null; it blocks."""
    try:
        return datetime.fromisoformat((data / NAME).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
