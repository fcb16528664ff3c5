"""Which statements are short enough for SQLite to carry out in the event loop, where a thread is longer in coming."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from helpline.db.tables import metadata

Result = TypeVar("Result")
STEPS = 5_000
"""Of SQLite's own machine: some half a millisecond. A read that takes twice as many is broken off."""
REST = 100
_KEYS = {
    (table.name, column.name)
    for table in metadata.tables.values()
    for column in table.primary_key
    if len(table.primary_key) == 1
}
_ONE_ROW = re.compile(r"INSERT INTO \w+ \([^()]*\) VALUES \(")
_BY_KEY = re.compile(r"UPDATE (\w+) SET .*? WHERE (\w+)\.(\w+) = \?(?: AND |$)", re.DOTALL)


@lru_cache(maxsize=1024)
def is_read(sql: str) -> bool:
    """It changes nothing, and so may be broken off and begun again."""
    return sql.startswith("SELECT")


@lru_cache(maxsize=1024)
def is_one_row(sql: str) -> bool:
    """It adds a row, or changes the one with this key: never more work than that. A change in the middle of which it
    was broken off would take the whole transaction with it."""
    flat = " ".join(sql.split())
    if " OR " in flat or "SELECT " in flat:
        return False
    if _ONE_ROW.match(flat):
        return True
    found = _BY_KEY.match(flat)
    return found is not None and found[1] == found[2] and (found[2], found[3]) in _KEYS


class Patience:
    """Of the event loop, with reads: those that turn out to be long go to the thread, and so do their next hundred."""

    def __init__(self) -> None:
        self._long: dict[str, int] = {}
        self._ticks = 0

    def may_try(self, sql: str) -> bool:
        """May it be carried out in the event loop?"""
        if is_one_row(sql):
            return True
        if not is_read(sql):
            return False
        left = self._long.pop(sql, 0)
        if left > 1:
            self._long[sql] = left - 1
        return left == 0

    def limited(self, raw: sqlite3.Connection, sql: str, do: Callable[[], Result]) -> Result:
        """Do this, as long as it is short.

        Raises:
            sqlite3.OperationalError: SQLITE_INTERRUPT, it was not, and nothing happened.
        """
        if not is_read(sql):
            return do()
        self._ticks = 0
        raw.set_progress_handler(self._tick, STEPS)
        try:
            return do()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                self._long[sql] = REST
            raise
        finally:
            raw.set_progress_handler(None, 0)

    def _tick(self) -> bool:
        # SQLite counts on from the last time that it carried out this statement, so that the first may come at once
        self._ticks += 1
        return self._ticks > 1
