"""Between a frozen dataclass of the core and a row: the same names on both sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.errors import Changed

Record = TypeVar("Record")


def _enum_of(hint: Any) -> type[StrEnum] | None:
    options = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return next((option for option in options if isinstance(option, type) and issubclass(option, StrEnum)), None)


class Rows(Generic[Record]):
    """Reads and writes one kind of record. `key` is the column that names it."""

    def __init__(self, table: Table, kind: type[Record], key: str = "id") -> None:
        self.table = table
        self._kind = kind
        self._key = table.c[key]
        hints = get_type_hints(kind)
        self._names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        found = {name: _enum_of(hints[name]) for name in self._names}
        self._enums: dict[str, Callable[[str], StrEnum]] = {name: enum for name, enum in found.items() if enum}
        self.columns = [table.c[name] for name in self._names]
        # made once: making a statement takes longer than carrying it out
        wanted = self._key == bindparam("wanted", type_=self._key.type)
        self.by_key = select(*self.columns).where(wanted)
        self._new, self._changed = insert(table), update(table).where(wanted)
        self._swapped = self._changed.where(table.c.version == bindparam("was")) if "version" in table.c else None

    def record(self, row: Mapping[str, Any]) -> Record:
        """The record that a row holds."""
        values = dict(row)
        for name, enum in self._enums.items():
            if values[name] is not None:
                values[name] = enum(values[name])
        return self._kind(**values)

    def read(self, row: Sequence[Any]) -> Record:
        """The record that a row holds, or the beginning of one."""
        return self.record(dict(zip(self._names, row, strict=False)))

    def values(self, record: Record) -> dict[str, Any]:
        """The row that a record makes."""
        return {name: getattr(record, name) for name in self._names}

    async def get(self, connection: AsyncConnection, key: Any) -> Record | None:
        """By key."""
        row = (await connection.execute(self.by_key, {"wanted": key})).mappings().first()
        return None if row is None else self.record(row)  # type: ignore[arg-type]

    async def all(
        self, connection: AsyncConnection, query: Any, values: Mapping[str, Any] | None = None
    ) -> list[Record]:
        """All records of a query that selects `columns`. values: of its parameters."""
        rows = (await connection.execute(query, values)).mappings()
        return [self.record(row) for row in rows]  # type: ignore[arg-type]

    async def first(
        self, connection: AsyncConnection, query: Any, values: Mapping[str, Any] | None = None
    ) -> Record | None:
        """The first of them."""
        return next(iter(await self.all(connection, query, values)), None)

    async def add(self, connection: AsyncConnection, record: Record) -> None:
        """A new row."""
        await connection.execute(self._new, self.values(record))

    async def save(self, connection: AsyncConnection, record: Record) -> None:
        """Write a row that has no version."""
        values = self.values(record)
        await connection.execute(self._changed, {"wanted": values.pop(self._key.name), **values})

    async def swap(self, connection: AsyncConnection, record: Record, version: int) -> None:
        """Compare-and-set: write it with the next version where the row still has this one.

        Raises:
            Changed: it has another.
        """
        assert self._swapped is not None, "it has no version"
        values = self.values(record) | {"version": version + 1, "was": version}
        result = await connection.execute(self._swapped, {"wanted": values.pop(self._key.name), **values})
        if result.rowcount != 1:
            raise Changed
