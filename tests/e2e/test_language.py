"""A child who speaks English, and a volunteer who sees it before accepting."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.evening import Evening, picture


async def test_a_child_chooses_english_and_the_offer_says_so(evening: Evening) -> None:
    desk = await evening.desk("ann")
    await desk.be_available()
    child = await evening.child()
    await child.button("English").click()
    await expect(child.page.locator("html")).to_have_attribute("lang", "en")
    await child.button("I want to chat").click()
    await child.button("Skip").click()
    await expect(desk.offer).to_contain_text("Chat · Engels")
    await desk.accept()
    await expect(child.page.get_by_role("heading", level=1)).to_contain_text("Nora")
    await child.page.reload()
    await expect(child.page.locator("html")).to_have_attribute("lang", "en")
    await picture(child.page, "child-16-english")
