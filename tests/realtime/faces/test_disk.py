"""While nothing can be written, people read; who came and who went is written as soon as it can be."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest

from helpline.core.conversation import Conversation
from helpline.db import sqlite_journal
from helpline.db.one_hop import OneHopConnection
from helpline.db.schema import sqlite_file
from helpline.db.sqlite import SqliteStore
from helpline.realtime import insist
from tests.realtime.faces.clients import DEADLINE, Client
from tests.realtime.faces.evening import Evening

SOON = 0.01


@pytest.fixture(autouse=True)
def tried(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set once something could not be written. Nobody waits long before the next try."""
    tried = asyncio.Event()

    async def pause() -> None:
        tried.set()
        await asyncio.sleep(0)

    monkeypatch.setattr(insist, "pause", pause)
    return tried


@asynccontextmanager
async def nothing_can_be_written(evening: Evening) -> AsyncIterator[None]:
    """Somebody holds the file, and nobody waits long for it; before that, everybody waits as long as it takes."""
    store = evening.node.house.store
    assert isinstance(store, SqliteStore)
    assert store._writer is not None
    writer = (await store._writer.get_raw_connection()).driver_connection
    assert isinstance(writer, OneHopConnection)
    before = writer.busy_seconds
    file = sqlite_file(evening.node.house.settings.places.database_url)
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(sqlite3.connect(file, timeout=DEADLINE, isolation_level=None)) as raw,
    ):
        raw.execute("BEGIN IMMEDIATE")
        patch.setattr(sqlite_journal, "BUSY_SECONDS", SOON)
        patch.setattr(writer, "busy_seconds", SOON)
        store.writer.execute(f"PRAGMA busy_timeout = {int(SOON * 1000)}")
        yield
        raw.execute("ROLLBACK")
    store.writer.execute(f"PRAGMA busy_timeout = {int(before * 1000)}")


async def get(evening: Evening, conversation: str) -> Conversation:
    async with evening.node.house.store.look() as records:
        it = await records.conversations.get(conversation)
    assert it is not None
    return it


@pytest.mark.parametrize("who", ["child", "volunteer"])
async def test_who_goes_while_nothing_can_be_written_is_gone_when_it_can(
    evening: Evening, tried: asyncio.Event, who: str
):
    blue, ann, talk = await evening.talk()
    gone: Client = blue if who == "child" else ann
    async with nothing_can_be_written(evening):
        await gone.close()
        async with asyncio.timeout(DEADLINE):
            await tried.wait()
    evening.clients.remove(gone)
    await evening._noticed(gone)
    it = await get(evening, talk)
    assert (it.child_gone_at if who == "child" else it.interrupted_at) is not None


async def test_who_comes_while_nothing_can_be_written_reads_and_is_here_when_it_can(
    evening: Evening, tried: asyncio.Event
):
    blue, ann, talk = await evening.talk()
    await blue.say("1", "hoi")
    await evening.leaves(blue, ann)
    assert (await get(evening, talk)).interrupted_at is not None
    async with nothing_can_be_written(evening):
        again = await evening.child(blue.resume)
        assert [it["text"] for it in again.view["messages"]] == ["hoi"]
        desk = await evening.desk("ann", cookie=ann.headers["Cookie"])
        assert [it["text"] for it in desk.view["conversations"][talk]["messages"]] == ["hoi"]
        assert (await again.say("2", "ben je er?"))["error"]["code"] == "try_again"
        async with asyncio.timeout(DEADLINE):
            await tried.wait()
    async with asyncio.timeout(DEADLINE):
        await asyncio.wait([viewer.insisting for viewer in evening._viewers() if viewer.insisting is not None])
    it = await get(evening, talk)
    assert it.child_gone_at is it.interrupted_at is None
    assert (await again.say("2", "ben je er?"))["ok"]
