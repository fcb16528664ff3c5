"""What is said to the database while something happens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import event

from tests.house import House


@asynccontextmanager
async def listener(house: House) -> AsyncIterator[Any]:
    async with house.store.look() as records:
        engine = records.connection.sync_connection.engine
    yield engine


async def writer(house: House) -> Any:
    async with house.store.begin() as work:
        return work.connection.sync_connection.engine


@contextmanager
def counting(engine: Any, *kinds: str) -> Iterator[list[str]]:
    asked: list[str] = []

    def hear(_: Any, __: Any, statement: str, *more: Any) -> None:
        if statement.startswith(kinds or ("SELECT", "WITH")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)
