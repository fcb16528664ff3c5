"""What holds in every state of all pages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.gallery.dev import Gallery, axe_source, opened

AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] })
  return found.violations.flatMap(({ id, nodes }) => nodes.map((one) => `${id}: ${one.target} ${one.failureSummary}`))
}"""

# What is told more than once in what one sees.
TWICE = """() => [...document.querySelectorAll('[role=alert], [role=status]')]
  .filter((one) => !one.querySelector('[role=alert], [role=status]') && one.getBoundingClientRect().width > 2)
  .map((one) => one.innerText.trim())
  .filter((text, nth, all) => text !== '' && all.indexOf(text) !== nth)"""

# Wider than the window, but for what is only there for who listens.
WIDER = (
    """() => document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px`] : []"""
)

# Too small to touch: what is pressed or chosen, or its label.
SMALL = """() => [...document.querySelectorAll('button, a, summary, input, textarea')]
  .map((one) => one.closest('label') ?? one)
  .filter((one) => one.checkVisibility())
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}×${box.height}`)"""

# What moves, longer than a blink.
MOVES = """() => document.getAnimations().filter((one) => one.effect.getComputedTiming().activeDuration > 1)
  .map((one) => one.effect.target.outerHTML.slice(0, 80))"""

# Scroll up until there is nothing more: how far (CSS px) what stood on top was moved each time that older words came.
READ_BACK = """async (list) => {
  const moved = []
  for (let before = 0; list.querySelectorAll('li').length > before; ) {
    before = list.querySelectorAll('li').length
    list.scrollTop = 40
    const first = list.querySelector('li')
    const stood = first.getBoundingClientRect().top
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame)
    moved.push(Math.abs(first.getBoundingClientRect().top - stood))
  }
  return moved
}"""

# What scrolls at a desk and is neither the messages nor a list or text that somebody opened or wrote.
SCROLLS = """() => [...document.querySelectorAll('*')]
  .filter((one) => one.scrollHeight > one.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(one).overflowY))
  .filter((one) => !one.matches('[role=region], textarea, .choices, [role=dialog]') && one.clientHeight > 0)
  .map((one) => `${one.tagName} ${one.className}`)
  .concat(document.documentElement.scrollHeight > innerHeight ? ['the page'] : [])"""

# The page itself.
PAGE_SCROLLS = "() => document.documentElement.scrollHeight > innerHeight ? ['the page'] : []"

# Remember of each place that comes to have the focus by a key whether it cannot be seen or shows no sign of it.
WATCH_FOCUS = """() => {
  window.unseen = []
  window.walked = 0
  addEventListener('keyup', () => {
    const one = document.activeElement
    if (one === null || one === document.body) return
    window.walked += 1
    const shown = one.closest('label') ?? one
    const box = shown.getBoundingClientRect()
    const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
    const signs = [one, shown].some((it) => getComputedStyle(it).outlineStyle !== 'none')
    if (inside && signs) return
    window.unseen.push(`${one.outerHTML.slice(0, 80)} ${inside ? 'shows no focus' : 'is out of sight'}`)
  }, { capture: true })
}"""
STEPS = 40
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "nativeVirtualKeyCode": 9}

Look = Callable[[Gallery], Awaitable[list[str]]]


async def wrongs(
    gallery: Gallery, look: Look, *, of: str = "", language: str = "nl", theme: str = "light"
) -> dict[str, list[str]]:
    """What a look finds, in each state whose name begins so."""
    found = {}
    for state in await gallery.states():
        if not state.startswith(of):
            continue
        await gallery.show(state, language=language, theme=theme)
        if some := await look(gallery):
            found[state] = some
    return found


def running(script: str) -> Look:
    """A look that runs a script in the page."""

    async def look(gallery: Gallery) -> list[str]:
        found: list[str] = await gallery.page.evaluate(script)
        return found

    return look


async def axe(gallery: Gallery) -> list[str]:
    """What axe finds."""
    if not await gallery.page.evaluate("'axe' in window"):
        await gallery.page.evaluate(axe_source())
    found: list[str] = await gallery.page.evaluate(AXE)
    return found


