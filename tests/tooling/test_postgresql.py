"""The tests' own PostgreSQL."""

from __future__ import annotations

import asyncpg


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_a_module_has_an_empty_database_of_its_own(postgresql_url: str) -> None:
    assert await ask(postgresql_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    assert await ask(postgresql_url, "SELECT current_database()") == postgresql_url.rpartition("/")[2]


async def test_it_listens_on_this_machine_alone(postgresql_url: str) -> None:
    assert await ask(postgresql_url, "SHOW listen_addresses") == "127.0.0.1"
    assert await ask(postgresql_url, "SHOW unix_socket_directories") == ""
