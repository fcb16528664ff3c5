"""A child with an old phone far from the mast: its page comes for the first time, and each tap is answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.async_api import Browser

from bench.browser import NARROW, Slow

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
BUTTON = "#page button.main"
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
SHIFTS = "new PerformanceObserver((list) => { window.shifted = (window.shifted ?? 0) + list.getEntries().reduce((sum, one) => sum + one.value, 0) }).observe({ type: 'layout-shift', buffered: true })"  # noqa: E501


@dataclass(slots=True)
class Visit:
    """Milliseconds, bytes over the network, requests, and how far things moved while the page came."""

    first_paint: float = 0
    ready: float = 0
    size: float = 0
    requests: int = 0
    shifted: float = 0
    taps: dict[str, float] = field(default_factory=dict)


async def visit(browser: Browser, address: str) -> Visit:
    """One child with nothing in its cache: in, a word with the volunteer who takes it, and away."""
    seen, phone = Visit(), await Slow.opened(browser, **PHONE)
    await phone.devtools.send("Network.emulateNetworkConditions", NARROW)
    await phone.page.add_init_script(SHIFTS)
    phone.devtools.on("Network.loadingFinished", lambda it: _count(seen, it["encodedDataLength"]))
    seen.ready = await phone.come(address, f"document.querySelector('{BUTTON}') !== null")
    await phone.page.wait_for_load_state("networkidle")
    seen.first_paint = await phone.page.evaluate(FIRST_PAINT)
    seen.shifted = await phone.page.evaluate("window.shifted ?? 0")
    await _talk(phone, seen.taps)
    await phone.close()
    return seen


def _count(seen: Visit, size: float) -> None:
    seen.size += size
    seen.requests += 1


async def _talk(phone: Slow, taps: dict[str, float]) -> None:
    page = phone.page

    async def tap(name: str, selector: str, holds: str) -> None:
        taps[name] = await phone.answer(lambda: page.tap(selector), holds)

    await tap("welcome → topic and name", BUTTON, "document.querySelector('#name') !== null")
    await tap("topic chosen", ".topic >> nth=1", "document.querySelector('.topic :checked') !== null")
    await tap("topic and name → the queue", BUTTON, "document.querySelector('#name') === null")
    await page.wait_for_selector("#write")
    await page.fill("#write", "ik durf niet naar huis")
    await tap("send → the own words", "[type=submit]", "document.querySelectorAll('[role=log] p').length === 1")
    await tap("exit → blank", ".exit", "document.body.childElementCount === 0")
