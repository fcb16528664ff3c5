"""A page of ours that is a telephone, in a Chromium whose microphone says one tone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from helpline.ports import Credentials
from helpline.web.sip_lines import Sip
from tests.e2e.conftest import ARGUMENTS

DEADLINE_SECONDS = 60
ON_A_PHONE = (
    *ARGUMENTS,
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)

# The product's own parts, put together as the desk does it; what the desk would know comes from the test.
BEGIN = """async (credentials) => {
  const [{ Telephone }, { openSip }, { openMicrophone, play }, { empty }] = await Promise.all([
    import('/src/desk/phone/telephone.svelte.ts'), import('/src/net/sip.ts'),
    import('/src/desk/phone/devices.ts'), import('/src/desk/reducer.ts'),
  ])
  const kept = new Map()
  window.telephone = new Telephone({
    ask: async () => ({ ok: true, practice: false, ...credentials }),
    open: async (given, heed) => openSip(given, heed),
    microphone: openMicrophone,
    play: (sound, headset) => { window.sound = sound; return play(sound, headset) },
    device: { get: (key) => kept.get(key) ?? null, set: (key, value) => kept.set(key, value) },
    now: () => Date.now(),
  })
  const me = { channels: ['phone'], phone: { online: true } }
  window.follow = (conversations) => window.telephone.follow({ ...empty, link: 'here', conversations, me })
  window.follow([])
}"""

FOLLOW = "(all) => window.follow(all)"
IS = "([name, value]) => window.telephone?.standing[name] === value"

# Which of these tones stands out of what is heard, half a second at a time.
HEARS = """async (tones) => {
  const context = new AudioContext({ sampleRate: 8000 })
  const analyser = context.createAnalyser()
  analyser.fftSize = 2048
  context.createMediaStreamSource(window.sound).connect(analyser)
  const silence = new ConstantSourceNode(context, { offset: 0 })
  const heard = new Promise((done) => silence.addEventListener('ended', done, { once: true }))
  silence.connect(context.destination)
  silence.start()
  silence.stop(context.currentTime + 0.5)
  await heard
  const loud = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(loud)
  await context.close()
  const place = (hertz) => Math.round(hertz / 8000 * 2048)
  return tones.filter((hertz) => Math.max(...loud.slice(place(hertz) - 2, place(hertz) + 3)) > -50)
}"""


@dataclass(frozen=True, slots=True)
class BrowserPhone:
    """The page."""

    page: Page

    async def begin(self, it: Credentials) -> None:
        """Become a phone."""
        given = {"phone": it.phone, "password": it.password, "uri": f"sip:{it.phone}@helpline", "ice_servers": []}
        await self.page.evaluate(BEGIN, given)

    async def until(self, name: str, value: object) -> None:
        """Wait until it stands so."""
        await self.page.wait_for_function(IS, arg=[name, value])

    async def has_a_quality_of(self, *some: str) -> None:
        """Wait until the connection is one of these."""
        await self.page.wait_for_function("(some) => some.includes(window.telephone.standing.quality)", arg=list(some))

    async def hold(self, *conversations: Mapping[str, object]) -> None:
        """The desk holds these now."""
        await self.page.evaluate(FOLLOW, list(conversations))

    async def mute(self, muted: bool) -> None:
        await self.page.evaluate("(muted) => window.telephone.mute(muted)", muted)

    async def hears(self, *tones: int, among: tuple[int, ...]) -> None:
        """Wait until of these exactly some are heard."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while set(await self.page.evaluate(HEARS, list(among))) != set(tones):
                continue

    async def close(self) -> None:
        """The browser is gone, saying nothing."""
        await self.page.context.close()


@asynccontextmanager
async def chromium_that_says(tone: Path, program: str) -> AsyncIterator[Browser]:
    """A browser whose microphone is this recording."""
    arguments = [*ON_A_PHONE, f"--use-file-for-fake-audio-capture={tone}"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        await browser.close()


@asynccontextmanager
async def desk_of_parts(sip: Sip, parts: str) -> AsyncIterator[str]:
    """An address with the route `/sip`, and the parts of the pages as Vite serves them at `parts`."""
    async with ClientSession(auto_decompress=False) as http:

        async def carry(request: web.Request) -> web.StreamResponse:
            return await sip.carry(request, "token")

        async def empty(_: web.Request) -> web.Response:
            return web.Response(text="<!doctype html><title>phone</title>", content_type="text/html")

        async def part(request: web.Request) -> web.Response:
            async with http.get(f"{parts}{request.rel_url}", headers={"Accept": "*/*"}) as answer:
                kept = {name: answer.headers[name] for name in ("Content-Type",) if name in answer.headers}
                return web.Response(body=await answer.read(), status=answer.status, headers=kept)

        app = web.Application()
        app.router.add_get("/sip", carry)
        app.router.add_get("/", empty)
        app.router.add_get("/{path:.+}", part)
        async with TestServer(app, host="127.0.0.1") as server:
            yield f"http://127.0.0.1:{server.port}"


async def opened(browser: Browser, address: str) -> BrowserPhone:
    """A page of its own."""
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(DEADLINE_SECONDS * 1000)
    await page.goto(address)
    return BrowserPhone(page)
