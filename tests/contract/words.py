"""Words for a journal, and ways to see what became of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from helpline.actions.read import read_messages
from helpline.core.conversation import Message
from helpline.core.errors import Refusal
from helpline.db.sqlite import SqliteStore
from helpline.ports import Entry
from tests.fakes.clock import FakeClock
from tests.house import House
from tests.houses import postgresql_house, sqlite_house


@asynccontextmanager
async def beside(house: House) -> AsyncIterator[House]:
    """Somebody else who looks at the same database: another node, or whoever reads after a restart."""
    clock = FakeClock(house.now())
    if isinstance(house.store, SqliteStore):
        async with sqlite_house(house.store.path, clock, vault=house.vault) as other:
            yield other
        return
    url = house.store.engine.url.render_as_string(hide_password=False)
    async with postgresql_house(url, clock, vault=house.vault) as other:
        yield other


async def seen_by_another(house: House, conversation: str) -> list[Message]:
    async with beside(house) as other:
        it = await other.get(conversation)
        return await other.look(lambda records: read_messages(it, 0, records=records, vault=house.vault))


async def numbers(house: House, conversation: str) -> list[int]:
    rows = await house.rows("SELECT seq FROM message WHERE conversation = :it ORDER BY seq", it=conversation)
    return [int(str(row[0])) for row in rows]


def answers_of(house: House, entries: list[Entry]) -> list[asyncio.Future[Message | Refusal]]:
    """Hand over all of them in one turn of the loop, so that they are one group."""
    answers: list[asyncio.Future[Message | Refusal]] = []
    for entry in entries:
        answer: asyncio.Future[Message | Refusal] = asyncio.get_running_loop().create_future()
        answers.append(answer)
        house.journal.append(entry, answer.set_result)
    return answers


def by_child(conversation: str, client_id: str, text: str) -> Entry:
    return Entry(conversation, "child", None, client_id, text)
