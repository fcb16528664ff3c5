"""The server may die at any moment; what it acknowledged is there, and everybody goes on."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.evening import Evening


async def test_both_go_on_talking_when_the_server_was_killed_and_starts_again(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await child.say("een")
    await desk.say("twee")
    await child.sees_talk("hoi blauw", "een", "twee")
    await desk.sees_talk("hoi blauw", "een", "twee")
    await desk.page.keyboard.press("Alt+2")
    await expect(desk.page.locator("[aria-current=step]")).to_contain_text("2")
    await desk.page.get_by_label("Soort gesprek", exact=True).select_option("Praatje")
    await desk.sees("bewaard ✓")

    await evening.server.kill()
    await child.say("drie")
    await child.sees("Nog niet verstuurd")
    await evening.server.start()
    await child.sees_talk("hoi blauw", "een", "twee", "drie")
    await desk.sees_talk("hoi blauw", "een", "twee", "drie")
    await desk.say("vier")
    await child.sees_talk("hoi blauw", "een", "twee", "drie", "vier")
    await expect(desk.page.locator("[aria-current=step]")).to_contain_text("2")
    await desk.end()
    await desk.button("Registratie sluiten").click()
    await desk.sees("Je bent beschikbaar")


async def test_who_waits_and_who_is_offered_go_on_when_the_server_was_killed(evening: Evening) -> None:
    first, second = await evening.child(), await evening.child()
    await first.enter(name="blauw")
    await second.enter(name="groen")
    desk = await evening.desk("ann")
    await desk.be_available()
    await expect(desk.offer).to_be_visible()
    await evening.server.kill()
    await desk.sees("Geen verbinding. Wat je typt blijft staan.")
    await evening.server.start()
    await expect(desk.page.get_by_text("Geen verbinding. Wat je typt blijft staan.")).to_have_count(0)
    await desk.accept("blauw")
    await first.talks_with("Nora")
    await second.sees("Je bent bijna aan de beurt. Het kan nog even duren.")


async def test_an_update_of_the_server_interrupts_nobody(evening: Evening) -> None:
    child, desk = await evening.conversation()
    evening.expect_disturbance()
    await evening.server.stop()
    await child.say("ben je er nog?")
    await evening.server.start()
    await desk.sees_talk("hoi blauw", "ben je er nog?")
    await desk.say("jazeker")
    await child.sees_talk("hoi blauw", "ben je er nog?", "jazeker")
