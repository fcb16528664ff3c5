"""What somebody at the desk may know of themselves, by what name they go, and what they see before they begin."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.evening import Evening, picture


async def test_a_volunteer_goes_by_another_name_and_the_child_and_the_coordinator_see_it(evening: Evening) -> None:
    desk, cora = await evening.desk("ann"), await evening.desk("cora")
    await desk.page.keyboard.press("Alt+i")
    about = desk.page.get_by_role("dialog", name="Over mij")
    name = about.get_by_label("De naam die een kind ziet")
    await expect(name).to_be_focused()
    for taken in ("ben", "SAM"):
        await name.fill(taken)
        await name.press("Enter")
        await about.get_by_role("button", name="Ja, zo heten").click()
        await expect(about.get_by_role("alert")).to_have_text("Deze naam is al in gebruik. Kies een andere.")
    await name.fill("Roos")
    await name.press("Enter")
    await expect(about.get_by_text("Wil je tot je uitlogt Roos heten?")).to_be_visible()
    await name.page.keyboard.press("Enter")
    await expect(about.get_by_text("Wil je tot je uitlogt Roos heten?")).to_have_count(0)
    await expect(desk.page.get_by_role("heading", name="Nora", level=1, include_hidden=True)).to_be_visible()
    await about.get_by_role("button", name="Zo heten", exact=True).click()
    await expect(about.get_by_text("Je heet nu Roos.")).to_be_visible()
    await expect(about.get_by_role("alert")).to_have_count(0)
    await picture(desk.page, "desk-20-about-me")
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.get_by_role("heading", name="Roos", level=1)).to_be_visible()

    await desk.be_available()
    child = await evening.child()
    await child.enter(name="blauw")
    await desk.accept("blauw")
    await child.talks_with("Roos")
    await expect(cora.page.get_by_role("row", name="Roos")).to_be_visible()

    await desk.page.keyboard.press("Alt+i")
    await expect(about.get_by_text("Nu: Roos, Chat, fase 1, sinds je het aannam.")).to_be_visible()
    await expect(about.get_by_text("Jij telt nu mee bij: In gesprek.")).to_be_visible()
    await about.get_by_role("button", name="Mijn gewone naam").click()
    await expect(about.get_by_text("Je hebt je gewone naam weer.")).to_be_visible()
    await child.page.reload()
    await child.talks_with("Roos")


async def test_the_name_of_a_shift_ends_at_log_out(evening: Evening) -> None:
    desk = await evening.desk("ann")
    await desk.page.keyboard.press("Alt+i")
    await desk.page.get_by_label("De naam die een kind ziet").fill("Roos")
    await desk.page.get_by_role("button", name="Zo heten", exact=True).click()
    await desk.sees("Je heet nu Roos.")
    await desk.page.keyboard.press("Escape")
    await desk.button("Uitloggen").click()
    await desk.log_in("ann")
    await expect(desk.page.get_by_role("heading", name="Nora", level=1)).to_be_visible()


async def test_the_check_before_a_shift_stands_in_nobodys_way(evening: Evening) -> None:
    desk = await evening.desk("ann")
    check = desk.page.get_by_role("region", name="Voor je begint")
    await expect(check.get_by_text("Goed.", exact=True)).to_be_visible()
    await check.get_by_role("button", name="Laat het geluid horen").click()
    await check.get_by_role("button", name="Nee").click()
    await expect(check.get_by_text("Zet het geluid van je computer harder.")).to_be_visible()
    await desk.be_available()
    await expect(check).to_have_count(0)
    await desk.page.keyboard.press("Alt+w")
    await expect(check).to_have_count(0)

    await desk.button("Uitloggen").click()
    await desk.log_in("ann")
    await check.get_by_role("button", name="Overslaan").click()
    await expect(check).to_have_count(0)
    await desk.button("Uitloggen").click()
    await desk.log_in("ann")
    await desk.sees("Je bent weg")
    await expect(check).to_have_count(0)
    assert "ann" not in await desk.page.evaluate("JSON.stringify({...localStorage})")
