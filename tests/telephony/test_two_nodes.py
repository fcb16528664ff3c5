"""Two processes of ours on one PostgreSQL and one Asterisk: one attends, and who talks does not notice that it dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from helpline.clock import SystemClock
from tests.commands.at_node import desk
from tests.commands.typed import Server
from tests.servers.asterisk import MUSIC_HZ, Asterisk
from tests.telephony.nodes import (
    ANN_HZ,
    BLUE_HZ,
    ENVIRONMENT,
    People,
    a_talk,
    finishes,
    has_phone,
    hears,
    install,
    is_helped,
    people,
    start,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def installation(postgresql_url: str, asterisk: Asterisk, tmp_path: Path) -> ENVIRONMENT:
    return install(postgresql_url, asterisk, tmp_path)


@pytest.fixture
def first(installation: ENVIRONMENT) -> Iterator[Server]:
    with start(installation, "serve", "--port", "0") as it:
        it.says("telephone_up")
        yield it


@pytest.fixture
def second(first: Server, installation: ENVIRONMENT) -> Iterator[Server]:
    """The one that serves the desk, and waits for its turn."""
    with start(installation, "serve", "--port", "0") as it:
        yield it.ready()


@pytest.fixture
async def there(asterisk: Asterisk) -> AsyncIterator[People]:
    async with people(asterisk) as it:
        yield it


async def test_a_call_is_answered_at_the_node_that_does_not_attend_and_outlasts_the_one_that_does(
    first: Server, second: Server, there: People
):
    async with desk(second, "ann") as ann:
        await has_phone(ann, there.ann)
        await ann.be("available", channels=["phone"])
        blue, rung, talk = await a_talk(there, ann)
        blue.press("1")
        assert await ann.hears("key") == {"conversation": talk, "key": "1"}
        red = await there.rings("0687654321")
        await hears(red, {MUSIC_HZ})

        killed = SystemClock().now()
        first.process.kill()
        await hears(blue, {ANN_HZ})
        up = await asyncio.to_thread(second.says, "telephone_up")
        assert datetime.fromisoformat(str(up["at"])) > killed, "both attended, and took each other's calls away"
        await hears(blue, {ANN_HZ})
        await hears(rung, {BLUE_HZ})
        await hears(red, {MUSIC_HZ})

        # whoever attends now does what is asked at the desk
        assert await ann.do("call", talk, do="hang_up") == {"ok": True}
        await blue.until("over")
        await finishes(ann, talk)
        await is_helped(there, ann, red)
