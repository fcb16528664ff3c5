"""Words of another node: read together, handed on as they are; and when they cannot be read, everybody looks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from helpline.core.conversation import Message
from helpline.core.errors import TryAgain
from helpline.realtime.elsewhere import Elsewhere
from helpline.realtime.hub import Hub, Viewer

BLUE, RED = "conversation:blue", "conversation:red"


def message(conversation: str, seq: int) -> Message:
    return Message(conversation, seq, f"{seq}", "child", "hoi", datetime(2026, 1, 1, tzinfo=UTC))


class Page:
    """Was shown a conversation up to a number."""

    def __init__(self, hub: Hub, topic: str, newest: int) -> None:
        self.topics: set[str] = set()
        self.newest = newest
        self.looks = 0
        hub.look(cast(Viewer, self), topic)

    def last_seq(self, conversation: str) -> int:
        return self.newest

    def look_again(self) -> None:
        self.looks += 1


class Journal:
    """Remembers what it was asked; answers when it may."""

    def __init__(self, *kept: Message) -> None:
        self.asked: list[dict[str, int]] = []
        self.kept = kept
        self.is_away = False
        self.may = asyncio.Event()

    async def newer(self, after: Mapping[str, int]) -> list[Message]:
        self.asked.append(dict(after))
        await self.may.wait()
        if self.is_away:
            raise TryAgain
        return [it for it in self.kept if it.seq > after.get(it.conversation, it.seq)]


async def heeded(elsewhere: Elsewhere, journal: Journal, *told: set[str]) -> None:
    for topics in told:
        elsewhere.heed(topics)
        await asyncio.sleep(0)  # so that the first is under way when the next is told
    journal.may.set()
    while elsewhere.reading is not None:
        await asyncio.wait([elsewhere.reading])


def of(journal: Journal, hub: Hub) -> tuple[Elsewhere, list[Message]]:
    heard: list[Message] = []

    def deliver(messages: Sequence[Message]) -> None:
        heard.extend(messages)

    return Elsewhere(cast(Any, journal), hub, deliver), heard


async def test_what_was_told_while_it_reads_is_read_together():
    hub, journal = Hub(), Journal(message("blue", 3), message("red", 8))
    Page(hub, BLUE, 2)
    Page(hub, RED, 7)
    elsewhere, heard = of(journal, hub)
    await heeded(elsewhere, journal, {BLUE}, {RED}, {BLUE})
    assert journal.asked == [{"blue": 2}, {"red": 7, "blue": 2}]
    assert {(it.conversation, it.seq) for it in heard} == {("blue", 3), ("red", 8)}


async def test_it_reads_from_what_the_page_that_is_furthest_behind_was_shown():
    hub, journal = Hub(), Journal()
    for newest in (5, 3, 4):
        Page(hub, BLUE, newest)
    elsewhere, _ = of(journal, hub)
    await heeded(elsewhere, journal, {BLUE})
    assert journal.asked == [{"blue": 3}]


async def test_a_page_that_is_being_shown_it_looks_again():
    hub, journal = Hub(), Journal()
    page, other = Page(hub, BLUE, -1), Page(hub, BLUE, 3)
    elsewhere, _ = of(journal, hub)
    await heeded(elsewhere, journal, {BLUE})
    assert (page.looks, other.looks) == (1, 0)
    assert journal.asked == [{"blue": 3}]


async def test_what_nobody_here_looks_at_any_more_is_not_read():
    journal = Journal()
    elsewhere, heard = of(journal, Hub())
    await heeded(elsewhere, journal, {BLUE})
    assert journal.asked == heard == []


async def test_when_it_cannot_be_read_everybody_looks():
    hub, journal = Hub(), Journal(message("blue", 3))
    page = Page(hub, BLUE, 2)
    journal.is_away = True
    elsewhere, heard = of(journal, hub)
    await heeded(elsewhere, journal, {BLUE})
    assert (page.looks, heard) == (1, [])


async def test_it_ends_with_what_it_is_reading():
    hub, journal = Hub(), Journal(message("blue", 3))
    Page(hub, BLUE, 2)
    elsewhere, heard = of(journal, hub)
    elsewhere.heed({BLUE})
    closing = asyncio.ensure_future(elsewhere.close())
    await asyncio.sleep(0)
    elsewhere.heed({BLUE})
    assert not closing.done()
    journal.may.set()
    await closing
    assert elsewhere.reading is None
    assert (journal.asked, len(heard)) == ([{"blue": 2}], 1)
