"""Rows of any table, made from what its columns and rules say; the database itself refuses those that break a rule."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Connection, Date, Integer, LargeBinary, String, Table, insert
from sqlalchemy.exc import IntegrityError

from helpline.db.columns import ByLanguage, Moment, Words, from_micros
from helpline.db.tables import metadata

LETTERS = "abcXYZ 019'\"\\%é€\u202e😀\n"
TRIES = 200
_LISTED = re.compile(r"(\w+) IN \(([^)]*)\)")


def fill(connection: Connection, chance: random.Random, each: int) -> None:
    """Put rows into every table, first those that others refer to."""
    for table in metadata.sorted_tables:
        listed = _listed(table)
        # a child, or a table that takes one row, may have room for fewer
        made = sum(_try(connection, table, listed, chance) for _ in range(each))
        assert made, f"no row fits into {table.name}"


def _listed(table: Table) -> dict[str, list[str]]:
    """The words that a column may hold."""
    rules = [str(rule.sqltext) for rule in table.constraints if isinstance(rule, CheckConstraint)]
    found = [match for rule in rules if (match := _LISTED.fullmatch(rule))]
    return {match[1]: [word.strip(" '") for word in match[2].split(",")] for match in found}


def _try(connection: Connection, table: Table, listed: dict[str, list[str]], chance: random.Random) -> bool:
    for _ in range(TRIES):
        row = {column.name: _value(connection, column, listed, chance) for column in table.columns}
        try:
            connection.execute(insert(table), row)
        except IntegrityError:
            continue
        return True
    return False


def _value(connection: Connection, column: Column[Any], listed: dict[str, list[str]], chance: random.Random) -> Any:
    if column.nullable and chance.random() < 0.3:
        return None
    for key in column.foreign_keys:
        there = list(connection.exec_driver_sql(f'SELECT "{key.column.name}" FROM "{key.column.table.name}"').scalars())
        return chance.choice(there)
    if column.name in listed:
        return chance.choice(listed[column.name])
    return _any(column.type, chance)


def _any(kind: Any, chance: random.Random) -> Any:
    match kind:
        case Moment():
            return from_micros(chance.randrange(-(10**15), 4 * 10**15))
        case Words():
            return tuple(chance.choices(["nl", "en", "fr"], k=chance.randrange(3)))
        case ByLanguage():
            return {"nl": _text(chance, 40), "en": _text(chance, 40)}
        case Boolean():
            return chance.random() < 0.5
        case Date():
            return date(2030, 1, 1) + timedelta(chance.randrange(400))
        case LargeBinary():
            return chance.randbytes(chance.randrange(80))
        case Integer():
            return chance.choice([0, 1, 2, 3, 4, 5, 32_767])
        case String():
            return _text(chance, kind.length or 300)
    raise AssertionError(f"a type that no row was made of: {kind!r}")


def _text(chance: random.Random, most: int) -> str:
    return "".join(chance.choices(LETTERS, k=chance.randrange(most + 1)))
