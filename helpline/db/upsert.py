"""An insert that may meet a row that is there, on either database."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_into(table: Table, connection: AsyncConnection) -> sqlite.Insert | postgresql.Insert:
    """With `on_conflict_do_nothing` and `on_conflict_do_update`, which both have and write alike."""
    return _insert(table, connection.dialect.name)


def put(table: Table, connection: AsyncConnection, *key: str) -> Any:
    """A row of this key as it is from now on, whether it is there or not. Its values come with it."""
    return _put(table, connection.dialect.name, key)


@cache
def _put(table: Table, dialect: str, key: tuple[str, ...]) -> sqlite.Insert | postgresql.Insert:
    row = _insert(table, dialect)
    rest = {column.name: row.excluded[column.name] for column in table.c if column.name not in key}
    return row.on_conflict_do_update(index_elements=key, set_=rest)


def _insert(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
