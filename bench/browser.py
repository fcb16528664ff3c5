"""A slow browser, and how long after a tap or a key it has drawn the answer."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright

SLOWER = 4
"""How many times slower the processor is made."""
NARROW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s and 400 ms."""
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# `drawn`: the next frame is on the screen · `answered`: so long after the last tap or key what was waited for is drawn.
STOPWATCH = """(() => {
  let began = 0
  const note = (event) => { began = event.timeStamp }
  for (const kind of ['pointerup', 'keydown']) addEventListener(kind, note, { capture: true })
  window.drawn = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => then(performance.now())
    port2.postMessage(null)
  })
  window.until = (holds, tell) => {
    const look = () => {
      if (!holds()) return
      watch.disconnect()
      removeEventListener('change', look)
      drawn(tell)
    }
    const watch = new MutationObserver(look)
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    addEventListener('change', look)
    look()
  }
  window.arm = (holds) => window.until(holds, (at) => window.answered(at - began))
  window.there = (holds) => new Promise((done) => window.until(holds, done))
  window.strokes = []
  addEventListener('keydown', ({ timeStamp }) => drawn((at) => window.strokes.push(at - timeStamp)), { capture: true })
})()"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser of this machine."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise SystemExit("The pages are measured in Chromium, which is not installed.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        await browser.close()


class Slow:
    """One page with a slow processor, in a browser of its own."""

    def __init__(self, page: Page, devtools: CDPSession) -> None:
        self.page = page
        self.devtools = devtools
        self._answers: asyncio.Queue[float] = asyncio.Queue()

    @classmethod
    async def opened(cls, browser: Browser, **options: Any) -> Slow:
        """A page that knows nothing yet."""
        context = await browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", **options)
        page = await context.new_page()
        slow = cls(page, await context.new_cdp_session(page))
        await slow.devtools.send("Network.enable")
        await slow.devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        await page.expose_function("answered", slow._answers.put_nowait)
        await page.add_init_script(STOPWATCH)
        return slow

    async def come(self, address: str, holds: str) -> float:
        """Milliseconds until what holds then is drawn of this page."""
        await self.page.goto(address, wait_until="commit")
        took: float = await self.page.evaluate(f"there(() => {holds})")
        return took

    async def answer(self, deed: Callable[[], Awaitable[object]], holds: str) -> float:
        """Milliseconds from the tap or key of this deed until what holds then is drawn."""
        await self.page.evaluate(f"arm(() => {holds})")
        await deed()
        async with asyncio.timeout(60):
            return await self._answers.get()

    async def strokes(self, words: str) -> list[float]:
        """Milliseconds from each key to the frame that shows it; the next is pressed when that has been seen."""
        await self.page.evaluate("strokes.length = 0")
        for sign in words:
            await self.page.keyboard.press(sign)
            await self.page.evaluate("new Promise((done) => drawn(done))")
        took: list[float] = await self.page.evaluate("strokes")
        return took

    async def close(self) -> None:
        """Take the page away."""
        await self.page.context.close()
