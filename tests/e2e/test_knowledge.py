"""A volunteer looks something up while a child waits for an answer."""

from __future__ import annotations

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import MakeEvening
from tests.e2e.evening import Evening, picture

DRAFT = "wat naar dat je"


@pytest_asyncio.fixture(loop_scope="session")
async def evening(make_evening: MakeEvening) -> Evening:
    """An evening on which somebody searches while the articles are still being read: the page asks again by itself."""
    evening = await make_evening()
    evening.watch.excuse("status of 503")
    return evening


def search(page: Page) -> Locator:
    """Where one types what one looks for."""
    return page.get_by_role("combobox", name="Zoek in de kennisbank")


async def test_a_passage_is_looked_up_by_a_misspelt_word_and_put_into_what_is_being_written(evening: Evening) -> None:
    child, ann = await evening.conversation()
    await child.say("ze lopen me te peste")
    await ann.sees_talk("hoi blauw", "ze lopen me te peste")
    await ann.line.press_sequentially(DRAFT)
    await ann.page.keyboard.press("Control+k")
    await expect(search(ann.page)).to_be_focused()
    await ann.page.keyboard.type("gepestt")
    found = ann.page.get_by_role("option", name="Gepest worden")
    await expect(found.first).to_be_visible()
    await picture(ann.page, "desk-30-knowledge")
    await ann.page.keyboard.press("Enter")
    title = ann.page.get_by_role("heading", level=3, name="pest")
    await expect(title).to_be_focused()
    await expect(ann.page.get_by_text("Nog niet door een deskundige nagekeken")).to_be_visible()
    await expect(ann.page.get_by_role("heading", name="Wat speelt er")).to_be_visible()
    await picture(ann.page, "desk-31-article")
    await ann.page.keyboard.press("ArrowDown")
    passage = await ann.page.locator(":focus").inner_text()
    await ann.page.keyboard.press("Enter")
    await expect(ann.line).to_be_focused()
    await expect(ann.line).to_have_value(f"{DRAFT} {passage}")
    await child.sees_talk("hoi blauw", "ze lopen me te peste")
    await ann.line.press("Enter")
    await child.sees_talk("hoi blauw", "ze lopen me te peste", f"{DRAFT} {passage}")


async def test_esc_leads_back_to_what_was_being_written(evening: Evening) -> None:
    child, ann = await evening.conversation()
    await ann.line.press_sequentially(DRAFT)
    await ann.page.keyboard.press("Control+k")
    await ann.page.keyboard.type("xqzwv kjhgf")
    await expect(ann.page.get_by_text("Niets gevonden.").last).to_be_visible()
    await expect(ann.page.get_by_role("heading", name="Blader door de onderwerpen")).to_be_visible()
    await child.say("ben je er nog")
    await ann.sees_talk("hoi blauw", "ben je er nog")
    await expect(search(ann.page)).to_be_focused()
    await ann.page.keyboard.press("Escape")
    await expect(ann.line).to_be_focused()
    await ann.line.press_sequentially(" meemaakt")
    await expect(ann.line).to_have_value(f"{DRAFT} meemaakt")


async def test_who_takes_what_was_meant_goes_on_searching(evening: Evening) -> None:
    ann = await evening.desk("ann")
    await ann.page.keyboard.press("Control+k")
    await ann.page.keyboard.type("ongestelt")
    await ann.button("ongesteld").focus()
    await ann.page.keyboard.press("Enter")
    await expect(search(ann.page)).to_have_value("ongesteld")
    await expect(search(ann.page)).to_be_focused()


async def test_a_change_that_an_editor_publishes_is_found(evening: Evening) -> None:
    cora = await evening.desk("cora")
    await cora.page.get_by_role("button", name="Artikelen").click()
    await cora.page.get_by_label("Zoek in de lijst").fill("gepest")
    await cora.page.get_by_role("button", name="Gepest worden").first.click()
    words = cora.page.get_by_label("Zoekwoorden")
    await words.fill(f"{await words.input_value()}, slingerflipje")
    await words.press("Tab")
    await cora.page.get_by_label("Waarom deze wijziging").fill("Een nieuw woord van kinderen")
    await picture(cora.page, "desk-32-editor")
    await cora.button("Bewaar en publiceer").click()
    await cora.sees("Gepubliceerd. Vrijwilligers vinden het binnen twee seconden.")
    ann = await evening.desk("ann")
    await ann.page.keyboard.press("/")
    await search(ann.page).fill("slingerflipje")
    await expect(ann.page.get_by_role("option", name="Gepest worden")).to_be_visible()


async def test_who_approved_what_is_read_stands_beside_it(evening: Evening) -> None:
    cora = await evening.desk("cora")
    await cora.page.get_by_role("button", name="Artikelen").click()
    await cora.page.get_by_role("button", name="Heimwee").first.click()
    await cora.button("Goedkeuren").first.click()
    await cora.page.get_by_label("Naam").fill("A. Jansen")
    await cora.page.get_by_label("Rol").fill("jeugdarts")
    await cora.page.get_by_role("button", name="Keur versie").click()
    await expect(cora.page.get_by_text("Nagekeken door A. Jansen, jeugdarts.")).to_be_visible()
