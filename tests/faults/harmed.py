"""A helpline to which something is done before it begins: `python -m tests.faults.harmed HARM,HARM WORD…`.

Some are what may happen to a machine, others are mistakes that somebody could make in the program: a test that is
worth its while notices those.
"""

from __future__ import annotations

import asyncio
import mmap
import os
import resource
import struct
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

LATE_SECONDS = 1.0
CLOCK = "TESTS_CLOCK"
"""The file with the seconds by which the clock is wrong; it may change at any moment."""


def ack_before_commit() -> None:
    """A mistake: what was said is acknowledged when it is written, and committed a second later."""
    from helpline.db import sqlite_journal
    from helpline.db.journal import Plan
    from helpline.ports import Entry

    def keep(self: Any, entries: Sequence[Entry], wait: bool = True) -> Plan:
        raw = self._store.writer
        if not raw.in_transaction:
            raw.execute("BEGIN IMMEDIATE")
            asyncio.get_running_loop().call_later(LATE_SECONDS, raw.execute, "COMMIT")
        return self._write(raw, entries)  # type: ignore[no-any-return]

    before = sqlite_journal.SqliteJournal.__init__

    def begin(self: Any, *given: Any, in_loop: bool) -> None:
        before(self, *given, in_loop=True)

    sqlite_journal.SqliteJournal.__init__ = begin  # type: ignore[assignment, method-assign]
    sqlite_journal.SqliteJournal._keep = keep  # type: ignore[method-assign]


def synchronous_normal() -> None:
    """A mistake: a commit is not on the disk yet when it is done, which shows only when the power fails."""
    from helpline.db import sqlite

    sqlite.SETTINGS = tuple(it.replace("synchronous = FULL", "synchronous = NORMAL") for it in sqlite.SETTINGS)


def few_files() -> None:
    """A machine that lets a process open no more than this."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))


def wrong_clock() -> None:
    """A machine whose clock jumps. The product asks for the time in one place only, and no other code may (a rule of
    the linter): that place is told another one. What counts seconds, such as a pause, goes on as on a real machine."""
    from helpline import clock

    with open(os.environ[CLOCK], "r+b") as file:
        seconds = mmap.mmap(file.fileno(), 8)
    right = clock.SystemClock.now

    def wrong(self: clock.SystemClock) -> datetime:
        return right(self) + timedelta(seconds=struct.unpack("d", seconds[:8])[0])

    clock.SystemClock.now = wrong  # type: ignore[method-assign]


HARMS: dict[str, Callable[[], None]] = {
    "ack before commit": ack_before_commit,
    "synchronous normal": synchronous_normal,
    "256 files": few_files,
    "wrong clock": wrong_clock,
}

if __name__ == "__main__":
    harms, *words = sys.argv[1:]
    for harm in harms.split(","):
        HARMS[harm]()
    from helpline.__main__ import main

    main(words)
