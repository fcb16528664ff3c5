"""A small old phone on a poor line, with its keyboard open, without pictures and behind an old proxy."""

from __future__ import annotations

from playwright.async_api import Page

from tests.e2e.evening import Evening, picture

SMALL = {"viewport": {"width": 320, "height": 480}, "reduced_motion": "reduce"}
WITH_KEYBOARD = {"width": 320, "height": 260}

# What is out of sight of the writing line, its button, the way out and the newest words; and whether the page scrolls.
OUT_OF_SIGHT = """() => {
  const line = document.querySelector('#write').getBoundingClientRect()
  const inside = { line, button: document.querySelector('[type=submit]').getBoundingClientRect() }
  inside.exit = document.querySelector('.exit').getBoundingClientRect()
  const newest = [...document.querySelectorAll('[role=log] p')].at(-1).getBoundingClientRect()
  const found = Object.entries(inside).filter(([, it]) => it.top < 0 || it.bottom > innerHeight).map(([name]) => name)
  if (newest.bottom > line.top || newest.bottom < inside.exit.bottom + 20) found.push('newest words')
  if (document.documentElement.scrollHeight > innerHeight) found.push('the page scrolls')
  return found
}"""


async def without_pictures(page: Page) -> None:
    """Whoever saves data switches pictures off."""
    await page.route(
        "**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.fallback()
    )


async def test_a_small_phone_on_a_poor_line_talks_with_its_keyboard_open(evening: Evening) -> None:
    evening.networks["child"].swallow_websockets()
    desk = await evening.desk("ann")
    await desk.be_available()
    child = await evening.child("child", **SMALL)
    await without_pictures(child.page)
    await child.page.reload()
    await child.enter(name="blauw")
    await desk.accept("blauw")
    await child.talks_with("Nora")
    said = [f"woord voor woord, {number}" for number in range(8)]
    await desk.say(*said)
    await child.sees_talk(*said)
    assert await child.page.evaluate(OUT_OF_SIGHT) == []

    await child.line.tap()
    await child.page.set_viewport_size(WITH_KEYBOARD)
    await child.line.fill("ik typ nu iets dat niet op een regel past")
    await desk.say("neem je tijd")
    await child.sees_talk(*said, "neem je tijd")
    await picture(child.page, "child-17-keyboard-open")
    assert await child.page.evaluate(OUT_OF_SIGHT) == []
    await child.button("Verstuur").tap()
    await child.sees_talk(*said, "neem je tijd", "ik typ nu iets dat niet op een regel past")
    assert await child.page.evaluate(OUT_OF_SIGHT) == []
    await child.page.get_by_role("button", name="Stoppen").tap()
    await child.button("Nee, doorpraten").tap()
    await child.button("Snel weg").tap()
    await desk.sees("blauw heeft het gesprek gestopt.")
