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


async def test_a_worker_and_then_a_colleague_come_into_the_call(evening: Evening) -> None:
    phone = await telephone(evening)
    await phone.get_by_role("button", name="06 0000 0001").click()
    await phone.get_by_role("button", name="Bellen").click()
    nora, sam = await evening.desk("ann"), await evening.desk("ben")
    for desk in (nora, sam):
        await desk.page.get_by_role("button", name="allebei", exact=True).click()
    await nora.be_available()
    await expect(nora.offer).to_contain_text("Telefoon")
    await nora.page.keyboard.press("Alt+a")
    await expect(phone.get_by_text("Je praat met Nora.")).to_be_visible()

    await nora.page.keyboard.press("Alt+y")
    await nora.page.get_by_role("radio", name="Veilig Thuis").check()
    await expect(nora.page.get_by_text("„Is het goed als Veilig Thuis meepraat?")).to_be_visible()
    await nora.button("Het mag: bellen").click()
    await expect(phone.get_by_text("Je staat in de wacht.")).to_be_visible()
    await nora.line.fill("ze hoort me niet")
    await nora.line.press("Enter")
    await expect(nora.words).to_have_count(0)
    await nora.button("Veilig Thuis erbij halen").click()
    await expect(phone.get_by_text("Je praat met Nora en Veilig Thuis.")).to_be_visible()
    await nora.button("Het kind wil dit niet meer").click()
    await expect(phone.get_by_text("Je praat met Nora.")).to_be_visible()

    await sam.be_available()
    await nora.page.keyboard.press("Alt+y")
    await nora.page.get_by_role("radio", name="Sam").check()
    await nora.button("Bellen").click()
    await expect(phone.get_by_text("Je staat in de wacht.")).to_be_visible()
    await expect(sam.page.get_by_role("region", name="Een collega vraagt je")).to_be_visible()
    await sam.page.keyboard.press("Alt+a")
    await nora.button("Samen met het kind praten").click()
    await expect(phone.get_by_text("Je praat met Nora en Sam.")).to_be_visible()
    await nora.button("Overdragen aan Sam").click()
    await expect(phone.get_by_text("Je praat met Sam.")).to_be_visible()
    await sam.talks_with("het kind")
    await nora.sees("Het gesprek met het kind is overgedragen.")
