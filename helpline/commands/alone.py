"""On SQLite one process serves: a second one would take what the first holds for lost."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpline.commands.problems import CannotStart

TRIES, PAUSE_SECONDS = 20, 0.1
"""The process before this one may be on its way out."""


SECOND = "another process serves from here, and a second node needs PostgreSQL. Stop it first."


@contextmanager
def alone(data: Path, refusal: str = SECOND) -> Iterator[None]:
    """Be the only one who serves from this data directory; a process that dies lets go.

    Raises:
        CannotStart: another one does.
    """
    file = os.open(data / "serving.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _locked(file):
            raise CannotStart(f"{data}: {refusal}")
        yield
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    for _ in range(TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE_SECONDS)
        else:
            return True
    return False
