"""From a child's first tap to the closed registration."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.child_page import NOTHING
from tests.e2e.evening import Evening, picture


async def test_a_child_and_a_volunteer_talk_from_the_first_tap_to_the_closed_registration(evening: Evening) -> None:
    child = await evening.child()
    await picture(child.page, "child-01-welcome")
    await child.button("Ik wil chatten").click()
    await picture(child.page, "child-02-choose")
    await child.page.get_by_role("radio", name="Thuis").check()
    await child.page.get_by_label("Hoe mogen we je noemen?").fill("blauw")
    await child.button("Verder").click()
    await child.sees("Je bent bijna aan de beurt. Het kan nog even duren.")
    await picture(child.page, "child-03-waiting")

    desk = await evening.desk("ann")
    await picture(desk.page, "desk-02-away")
    await desk.be_available()
    await expect(desk.offer).to_contain_text("Chat · Nederlands")
    await picture(desk.page, "desk-04-offer")
    await desk.page.keyboard.press("a")
    await desk.talks_with("blauw")
    await desk.sees("Chat · koos: Thuis")
    await child.talks_with("Nora")

    await child.line.press_sequentially("ik durf niet naar huis")
    await desk.sees("blauw typt …")
    await child.button("Verstuur").click()
    await desk.sees_talk("ik durf niet naar huis")
    await desk.line.press_sequentially("Wat goed dat")
    await child.sees("Nora typt …")
    await picture(child.page, "child-05-typing")
    await desk.line.press_sequentially(" je dat vertelt.")
    await desk.line.press("Enter")
    await child.sees_talk("ik durf niet naar huis", "Wat goed dat je dat vertelt.")

    for phase in range(1, 6):
        await desk.page.keyboard.press(f"Alt+{phase}")
        await expect(
            desk.page.get_by_role("button", name=f"{phase} ").and_(desk.page.locator("[aria-current=step]"))
        ).to_be_visible()
    await picture(desk.page, "desk-05-talking")

    await desk.page.get_by_label("Soort gesprek", exact=True).select_option("Hulpgesprek")
    await expect(desk.page.get_by_text("nog invullen:")).to_contain_text("Onderwerp, Geslacht, Leeftijd")
    await desk.page.get_by_role("combobox", name="Onderwerp").press_sequentially("ruzie")
    await desk.page.get_by_role("listbox").get_by_role("option").first.click()
    await desk.page.get_by_role("radio", name="Meisje").check()
    await desk.page.get_by_role("radio", name="Het kind zelf").check()
    await desk.sees("bewaard ✓")
    await picture(desk.page, "desk-06-registration")

    await desk.end()
    await child.sees("Nora heeft het gesprek afgerond.")
    await picture(child.page, "child-06-ended-by-volunteer")
    await desk.button("Registratie sluiten").click()
    await expect(desk.page.get_by_text("nog invullen:")).to_contain_text("Leeftijd")
    await expect(desk.field("Leeftijd").get_by_role("textbox")).to_be_focused()
    await picture(desk.page, "desk-07-wrap-up-missing")
    await desk.page.keyboard.type("12")
    await desk.page.keyboard.press("Tab")
    await desk.sees("bewaard ✓")
    await desk.button("Registratie sluiten").click()
    await desk.sees("Je bent beschikbaar")

    await child.button("Opnieuw").click()
    await expect(child.heading("Wil je al iets vertellen?")).to_be_visible()


async def test_wissen_removes_the_text_and_all_that_the_browser_kept(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await child.say("dit hoeft niemand te lezen")
    await desk.sees_talk("hoi blauw", "dit hoeft niemand te lezen")
    await desk.end()
    await child.sees("Nora heeft het gesprek afgerond.")
    assert await child.kept() != NOTHING
    await child.button("Wissen").click()
    await child.sees("De tekst is weg van deze pagina.")
    assert await child.kept() == NOTHING
    await child.page.reload()
    await expect(child.button("Ik wil chatten")).to_be_visible()
    assert "dit hoeft niemand" not in await child.page.content()
