"""What a database says when it cannot, in the core's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from helpline.core.errors import Changed, TryAgain

RACES = {"40001", "40P01"}
"""PostgreSQL's codes of a transaction that lost against another one."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn races into `Changed` and an absent database into `TryAgain`."""
    try:
        yield
    except IntegrityError as error:
        raise Changed from error
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        raise TryAgain(retry_seconds=2) from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in RACES:
            raise Changed from error
        if error.connection_invalidated:
            raise TryAgain(retry_seconds=2) from error
        raise
