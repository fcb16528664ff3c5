"""A call on the practice line: a telephone in a page, a volunteer at the desk, and a coordinator who comes along."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import TELEPHONE, Evening, picture


async def telephone(evening: Evening) -> Page:
    """The page that looks like one."""
    page = await evening.page(**TELEPHONE)
    await page.goto(f"{evening.address()}/practice")
    await expect(page.get_by_role("heading", name="Bel de hulplijn om te oefenen")).to_be_visible()
    return page


async def rings(evening: Evening) -> Page:
    """Somebody waits with music."""
    phone = await telephone(evening)
    await phone.get_by_role("button", name="06 0000 0002").click()
    await phone.get_by_role("button", name="Bellen").click()
    await expect(phone.get_by_text("Je wacht in de rij.")).to_be_visible()
    return phone


async def takes_calls(desk: DeskPage) -> None:
    """Chats and calls; the desk is a telephone."""
    await desk.page.get_by_role("button", name="allebei", exact=True).click()
    await expect(desk.page.get_by_role("button", name="allebei", exact=True)).to_have_attribute("aria-pressed", "true")
    await expect(desk.page.get_by_text("Headset testen")).to_have_count(0)


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
    await desk.page.keyboard.press("1")
    await expect(desk.button("Stil")).to_have_attribute("aria-pressed", "true")
    await desk.page.keyboard.press("k")
    await desk.sees("Je bent beschikbaar")


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


async def test_a_coordinator_listens_whispers_joins_and_goes_and_one_key_hangs_up(evening: Evening) -> None:
    phone = await rings(evening)
    ann, lou = await evening.desk("ann"), await evening.desk("cora")
    await takes_calls(ann)
    await ann.be_available()
    await ann.accept()
    await expect(phone.get_by_text("Je praat met Nora.")).to_be_visible()

    await expect(lou.page.get_by_role("button", name="Meeluisteren met Nora")).to_be_visible()
    await lou.page.keyboard.press("c")
    await expect(lou.page.get_by_role("button", name="Meeluisteren met Nora")).to_be_focused()
    await lou.page.keyboard.press("Enter")
    question = lou.page.get_by_role("dialog", name="Meeluisteren met Nora")
    await question.get_by_role("radio", name="Om te begeleiden").check()
    await lou.page.keyboard.press("Enter")
    await ann.sees("Lou luistert mee.")
    await lou.sees("Je luistert mee. Nora ziet dat. Niemand hoort jou.")
    await picture(ann.page, "practice-07-listened-to")
    await lou.page.keyboard.press("2")
    await ann.sees("Lou luistert mee en praat alleen tegen jou.")
    await expect(phone.get_by_text("Je praat met Nora.")).to_be_visible()
    await lou.page.keyboard.press("3")
    await ann.sees("Lou praat mee.")
    await lou.sees("Het kind en Nora horen jou.")
    await expect(phone.get_by_role("status").filter(has_text="Je praat met").filter(has_text="Lou")).to_be_visible()
    await picture(lou.page, "practice-08-joined")
    await lou.page.keyboard.press("k")
    await expect(ann.page.get_by_text("Lou praat mee.")).to_have_count(0)
    await expect(phone.get_by_text("Je praat met Nora.")).to_be_visible()
    await lou.button("Wie deed wat").click()
    await picture(lou.page, "practice-09-audit")

    await ann.page.keyboard.press("Alt+k")
    await expect(phone.get_by_text("Het telefoongesprek is voorbij.")).to_be_visible()
    await expect(ann.button("Registratie sluiten")).to_be_visible()


async def test_in_one_queue_a_chat_goes_out_first_and_then_practice_calls_as_they_came(evening: Evening) -> None:
    phone = await rings(evening)
    child = await evening.child()
    await child.enter(name="blauw")
    second = await rings(evening)
    lou = await evening.desk("cora")
    for waits, count in (("voor een chat", 1), ("aan de telefoon", 0), ("op de oefenlijn", 2)):
        await expect(lou.figure(f"in de rij {waits}")).to_have_text(str(count))
    ann = await evening.desk("ann")
    await takes_calls(ann)
    await ann.be_available()
    await expect(ann.offer).to_contain_text("Chat")
    await ann.page.keyboard.press("Alt+a")
    await child.talks_with("Nora")
    await ann.end()
    await ann.field("Soort gesprek").get_by_role("combobox").select_option("thanks")
    await ann.button("Registratie sluiten").click()
    await expect(ann.offer).to_contain_text("Telefoon")
    await ann.page.keyboard.press("Alt+a")
    await expect(phone.get_by_text("Je praat met Nora.")).to_be_visible()
    await expect(second.get_by_text("Je wacht in de rij.")).to_be_visible()
    await expect(lou.page.get_by_role("row", name="Nora")).to_contain_text("Oefengesprek")
    await ann.page.keyboard.press("Alt+k")
    await expect(phone.get_by_text("Het telefoongesprek is voorbij.")).to_be_visible()
    await expect(ann.button("Registratie sluiten")).to_be_visible()
    await ann.page.keyboard.press("Alt+2")
    await ann.page.keyboard.press("Alt+k")
    await expect(ann.offer).to_contain_text("Telefoon")
    await ann.page.keyboard.press("Alt+a")
    await expect(second.get_by_text("Je praat met Nora.")).to_be_visible()


async def test_who_practises_reads_quietly_that_a_child_waits(evening: Evening) -> None:
    phone = await rings(evening)
    ann = await evening.desk("ann")
    await takes_calls(ann)
    await ann.be_available()
    await ann.accept()
    await expect(phone.get_by_text("Je praat met Nora.")).to_be_visible()
    child = await evening.child()
    await child.enter(name="blauw")
    word = ann.page.get_by_text("Er wacht een kind. Rond je oefening rustig af, dan kun je het helpen.")
    await expect(word).to_be_visible()
    await expect(ann.line).to_be_focused()
    await expect(ann.offer).to_have_count(0)
    await picture(ann.page, "practice-10-child-waits")
    await ann.page.keyboard.press("Alt+k")
    await expect(ann.button("Registratie sluiten")).to_be_visible()
    await expect(word).to_be_visible()
    await ann.page.keyboard.press("Alt+2")
    await ann.page.keyboard.press("Alt+k")
    await expect(ann.offer).to_contain_text("Chat")
    await expect(word).to_have_count(0)
