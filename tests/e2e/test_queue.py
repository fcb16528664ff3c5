"""A coordinator watches the evening live."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.evening import Evening, picture


async def test_the_coordinator_sees_the_queue_change_as_it_happens(evening: Evening) -> None:
    lou = await evening.desk("cora")
    await expect(lou.figure("in de rij voor een chat")).to_have_text("0")
    await lou.sees("Er is nu geen gesprek.")
    first, second = await evening.child(), await evening.child()
    await first.enter(name="blauw")
    await second.enter()
    await expect(lou.figure("in de rij voor een chat")).to_have_text("2")
    ann = await evening.desk("ann")
    await ann.be_available()
    await expect(lou.figure("Beschikbaar")).to_have_text("1")
    await ann.accept("blauw")
    await expect(lou.figure("in de rij voor een chat")).to_have_text("1")
    await expect(lou.figure("In gesprek")).to_have_text("1")
    row = lou.page.get_by_role("row", name="Nora")
    await expect(row).to_contain_text("Chat")
    await ann.page.keyboard.press("Alt+2")
    await expect(row).to_contain_text("De situatie uitvragen")
    await picture(lou.page, "desk-15-queue")
    await ann.end()
    await expect(lou.figure("Aan het afronden")).to_have_text("1")
    await expect(row).to_have_count(0)


async def test_a_volunteer_sees_nothing_of_the_queue(evening: Evening) -> None:
    ann = await evening.desk("ann")
    await ann.page.keyboard.press("q")
    await ann.sees("Je bent weg")
    await expect(ann.button("De rij")).to_have_count(0)
