"""Walking a page by keyboard alone."""

from __future__ import annotations

from playwright.async_api import Locator, Page

MOST_STEPS = 60

# The mark of the focus may stand around the label that holds the control.
SHOWS_FOCUS = """it => {
  for (const one of [it, it.closest('label')]) {
    const style = one && getComputedStyle(one)
    if (style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return true
  }
  return false
}"""


async def walk_to(page: Page, place: Locator, key: str = "Tab") -> None:
    """Press Tab until this has the focus, which must be seen at every step."""
    for _ in range(MOST_STEPS):
        if await place.evaluate("it => it === document.activeElement"):
            return
        await page.keyboard.press(key)
        focused = page.locator(":focus")
        if await focused.count():
            assert await focused.evaluate(SHOWS_FOCUS), await focused.evaluate("it => it.outerHTML")
    raise AssertionError(f"the keyboard does not reach {place}")
