"""`python -m bench.phone.served`: the helpline, which also writes down when each of its commits began and ended."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

COMMITS = "BENCH_COMMITS"


def write_down(path: Path) -> None:
    """In this process alone."""
    from helpline.db.work import DatabaseWork

    commit, file = DatabaseWork.commit, path.open("w", encoding="ascii", buffering=1)

    async def timed(self: DatabaseWork) -> None:
        began = time.perf_counter()
        await commit(self)
        file.write(f"{began} {time.perf_counter()}\n")

    DatabaseWork.commit = timed  # type: ignore[method-assign]


def seconds_between(path: Path, began: float, ended: float) -> float:
    """How much of this time somebody committed; the clock is the same for all processes of a machine."""
    spans = ([float(it) for it in line.split()] for line in path.read_text().splitlines())
    return sum(max(0.0, min(span[1], ended) - max(span[0], began)) for span in spans if len(span) == 2)


if __name__ == "__main__":
    from helpline.__main__ import main

    write_down(Path(os.environ[COMMITS]))
    sys.exit(main())
