"""`kill -9` while people talk: what was acknowledged is there afterwards, once and in order.

Clients outside of the process keep a ledger of every acknowledgement, and send again what got none, as pages do.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.blackbox.people import Person, log_in
from tests.commands.typed import PASSWORD, Server, free_port

KILLS = 4

pytestmark = pytest.mark.slow


class Countdown:
    """Set when so many more acknowledgements have come."""

    def __init__(self) -> None:
        self.left = 0
        self.is_over = asyncio.Event()

    def begin(self, count: int) -> None:
        self.left = count
        self.is_over.clear()

    def count(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.is_over.set()


class Speaker:
    """Says one thing after the other, each until it is acknowledged."""

    def __init__(self, name: str, countdown: Countdown, extra: dict[str, str]) -> None:
        self.name = name
        self.countdown = countdown
        self.extra = extra
        self.ledger: dict[str, int] = {}
        self._next = 0

    async def talks(self, person: Person) -> None:
        """Until the line breaks. What got no answer is said again under the same id the next time."""
        while True:
            client_id = f"{self.name}-{self._next}"
            answer = await person.call("say", {"client_id": client_id, "text": f"zin {client_id}", **self.extra})
            assert answer.get("ok") is True, answer
            assert self.ledger.setdefault(client_id, answer["seq"]) == answer["seq"]
            self._next += 1
            self.countdown.count()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """No limits, for these speak faster than people do."""
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "rules.toml").write_text("[limits]\nenabled = false\n")
    return folder


def _demo(data: Path, config: Path, port: int) -> Server:
    words = ("demo", "--port", str(port), "--data", str(data), "--config", str(config))
    return Server(*words, data=data, HELPLINE_DEMO_PASSWORD=PASSWORD)


async def test_what_was_acknowledged_survives_every_kill_once_and_in_order(tmp_path: Path, config: Path) -> None:
    port, chance = free_port(), random.Random(20261121)
    data, address = tmp_path / "data", f"http://127.0.0.1:{port}"
    resume: str | None = None
    speakers: list[Speaker] = []
    countdown = Countdown()
    waiting: dict[str, Any] = {}
    for _ in range(KILLS):
        with _demo(data, config, port) as server:
            await asyncio.to_thread(server.ready)
            cookie = await log_in(address, "ann", PASSWORD)
            async with (
                Person(address, "/child", resume=resume) as blue,
                Person(address, "/desk", cookie=cookie) as ann,
                Person(address, "/child", resume=waiting.get("resume")) as red,
            ):
                if not speakers:
                    resume, conversation = await _meet(blue, ann)
                    speakers = [
                        Speaker("blue", countdown, {}),
                        Speaker("ann", countdown, {"conversation": conversation}),
                    ]
                    waiting = await red.call("enter", {})
                # who waited before the kill has its place and its conversation after it
                again = await red.call("enter", {})
                assert (again["conversation"], again["position"]) == (waiting["conversation"], waiting["position"])
                countdown.begin(chance.randrange(20, 120))
                talks = [asyncio.ensure_future(speakers[0].talks(blue)), asyncio.ensure_future(speakers[1].talks(ann))]
                async with asyncio.timeout(120):
                    await countdown.is_over.wait()
                os.kill(server.process.pid, signal.SIGKILL)  # in the middle of a sentence
                for talk in talks:
                    talk.cancel()
                await asyncio.gather(*talks, return_exceptions=True)
    with _demo(data, config, port) as server:
        await asyncio.to_thread(server.ready)
        async with Person(address, "/child", resume=resume) as blue:
            messages = (await blue.hears("snapshot"))["messages"]
        assert await asyncio.to_thread(server.stop) == 0
    _compare(messages, speakers)


async def _meet(blue: Person, ann: Person) -> tuple[str, str]:
    entered = await blue.call("enter", {})
    await ann.call("be", {"status": "available"})
    offer = await ann.hears("offer")
    taken = await ann.call("accept", {"offer": offer["offer"]})
    await ann.call("be", {"status": "away"})
    return entered["resume"], taken["conversation"]["id"]


def _compare(messages: list[dict[str, Any]], speakers: list[Speaker]) -> None:
    kept = {message["client_id"]: message["seq"] for message in messages}
    assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
    assert len(kept) == len(messages), "doubled"
    for speaker in speakers:
        assert {name: kept.get(name) for name in speaker.ledger} == speaker.ledger, "acknowledged and missing"
        mine = [message["client_id"] for message in messages if message["client_id"].startswith(f"{speaker.name}-")]
        assert mine == [f"{speaker.name}-{number}" for number in range(len(mine))], "reordered"
        assert len(speaker.ledger) > KILLS
