"""Nothing on either page needs a mouse."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.child_page import ChildPage
from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import LAPTOP, Evening, picture
from tests.e2e.keyboard import walk_to
from tests.e2e.server import PASSWORD


async def test_a_volunteer_does_a_whole_conversation_by_keyboard(evening: Evening) -> None:
    child = await evening.child()
    await child.enter(name="blauw")
    desk = DeskPage(await evening.page(**LAPTOP))
    keys = desk.page.keyboard
    await desk.page.goto(f"{evening.address()}/desk")
    await expect(desk.page.get_by_label("Naam")).to_be_focused()
    await keys.type("ann")
    await keys.press("Tab")
    await keys.type(PASSWORD)
    await keys.press("Enter")
    await desk.sees("Je bent weg")
    await keys.press("?")
    await expect(desk.page.get_by_role("dialog", name="Toetsen")).to_be_visible()
    await picture(desk.page, "desk-16-keys")
    await keys.press("Escape")

    await keys.press("b")
    await expect(desk.offer).to_be_visible()
    for harmless in ("Enter", "Escape"):
        await keys.press(harmless)
    await walk_to(desk.page, desk.button("Aannemen"))
    await keys.press("Enter")
    # what came after it has been answered, so that it would have been too
    two = desk.page.get_by_role("group", name="Chats tegelijk").get_by_role("button", name="2")
    await walk_to(desk.page, two, "Shift+Tab")
    await keys.press("Enter")
    await expect(two).to_have_attribute("aria-pressed", "true")
    await expect(desk.offer).to_be_visible()
    await keys.press("a")
    await desk.talks_with("blauw")

    await expect(desk.line).to_be_focused()
    await keys.type("hallo, 1 vraag?")
    await keys.press("Enter")
    await child.sees_talk("hallo, 1 vraag?")
    await keys.press("Alt+2")
    await expect(desk.page.locator("[aria-current=step]")).to_contain_text("2")
    await fill_in_the_registration(desk)
    await keys.press("Alt+s")
    await expect(desk.line).to_be_focused()

    await keys.press("Alt+k")
    await expect(desk.page.get_by_role("alertdialog").get_by_role("button", name="Nog niet")).to_be_focused()
    await keys.press("Escape")
    await child.talks_with("Nora")
    await keys.press("Alt+k")
    await walk_to(desk.page, desk.page.get_by_role("alertdialog").get_by_role("button", name="Gesprek afronden"))
    await keys.press("Enter")
    await child.sees("Nora heeft het gesprek afgerond.")
    await desk.sees("Vul rustig in wat je nog weet. Er is geen haast.")
    await expect(desk.page.get_by_role("tab", name="Registratie")).to_be_focused()
    await keys.press("Alt+k")
    await expect(desk.button("Registratie sluiten")).to_be_focused()
    await keys.press("Enter")
    await desk.sees("Je bent beschikbaar")
    await walk_to(desk.page, desk.button("Uitloggen"))
    await keys.press("Enter")
    await expect(desk.page.get_by_role("heading", name="Inloggen")).to_be_visible()


async def fill_in_the_registration(desk: DeskPage) -> None:
    """Kind, topic, gender, age and whom it is about."""
    keys = desk.page.keyboard
    await keys.press("Alt+r")
    await expect(desk.page.get_by_label("Soort gesprek", exact=True)).to_be_focused()
    await keys.type("Hulp")
    await expect(desk.page.get_by_label("Soort gesprek", exact=True)).to_have_value("counselling")
    await walk_to(desk.page, desk.page.get_by_role("combobox", name="Onderwerp"))
    await keys.type("ruzie")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(desk.field("Onderwerp").get_by_role("listitem")).to_have_count(1)
    for choice in ("Meisje", "Het kind zelf"):
        await walk_to(desk.page, desk.page.get_by_role("radio", name=choice))
        await keys.press("Space")
    await walk_to(desk.page, desk.field("Leeftijd").get_by_role("textbox"), "Shift+Tab")
    await keys.type("11")
    await keys.press("Tab")
    await desk.sees("bewaard ✓")
    await expect(desk.page.get_by_text("nog invullen:")).to_have_count(0)


async def test_a_child_does_a_whole_conversation_by_keyboard(evening: Evening) -> None:
    desk = await evening.desk("ann")
    await desk.be_available()
    child = ChildPage(await evening.page(**LAPTOP), by_finger=False)
    keys = child.page.keyboard
    await child.come(evening.address())
    await walk_to(child.page, child.button("Ik wil chatten"))
    await keys.press("Enter")
    await expect(child.heading("Wil je al iets vertellen?")).to_be_focused()
    await walk_to(child.page, child.page.get_by_role("radio").first)
    await keys.press("ArrowDown")
    await expect(child.page.get_by_role("radio", name="Thuis")).to_be_checked()
    await walk_to(child.page, child.page.get_by_label("Hoe mogen we je noemen?"))
    await keys.type("blauw")
    await keys.press("Enter")
    await desk.accept("blauw")

    await expect(child.line).to_be_focused()
    await keys.type("hoi")
    await keys.press("Shift+Enter")
    await keys.type("ik ben er")
    await keys.press("Enter")
    await desk.sees_talk("hoi\nik ben er")
    await walk_to(child.page, child.button("Stoppen"), "Shift+Tab")
    await keys.press("Enter")
    await expect(child.button("Nee, doorpraten")).to_be_focused()
    await walk_to(child.page, child.button("Ja, stoppen"), "Shift+Tab")
    await keys.press("Enter")
    await child.sees("Je bent gestopt met praten.")
    await picture(child.page, "child-15-ended-by-child")
    await desk.sees("blauw heeft het gesprek gestopt.")
    await walk_to(child.page, child.button("Wissen"))
    await keys.press("Enter")
    await child.sees("De tekst is weg van deze pagina.")
    await walk_to(child.page, child.button("Snel weg"), "Shift+Tab")
    await keys.press("Enter")
    await expect(child.page.locator("body > *")).to_have_count(0)


async def test_a_page_that_one_comes_to_by_its_key_has_the_focus(evening: Evening) -> None:
    child = await evening.child()
    await child.enter(name="blauw")
    desk = await evening.desk("cora")
    await desk.be_available()
    await desk.accept("blauw")
    await expect(desk.line).to_be_focused()
    await desk.page.keyboard.press("Alt+z")
    await expect(desk.page.get_by_role("region", name="Time-outs en blokkeringen")).to_be_focused()
    await desk.page.keyboard.press("v")
    await expect(desk.line).to_be_focused()
    await desk.page.keyboard.press("Alt+q")
    await expect(desk.page.get_by_role("region", name="De rij")).to_be_focused()
