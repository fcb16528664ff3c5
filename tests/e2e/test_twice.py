"""Whoever is impatient presses everything twice: it is done once, and nobody is shown an error."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.e2e.evening import LAPTOP, Evening

TROUBLES = (
    "Er ging iets mis bij ons.",
    "Er kwam geen antwoord.",
    "Dit gesprek is niet meer bij jou.",
    "Dat ging te snel.",
    "Niet verstuurd",
    "Deze collega is nu niet vrij.",
)
TWICE = "(one) => { one.click(); if (one.isConnected) one.click() }"


async def twice(button: Locator) -> None:
    """Press it twice before the page has drawn anything new."""
    await expect(button).to_be_visible()
    await button.evaluate(TWICE)


async def test_a_volunteer_presses_everything_twice(evening: Evening) -> None:
    desk, ben = await evening.desk("ann"), await evening.desk("ben")
    await twice(desk.status("Beschikbaar"))
    child = await evening.child()
    await child.enter(name="blauw")
    await twice(desk.button("Nu niet"))
    await desk.status("Weg").click()
    await twice(ben.status("Beschikbaar"))
    await twice(ben.button("Aannemen"))
    await ben.talks_with("blauw")
    await ben.line.fill("hoi blauw")
    await twice(ben.button("Verstuur"))
    await child.sees_talk("hoi blauw")

    await twice(desk.status("Beschikbaar"))
    await ben.button("Overdragen").click()
    await ben.page.get_by_role("dialog").get_by_role("radio", name="Nora").check()
    await twice(ben.page.get_by_role("dialog").get_by_role("button", name="Overdragen"))
    await expect(desk.offer).to_be_visible()
    await desk.accept("blauw")
    await desk.button("Gesprek afronden").click()
    await twice(desk.page.get_by_role("alertdialog").get_by_role("button", name="Gesprek afronden"))
    await desk.page.get_by_label("Soort gesprek", exact=True).select_option("thanks")
    await desk.sees("bewaard ✓")
    await twice(desk.button("Registratie sluiten"))
    await expect(desk.page.get_by_role("heading", name="Je bent beschikbaar")).to_be_visible()
    for window in (desk, ben):
        for trouble in TROUBLES:
            await expect(window.page.get_by_text(trouble)).to_have_count(0)


async def test_a_child_presses_everything_twice(evening: Evening) -> None:
    desk = await evening.desk("ann")
    await desk.be_available()
    child = await evening.child(by_finger=False, **LAPTOP)
    await twice(child.button("Ik wil chatten"))
    await twice(child.button("Overslaan"))
    await desk.accept()
    await child.line.fill("hoi")
    await twice(child.button("Verstuur"))
    await desk.sees_talk("hoi")
    await twice(child.button("Stoppen"))
    await twice(child.button("Ja, stoppen"))
    await desk.sees("Het kind heeft het gesprek gestopt.")
