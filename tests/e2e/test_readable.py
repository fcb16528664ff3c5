"""The main states of both pages, looked at by axe-core while a conversation runs."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.child_page import ChildPage
from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import LAPTOP, TELEPHONE, Evening, picture
from tests.e2e.readable import everybody_can_read


async def test_everybody_can_read_the_pages_of_a_conversation(evening: Evening) -> None:
    child = ChildPage(await evening.page(**TELEPHONE))
    await child.come(evening.address("child"))
    await child.page.get_by_text("Wat weten wij van jou?").click()
    await everybody_can_read(child.page)
    await child.button("Ik wil chatten").click()
    await everybody_can_read(child.page)
    await child.button("Overslaan").click()
    await child.sees("Je bent bijna aan de beurt. Het kan nog even duren.")
    await everybody_can_read(child.page)

    desk = await evening.desk("ann", "desk")
    await everybody_can_read(desk.page)
    await desk.be_available()
    await expect(desk.offer).to_be_visible()
    await everybody_can_read(desk.page)
    await desk.accept()
    await desk.page.keyboard.press("Alt+1")
    await desk.say("hallo")
    await child.sees_talk("hallo")  # so that the order is one and the same
    await child.say("hoi")
    await desk.sees_talk("hallo", "hoi")
    await desk.page.get_by_text("Meer vastleggen").click()
    await everybody_can_read(desk.page)
    await child.button("Stoppen").click()
    await everybody_can_read(child.page)
    await child.button("Nee, doorpraten").click()

    await evening.networks["child"].cut()
    await child.say("onderweg")
    await child.sees("Nog niet verstuurd. We proberen het steeds opnieuw.")
    await everybody_can_read(child.page)
    await evening.networks["child"].mend()
    await desk.sees_talk("hallo", "hoi", "onderweg")
    await evening.networks["desk"].cut()
    await expect(child.button("Ik wil iemand anders")).to_be_visible()
    await everybody_can_read(child.page)
    await desk.say("dit wacht even")
    await everybody_can_read(desk.page)
    await evening.networks["desk"].mend()
    await desk.sees_talk("hallo", "hoi", "onderweg", "dit wacht even")
    await desk.end()
    await child.sees("Nora heeft het gesprek afgerond.")
    await everybody_can_read(child.page)
    await everybody_can_read(desk.page)


async def test_everybody_can_read_the_questions_of_the_desk(evening: Evening) -> None:
    evening.watch.excuse("status of 401")
    desk = DeskPage(await evening.page(**LAPTOP))
    await desk.page.goto(f"{evening.address()}/desk")
    await desk.log_in("ann", "verkeerd")
    await desk.sees("Deze naam en dit wachtwoord horen niet bij elkaar.")
    await everybody_can_read(desk.page)
    await desk.log_in("ann")
    await desk.be_available()
    child = await evening.child()
    await child.enter(name="blauw")
    await desk.accept("blauw")
    for key in ("Alt+o", "Alt+k", "Alt+?"):
        await desk.page.keyboard.press(key)
        await expect(desk.page.locator("[role=dialog], [role=alertdialog]")).to_be_visible()
        await everybody_can_read(desk.page)
        await desk.page.keyboard.press("Escape")
    await desk.button("Zinnen").click()
    await expect(desk.page.get_by_role("menu")).to_be_visible()
    await everybody_can_read(desk.page)
    await picture(desk.page, "desk-17-snippets")
    await desk.page.keyboard.press("Escape")
    await desk.page.get_by_role("combobox", name="Onderwerp").press_sequentially("ruzie")
    await expect(desk.page.get_by_role("listbox")).to_be_visible()
    await everybody_can_read(desk.page)
    await picture(desk.page, "desk-18-topics")

    lou = await evening.desk("cora")
    await expect(lou.page.get_by_role("row", name="Nora")).to_be_visible()
    await everybody_can_read(lou.page)
