"""A volunteer with a slow computer and two long conversations: each key is answered, whatever was said before."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Browser

from bench.browser import Slow

LAPTOP = {"viewport": {"width": 1280, "height": 720}}
WORDS = "wat goed dat je dat vertelt. neem gerust de tijd, ik lees rustig mee met wat je schrijft. is het vaker zo? "
SWITCHES = 10
LINES = "document.querySelectorAll('[role=region] li').length"


@dataclass(slots=True)
class Sitting:
    """Milliseconds: of the whole page, of each key, of each change of conversations, of each line sent."""

    opened: float
    writing: list[float]
    field: list[float]
    switching: list[float]
    sending: list[float]


async def sit_down(browser: Browser, address: str, cookie: str, shown: int) -> Sitting:
    """Somebody who is logged in comes back to two long conversations and works; of each so many messages are drawn."""
    desk = await Slow.opened(browser, **LAPTOP)
    name, _, value = cookie.partition("=")
    await desk.page.context.add_cookies([{"name": name, "value": value, "url": address}])
    opened = await desk.come(f"{address}/desk", f"{LINES} >= {shown}")
    await desk.page.focus("#write")
    writing = await desk.strokes(WORDS)
    sending = [await _send(desk, shown + count) for count in range(1, 4)]
    await desk.page.focus("#registration input[inputmode=numeric]")
    field = await desk.strokes("12")
    await desk.page.focus("#field-topics input")
    field += await desk.strokes("ruzie met ouders")
    switching = [await _switch(desk) for _ in range(SWITCHES)]
    await desk.close()
    return Sitting(opened, writing, field, switching, sending)


async def _switch(desk: Slow) -> float:
    heading = await desk.page.locator("main h2").first.inner_text()
    return await desk.answer(
        lambda: desk.page.keyboard.press("Alt+v"), f"document.querySelector('main h2').textContent !== '{heading}'"
    )


async def _send(desk: Slow, lines: int) -> float:
    await desk.page.fill("#write", "vertel maar, ik lees rustig mee")
    return await desk.answer(lambda: desk.page.keyboard.press("Enter"), f"{LINES} === {lines}")
