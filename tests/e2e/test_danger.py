"""Acute danger: a volunteer calls, it sounds until a coordinator takes it, and the volunteer rests afterwards."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import LAPTOP, Evening, picture

COUNT_TONES = """
window.tones = 0
const make = AudioContext.prototype.createOscillator
AudioContext.prototype.createOscillator = function () {
  window.tones += 1
  return make.call(this)
}
"""
TWICE = 4_100
"""Milliseconds in which an alarm sounds twice."""


async def coordinator(evening: Evening, name: str) -> DeskPage:
    """One who has touched the page, so that it may sound; its tones are counted, and its clock can be advanced."""
    page = await evening.page(**LAPTOP)
    await page.add_init_script(COUNT_TONES)
    await page.clock.install()
    desk = DeskPage(page)
    await desk.come(evening.address(), name)
    await page.keyboard.press("Shift")
    return desk


async def tones_later(desk: DeskPage) -> int:
    """How many there are in the next seconds."""
    before: int = await desk.page.evaluate("window.tones")
    await desk.page.clock.run_for(TWICE)
    after: int = await desk.page.evaluate("window.tones")
    return after - before


async def sounds(desk: DeskPage) -> None:
    """It goes on, and on."""
    for _ in range(2):
        assert await tones_later(desk) > 0


async def is_silent(desk: DeskPage) -> None:
    """Nothing sounds any more."""
    assert await tones_later(desk) == 0


async def raise_alarm(ann: DeskPage) -> None:
    """By keyboard alone: the key opens the question, and pressed again it says yes."""
    await ann.line.fill("waar ben je")
    await ann.page.keyboard.press("Alt+g")
    question = ann.page.get_by_role("alertdialog", name="Is er acuut gevaar?")
    await expect(question.get_by_role("button", name="Nee, terug")).to_be_focused()
    await picture(ann.page, "desk-20-alarm-asked")
    await ann.page.keyboard.press("Alt+g")
    await expect(ann.page.get_by_role("complementary", name="Acuut gevaar")).to_be_visible()


def call_of(coordinator: DeskPage) -> Locator:
    """What stands above everything while Nora's alarm sounds."""
    return coordinator.page.get_by_role("region", name="Nora slaat alarm")


async def test_an_alarm_sounds_until_one_takes_it_and_a_rest_follows(evening: Evening) -> None:
    child, ann = await evening.conversation()
    lou = await coordinator(evening, "cora")
    await raise_alarm(ann)
    await ann.sees("Nog niemand heeft het opgepakt. De coördinatoren horen het alarm.")
    await expect(call_of(lou)).to_be_visible()
    await sounds(lou)
    await picture(lou.page, "coordinator-20-alarm")

    kim = await coordinator(evening, "dirk")
    await expect(call_of(kim)).to_be_visible()
    await sounds(kim)
    await sounds(lou)

    await kim.page.keyboard.press("u")
    await ann.sees("Kim heeft het opgepakt.")
    for desk in (lou, kim):
        await expect(call_of(desk)).to_have_count(0)
        await desk.sees("Kim heeft het opgepakt.")
        await is_silent(desk)
    await picture(kim.page, "coordinator-21-alarm-taken")

    await ann.button("Ben je nu veilig?").click()
    await expect(ann.line).to_have_value("waar ben je Ben je nu veilig?")
    await ann.line.press("Enter")
    await child.sees("waar ben je Ben je nu veilig?")
    await ann.page.get_by_label("Wat vroeg je?").fill("of blauw veilig is")
    await ann.button("Bewaren").click()
    await ann.sees("of blauw veilig is")
    await picture(ann.page, "desk-21-card")

    await ann.page.keyboard.press("Alt+k")
    await ann.page.get_by_role("alertdialog").get_by_role("button", name="Gesprek afronden").click()
    second = ann.page.get_by_role("alertdialog", name="Er is alarm in dit gesprek.")
    await expect(second.get_by_role("button", name="Nog niet")).to_be_focused()
    await picture(ann.page, "desk-22-end-asked-again")
    await second.get_by_role("button", name="Toch afronden").click()
    await ann.sees("Even bijkomen. Kies Beschikbaar als je er weer aan toe bent.")
    await ann.page.get_by_label("Soort gesprek", exact=True).select_option("silent")
    await ann.button("Registratie sluiten").click()
    await ann.sees("Wil je even napraten?")
    await ann.sees("Zeg het tegen Kim of Lou.")
    await ann.page.reload()
    await ann.sees("Wil je even napraten?")
    await picture(ann.page, "desk-23-recover")
    await ann.button("Beschikbaar").click()
    await ann.sees("Je bent beschikbaar")


async def test_without_a_coordinator_the_volunteer_is_told_to_ring(evening: Evening) -> None:
    _, ann = await evening.conversation()
    await raise_alarm(ann)
    await ann.sees("Er is nu geen coördinator. Bel zelf 112 als het nodig is.")
    await evening.desk("cora")
    await ann.sees("Nog niemand heeft het opgepakt. De coördinatoren horen het alarm.")


async def test_a_coordinator_who_logs_out_gives_it_back(evening: Evening) -> None:
    _, ann = await evening.conversation()
    lou = await evening.desk("cora")
    await raise_alarm(ann)
    await expect(call_of(lou)).to_be_visible()
    await lou.page.keyboard.press("Alt+u")
    await ann.sees("Lou heeft het opgepakt.")
    kim = await coordinator(evening, "dirk")
    await is_silent(kim)
    await lou.button("Uitloggen").click()
    question = lou.page.get_by_role("alertdialog")
    await expect(question).to_contain_text("Log je uit, dan gaat het weer af.")
    await question.get_by_role("button", name="Uitloggen").click()
    await ann.sees("Nog niemand heeft het opgepakt. De coördinatoren horen het alarm.")
    await expect(call_of(kim)).to_be_visible()
    await sounds(kim)
