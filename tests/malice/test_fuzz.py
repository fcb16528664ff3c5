"""Every event and every route, with what their schemas allow, what they do not, and what is nothing at all."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections import Counter
from pathlib import Path
from random import Random
from statistics import quantiles

import aiohttp
import pytest

from helpline.core.permissions import CHILD_FACE, DESK_FACE, PRACTICE_FACE
from tests.blackbox.people import log_in
from tests.commands.typed import PASSWORD
from tests.malice.conftest import MEGABYTE, Target, attacked
from tests.malice.fuzz import Question, Sender, Tally, asks, packets, questions

IS_LONG = os.environ.get("HELPLINE_LONG") == "1"
PACKETS, REQUESTS, OF_EACH = (200_000, 10_000, 100) if IS_LONG else (10_000, 500, 10)
GROWTH = 20 * MEGABYTE
"""From when everything was seen once to the end."""
NO_LIMITS = "[limits]\nenabled = false\n"


async def test_nothing_that_is_sent_breaks_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    pools = {face: packets(face, OF_EACH) for face in (CHILD_FACE, DESK_FACE, PRACTICE_FACE)}
    routes = questions(OF_EACH)
    async with attacked(tmp_path, NO_LIMITS) as target, target.canary.going_on():
        fuzz = Fuzz(target, pools, routes)
        async with aiohttp.ClientSession(fuzz.address, cookie_jar=aiohttp.DummyCookieJar()) as http:
            cookies = {name: await log_in(fuzz.address, name, PASSWORD) for name in ("ben", "cora", "dirk")}
            await fuzz.run(http, cookies, PACKETS // 5, REQUESTS // 5)
            before = target.memory()
            began = asyncio.get_running_loop().time()
            await fuzz.run(http, cookies, PACKETS - PACKETS // 5, REQUESTS - REQUESTS // 5)
            took = asyncio.get_running_loop().time() - began
        grown = target.memory() - before
        with capsys.disabled():
            fuzz.tell(took, grown)
    assert fuzz.tally.sent >= PACKETS
    assert fuzz.tally.hangs == fuzz.statuses["hangs"] == 0
    assert not any(re.fullmatch("5..", status) for status in fuzz.statuses if status != "503"), fuzz.statuses
    assert "fault" not in fuzz.tally.answers
    assert grown < GROWTH


class Fuzz:
    """Children, desks and a telephone at once, and requests beside them."""

    def __init__(self, target: Target, pools: dict[str, list[tuple[str, object]]], routes: list[Question]) -> None:
        self.address = f"http://127.0.0.1:{target.port}"
        self.tally = Tally(spared=target.canary.conversation)
        self.statuses: Counter[str] = Counter()
        self._target, self._pools, self._routes = target, pools, routes
        self._chance = Random(7)

    async def run(self, http: aiohttp.ClientSession, cookies: dict[str, str], most: int, requests: int) -> None:
        who = [*[(CHILD_FACE, "")] * 4, *((DESK_FACE, cookie) for cookie in cookies.values()), (PRACTICE_FACE, "")]
        senders = [Sender(http, face, cookie, self.tally, Random(self._chance.random())) for face, cookie in who]
        share = -(-most // len(who))
        known = ["", *cookies.values()]
        *_, found = await asyncio.gather(
            *(sender.sends(self._pools[face], share) for sender, (face, _) in zip(senders, who, strict=True)),
            asks(http, self.address, known, self._routes, requests, self._chance),
        )
        self.statuses += found

    def tell(self, took: float, grown: int) -> None:
        words = sorted(self._target.canary.took)
        middle = quantiles(words, n=100)
        answers = " · ".join(f"{code} {count}" for code, count in self.tally.answers.most_common())
        statuses = " · ".join(f"{code} {count}" for code, count in self.statuses.most_common())
        sys.stdout.write(f"""
| what | figure |
|---|---|
| packets of events | {self.tally.sent} |
| their answers | {answers} |
| sockets closed for nonsense | {self.tally.closed} |
| requests by status | {statuses} |
| without an answer | {self.tally.hangs + self.statuses["hangs"]} |
| memory, from a fifth of the way to the end | {grown / MEGABYTE:+.1f} MB |
| the conversation beside it: words, median, 99 %, longest | {len(words)}, {middle[49] * 1000:.0f} ms, \
{middle[98] * 1000:.0f} ms, {words[-1] * 1000:.0f} ms |
| seconds for the last four fifths | {took:.0f} |
""")
