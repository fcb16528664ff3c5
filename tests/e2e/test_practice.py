"""A call on the practice line: a telephone in a page, and a volunteer at the desk."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.evening import TELEPHONE, Evening, picture


async def telephone(evening: Evening) -> Page:
    """The page that looks like one."""
    page = await evening.page(**TELEPHONE)
    await page.goto(f"{evening.address()}/practice")
    await expect(page.get_by_role("heading", name="Bel de hulplijn om te oefenen")).to_be_visible()
    return page


async def test_somebody_rings_waits_talks_by_typing_and_hangs_up(evening: Evening) -> None:
    phone = await telephone(evening)
    await picture(phone, "practice-01-idle")
    await phone.get_by_role("button", name="06 0000 0002").click()
    await phone.get_by_role("button", name="Bellen").click()
    heard = phone.get_by_role("log")
    await expect(phone.get_by_text("Je wacht in de rij.")).to_be_visible()
    await expect(heard).to_contain_text("Fijn dat je belt.")
    await picture(phone, "practice-02-waits")

    desk = await evening.desk("ann")
    await desk.be_available()
    await desk.page.get_by_role("button", name="allebei", exact=True).click()
    await expect(desk.offer).to_contain_text("Telefoon")
    await picture(desk.page, "practice-03-offer")
    await desk.page.keyboard.press("Alt+a")
    await expect(phone.get_by_text("Je praat met Nora.")).to_be_visible()
    await expect(desk.line).to_have_attribute("placeholder", "Oefenlijn: typ wat je zegt")
    await desk.say("Hoi, fijn dat je belt.")
    await expect(heard).to_contain_text("Hoi, fijn dat je belt.")
    await phone.get_by_label("Typ wat je zegt").fill("ik durf niet naar huis")
    await phone.get_by_role("button", name="Zeg het").click()
    await expect(heard).to_contain_text("ik durf niet naar huis")
    await desk.sees_talk("Hoi, fijn dat je belt.", "ik durf niet naar huis")
    await phone.get_by_role("button", name="2", exact=True).click()
    await picture(desk.page, "practice-04-desk")
    await picture(phone, "practice-05-talks")

    await phone.get_by_role("button", name="Ophangen").click()
    await expect(phone.get_by_text("Het telefoongesprek is voorbij.")).to_be_visible()
    await expect(desk.button("Registratie sluiten")).to_be_visible()
    await picture(desk.page, "practice-06-over")
