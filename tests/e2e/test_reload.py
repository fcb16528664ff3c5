"""A page that is loaded again shows the conversation as it was."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.evening import Evening


async def test_a_child_that_reloads_has_its_conversation_back(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await child.say("een", "twee")
    await child.sees_talk("hoi blauw", "een", "twee")
    await child.page.reload()
    await child.talks_with("Nora")
    await child.sees_talk("hoi blauw", "een", "twee")
    await child.say("drie")
    await desk.sees_talk("hoi blauw", "een", "twee", "drie")
    await desk.say("vier")
    await child.sees_talk("hoi blauw", "een", "twee", "drie", "vier")


async def test_a_child_that_reloads_while_waiting_keeps_its_place(evening: Evening) -> None:
    first, second = await evening.child(), await evening.child()
    await first.enter()
    await second.enter()
    await second.sees("Er is nog 1 kind voor je.")
    await first.page.reload()
    await first.sees("Je bent bijna aan de beurt. Het kan nog even duren.")
    await second.page.reload()
    await second.sees("Er is nog 1 kind voor je.")


async def test_a_desk_that_reloads_has_its_conversation_and_what_was_being_written(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await desk.page.keyboard.press("Alt+3")
    await desk.page.get_by_label("Soort gesprek", exact=True).select_option("Praatje")
    await desk.sees("bewaard ✓")
    await desk.line.fill("dit was ik aan het schr")
    await desk.page.reload()
    await desk.talks_with("blauw")
    await desk.sees_talk("hoi blauw")
    await expect(desk.line).to_have_value("dit was ik aan het schr")
    await expect(desk.page.get_by_label("Soort gesprek", exact=True)).to_have_value("company")
    await expect(desk.page.locator("[aria-current=step]")).to_contain_text("3")
    await desk.line.press("Enter")
    await child.sees_talk("hoi blauw", "dit was ik aan het schr")
    await desk.sees_talk("hoi blauw", "dit was ik aan het schr")


async def test_an_open_offer_is_still_there_after_a_reload(evening: Evening) -> None:
    desk = await evening.desk("ann")
    await desk.be_available()
    child = await evening.child()
    await child.enter()
    await expect(desk.offer).to_be_visible()
    await desk.page.reload()
    await desk.accept()
    await child.talks_with("Nora")
