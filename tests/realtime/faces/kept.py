"""All that the database holds, to see that it did not change."""

from __future__ import annotations

from sqlalchemy import select

from helpline.app import Node
from helpline.db.tables import metadata


async def all_rows(node: Node) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in a fixed order."""
    async with node.house.store.look() as records:
        connection = records.connection  # type: ignore[attr-defined]
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }
