"""The desk's telephone and a child talk over a real Asterisk: proved both ways, by who hears which tone."""

from __future__ import annotations

import asyncio
import math
import shutil
import struct
import wave
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from helpline.core.line import Device, Incoming, LegAnswered, LegGone, LegRinging, Up
from helpline.core.wishes import Answer, Connect, HangUp, Hold, Offer, Unhold
from helpline.telephony.ari import Ari
from helpline.telephony.ari_wishes import Ways
from helpline.telephony.asterisk import AsteriskLine
from helpline.telephony.phones import BROWSER
from helpline.web.sip_lines import Sip
from tests.e2e.browser_phone import BrowserPhone, chromium_that_says, desk_of_parts, opened
from tests.e2e.conftest import PROGRAMS
from tests.e2e.gallery.dev import lacks, modules
from tests.fakes.clock import FakeClock
from tests.servers.asterisk import MUSIC_HZ, SIP_ADDRESS, TRUNK_ADDRESS, Asterisk
from tests.telephony.exchange import DEADLINE_SECONDS, Told
from tests.telephony.phone import Phone, Talk

PHONE = "a1b2c3"
CHILD_HZ, VOLUNTEER_HZ = 450, 1000
TALK = {"id": "k1", "channel": "phone", "state": "active", "call": {"is_up": False, "others": []}}
WAV_RATE = 48_000


def write_beeps(path: Path, hertz: int) -> Path:
    """A tone that comes and goes: one that stays is noise to a browser, which takes it away."""
    loud = (int(20_000 * math.sin(2 * math.pi * hertz * i / WAV_RATE)) * (i % 24_000 < 14_000) for i in range(240_000))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(WAV_RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in loud))
    return path


class NoStore:
    """No log-in ends here."""


async def phone_of(session: bytes) -> str | None:
    """Whoever logs in has this one."""
    return PHONE


@dataclass(slots=True)
class Outside:
    """The line and what it told, a child, and a page."""

    line: AsteriskLine
    told: Told
    child: Phone
    page: BrowserPhone

    async def call(self) -> tuple[str, Talk]:
        """A child rings, and is answered."""
        talk = await self.child.invite("1234", "<sip:0612345678@operator.example>")
        call = (await self.told.one(Incoming)).call
        self.line.wish(Answer(call))
        await talk.until("up")
        return call, talk


async def heard_by(talk: Talk, *tones: int) -> None:
    """Wait until exactly these are heard."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while await talk.heard({CHILD_HZ, VOLUNTEER_HZ, MUSIC_HZ}) != set(tones):
            continue


@pytest_asyncio.fixture(loop_scope="session")
async def outside(asterisk: Asterisk, tmp_path: Path) -> AsyncIterator[Outside]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    if (missing := lacks()) is not None:
        pytest.skip(missing)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        url = f"ws://127.0.0.1:{asterisk.http_port}/ws"
        sip = Sip(url, NoStore(), FakeClock(), phone_of)  # type: ignore[arg-type]
        parts = await stack.enter_async_context(modules())
        address = await stack.enter_async_context(desk_of_parts(sip, parts))
        stack.push_async_callback(sip.close)
        tone = write_beeps(tmp_path / "tone.wav", VOLUNTEER_HZ)
        browser = await stack.enter_async_context(chromium_that_says(tone, program))
        line = AsteriskLine(Ari(http, asterisk.url, "helpline", "helpline", asterisk.password), Ways(), BROWSER)
        told = Told()
        line.heed(told)
        child = Phone("trunk", TRUNK_ADDRESS, (SIP_ADDRESS, asterisk.sip_port), CHILD_HZ)
        await child.start()
        runs = asyncio.create_task(line.run())
        try:
            await told.one(Up)
            await line.admit([PHONE])
            page = await opened(browser, address)
            await page.begin(await line.credentials(PHONE))
            await told.this(Device(PHONE, is_online=True))
            await page.until("line", "ready")
            yield Outside(line, told, child, page)
        finally:
            await line.admit(())
            child.close()
            runs.cancel()
            with suppress(asyncio.CancelledError):
                await runs


async def test_a_call_is_held_silently_until_it_is_accepted_then_both_hear_each_other(outside: Outside) -> None:
    line, told, page = outside.line, outside.told, outside.page
    call, talk = await outside.call()
    line.wish(Offer(call, "a", PHONE, 60))
    await told.this(LegRinging(call, "a"))
    await page.until("talk", "rung")
    await page.hold(TALK)
    await told.this(LegAnswered(call, "a"))
    line.wish(Connect(call, "a"))
    await page.until("talk", "up")
    await heard_by(talk, VOLUNTEER_HZ)
    await page.hears(CHILD_HZ, among=(CHILD_HZ, MUSIC_HZ))

    await page.mute(True)
    await heard_by(talk)
    await page.mute(False)
    await heard_by(talk, VOLUNTEER_HZ)

    line.wish(Hold(call))
    await heard_by(talk, MUSIC_HZ)
    await page.hears(among=(CHILD_HZ, MUSIC_HZ))
    line.wish(Unhold(call))
    await heard_by(talk, VOLUNTEER_HZ)
    await page.has_a_quality_of("good", "poor")

    await page.hold()
    await told.this(LegGone(call, "a"))
    await page.until("talk", "none")
    line.wish(HangUp(call))


async def test_an_offer_that_was_accepted_before_it_rings_is_answered_and_a_browser_that_dies_is_gone(
    outside: Outside,
) -> None:
    line, told, page = outside.line, outside.told, outside.page
    call, talk = await outside.call()
    await page.hold(TALK)
    line.wish(Offer(call, "a", PHONE, 60))
    await told.this(LegAnswered(call, "a"))
    line.wish(Connect(call, "a"))
    await heard_by(talk, VOLUNTEER_HZ)
    await page.close()
    await told.this(Device(PHONE, is_online=False))
    line.wish(HangUp(call))