@pytest.mark.parametrize(("width", "language", "theme"), [(1280, "nl", "light"), (320, "en", "dark")])
async def test_axe_finds_nothing(browser: Browser, address: str, width: int, language: str, theme: str) -> None:
    async with opened(browser, address, width=width) as gallery:
        # An emptied page has no language and no landmark, and is meant to be nothing.
        found = await wrongs(gallery, axe, language=language, theme=theme)
        assert {state: all_of for state, all_of in found.items() if state != "child/exit"} == {}
        assert gallery.said == []


async def test_nothing_is_told_twice(browser: Browser, address: str) -> None:
    for width in (1280, 320):
        async with opened(browser, address, width=width) as gallery:
            assert await wrongs(gallery, running(TWICE)) == {}, width


async def test_no_page_is_wider_than_the_smallest_phone(browser: Browser, address: str) -> None:
    async with opened(browser, address, width=320, height=568) as gallery:
        assert await wrongs(gallery, running(WIDER)) == {}


async def test_text_of_twice_the_size_still_fits_a_phone(browser: Browser, address: str) -> None:
    async def enlarged(gallery: Gallery) -> list[str]:
        await gallery.page.evaluate("document.documentElement.style.fontSize = '200%'")
        return await running(WIDER)(gallery)

    async with opened(browser, address, width=320, height=640) as gallery:
        assert await wrongs(gallery, enlarged, of="child/") == {}
        assert await wrongs(gallery, enlarged, of="practice/") == {}


async def test_a_child_can_touch_everything(browser: Browser, address: str) -> None:
    async with opened(browser, address, width=320, height=568) as gallery:
        assert await wrongs(gallery, running(SMALL), of="child/") == {}
        assert await wrongs(gallery, running(SMALL), of="practice/") == {}


async def test_only_messages_scroll_at_a_desk(browser: Browser, address: str) -> None:
    async with opened(browser, address, width=1280, height=720) as gallery:
        found = await wrongs(gallery, running(SCROLLS), of="desk/")
        # More conversations than a screen can hold.
        assert {state: all_of for state, all_of in found.items() if state != "desk/queue-busy"} == {}


async def test_whoever_asked_for_no_motion_sees_none(browser: Browser, address: str) -> None:
    async with opened(browser, address, width=320, height=568) as gallery:
        assert await wrongs(gallery, running(MOVES), of="child/waiting") == {}
        await gallery.page.emulate_media(reduced_motion="no-preference")
        assert await wrongs(gallery, running(MOVES), of="child/waiting") != {}


async def test_the_writing_line_of_a_child_stays_in_sight(browser: Browser, address: str) -> None:
    async with opened(browser, address, width=320, height=480) as gallery:
        assert await wrongs(gallery, running(PAGE_SCROLLS), of="child/talking") == {}


async def test_whoever_reads_back_at_a_desk_comes_to_the_first_words_and_is_not_moved(
    browser: Browser, address: str
) -> None:
    async with opened(browser, address) as gallery:
        await gallery.show("desk/many-messages")
        messages = gallery.page.get_by_role("region", name="Berichten")
        assert await messages.get_by_role("listitem").count() < 100
        moved = await messages.evaluate(READ_BACK)
        assert max(moved) < 2
        await expect(messages.get_by_role("listitem")).to_have_count(150)


async def test_whoever_walks_by_keyboard_sees_where_they_are(browser: Browser, address: str) -> None:
    async with opened(browser, address, width=1280, height=720) as gallery:
        devtools = await gallery.page.context.new_cdp_session(gallery.page)

        async def walk(gallery: Gallery) -> list[str]:
            if not await gallery.page.evaluate("'walked' in window"):
                await gallery.page.evaluate(WATCH_FOCUS)
            await gallery.page.evaluate("window.unseen.length = window.walked = 0")
            # All at once, in their order: to wait for each would take ten times as long.
            keys = [{"type": kind, **TAB} for _ in range(STEPS) for kind in ("rawKeyDown", "keyUp")]
            await asyncio.gather(*(devtools.send("Input.dispatchKeyEvent", key) for key in keys))
            steps.append(await gallery.page.evaluate("window.walked"))
            return list(dict.fromkeys(await gallery.page.evaluate("window.unseen")))

        steps: list[int] = []
        assert await wrongs(gallery, walk) == {}
        assert sum(steps) > 10 * len(steps)
