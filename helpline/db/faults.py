"""What a database says when it cannot, in the core's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from helpline.core.errors import Changed, TryAgain

RACES = {"40001", "40P01", "23505"}
"""PostgreSQL's codes of a transaction that lost against another one, or of a row that is there already."""
AWAY = {"08", "53", "57", "58"}
"""PostgreSQL's classes of a server that starts, stops, is full or lost its disk."""
TAKEN = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
"""SQLite's codes of a row that is there already."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn races into `Changed` and an absent database into `TryAgain`."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        raise TryAgain(retry_seconds=2) from error
    except DBAPIError as error:
        if _is_race(error.orig):
            raise Changed from error
        if error.connection_invalidated or _state(error.orig)[:2] in AWAY:
            raise TryAgain(retry_seconds=2) from error
        raise


def _is_race(error: BaseException | None) -> bool:
    """Was somebody else first? A broken rule of the tables is no race, and would be broken again."""
    return _state(error) in RACES or getattr(error, "sqlite_errorcode", None) in TAKEN


def _state(error: BaseException | None) -> str:
    return getattr(error, "sqlstate", None) or ""
