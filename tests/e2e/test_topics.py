"""The list of topics in the registration: all of them can be reached, it stays in sight, and it goes when it should."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.async_api import Locator, expect

from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import Evening, picture

FORM = Path(__file__).parents[2] / "volunteer_ui/src/gallery/form.json"
INSIDE = """(list) => {
  const { top, bottom, left, right } = list.getBoundingClientRect()
  return top >= 0 && left >= 0 && bottom <= innerHeight && right <= document.documentElement.clientWidth
}"""


def line(desk: DeskPage) -> Locator:
    """Where one looks for a topic."""
    return desk.page.get_by_role("combobox", name="Onderwerp")


async def test_every_topic_is_reached_with_the_wheel(evening: Evening) -> None:
    topics = json.loads(FORM.read_text())["topics"]
    _, desk = await evening.conversation()
    await line(desk).click()
    options = desk.page.get_by_role("listbox").get_by_role("option")
    await expect(options.first).to_be_visible()
    await desk.page.get_by_role("listbox").hover()
    for count in range(12, sum(len(one["subtopics"]) for one in topics), 12):
        await expect(options.nth(count - 1)).to_be_attached()
        await desk.page.mouse.wheel(0, 4000)
    await expect(options.last).to_have_text(f"{topics[-1]['nl']} › {topics[-1]['subtopics'][-1]['nl']}")
    await expect(line(desk)).to_be_focused()
    await options.last.click()
    await expect(desk.field("Onderwerp").get_by_role("listitem")).to_have_count(1)
    await expect(line(desk)).to_be_focused()


async def test_the_list_stays_in_the_window_and_goes_for_a_dialog(evening: Evening) -> None:
    _, desk = await evening.conversation()
    options = desk.page.get_by_role("listbox")
    for width, height in ((1280, 720), (768, 500), (320, 640)):
        await desk.page.set_viewport_size({"width": width, "height": height})
        await desk.page.keyboard.press("Alt+r")
        await line(desk).fill("r")
        await expect(options).to_be_visible()
        assert await options.evaluate(INSIDE), f"the list leaves a window of {width} × {height}"
        await picture(desk.page, f"desk-18-topics-{width}")
    await desk.page.set_viewport_size({"width": 1280, "height": 720})
    await expect(options).to_be_visible()
    assert await options.evaluate(INSIDE)
    await desk.page.keyboard.press("Alt+k")
    await expect(desk.page.get_by_role("alertdialog")).to_be_visible()
    await expect(options).to_have_count(0)
