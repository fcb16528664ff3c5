"""`helpline phone` beside `helpline serve`: one attends, a second one waits, and one that slept does nothing more."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.commands.at_node import desk
from tests.commands.typed import Server
from tests.servers.asterisk import Asterisk
from tests.telephony.nodes import (
    ANN_HZ,
    BLUE_HZ,
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
async def there(asterisk: Asterisk) -> AsyncIterator[People]:
    async with people(asterisk) as it:
        yield it


@pytest.fixture
def processes(postgresql_url: str, asterisk: Asterisk, tmp_path: Path) -> Iterator[tuple[Server, Server, Server]]:
    """The one that attends, the one that waits for its turn, and the one with the pages."""
    installation = install(postgresql_url, asterisk, tmp_path, attended_by="phone")
    with ExitStack() as all_of_them:
        attends = all_of_them.enter_context(start(installation, "phone"))
        attends.says("telephone_up")
        waits = all_of_them.enter_context(start(installation, "phone"))
        waits.says("attending")
        pages = all_of_them.enter_context(start(installation, "serve", "--port", "0"))
        yield attends, waits, pages.ready()


async def test_one_that_slept_too_long_does_nothing_more_and_talks_run_on(
    processes: tuple[Server, Server, Server], there: People
):
    attends, waits, pages = processes
    async with desk(pages, "ann") as ann:
        await has_phone(ann, there.ann)
        await ann.be("available", channels=["phone"])
        blue, rung, talk = await a_talk(there, ann)
        blue.press("1")
        assert await ann.hears("key") == {"conversation": talk, "key": "1"}

        attends.process.send_signal(signal.SIGSTOP)
        try:
            await hears(blue, {ANN_HZ})
            await asyncio.to_thread(waits.says, "telephone_up")
            await hears(rung, {BLUE_HZ})
        finally:
            attends.process.send_signal(signal.SIGCONT)
        await asyncio.to_thread(attends.says, "telephone_not_ours")

        # whoever attends now is told of everything, and does what is asked
        blue.press("2")
        assert await ann.hears("key") == {"conversation": talk, "key": "2"}
        assert await ann.do("call", talk, do="hold") == {"ok": True}
        assert await ann.do("call", talk, do="resume") == {"ok": True}
        await hears(blue, {ANN_HZ})
        assert await ann.do("call", talk, do="hang_up") == {"ok": True}
        await blue.until("over")
        assert ann.has_heard("key") == []
        await finishes(ann, talk)
        red = await there.rings("0687654321")
        await is_helped(there, ann, red)
    for it, ours in ((attends, 1), (waits, 1)):
        said = [line["event"] for line in await asyncio.to_thread(rest_of, it)]
        assert said.count("telephone_up") == ours, said


def rest_of(it: Server) -> list[dict[str, object]]:
    """Everything that it said; it ends."""
    it.process.terminate()
    with pytest.raises(AssertionError, match="it ended with"):
        it.says("nothing that is ever said")
    return it.log
