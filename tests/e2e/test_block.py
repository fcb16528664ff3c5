"""A coordinator blocks: whom it hits is shown first, and more than a day needs a colleague."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.e2e.evening import Evening, picture


async def test_a_block_is_shown_before_it_is_given_and_a_colleague_agrees_in_another_window(evening: Evening) -> None:
    child, ann = await evening.conversation()
    await ann.page.keyboard.press("Alt+t")
    await expect(ann.page.get_by_role("dialog", name="Time-out voor blauw")).to_be_visible()
    await ann.page.keyboard.press("4")
    await expect(child.heading("We stoppen dit gesprek nu.")).to_be_visible()
    lou, kim = await evening.desk("cora"), await evening.desk("dirk")
    await lou.page.keyboard.press("Alt+z")
    await lou.button("Blokkeren").click()
    dialog = lou.page.get_by_role("dialog", name="Blokkeren")
    reach = dialog.get_by_role("region", name="Wie raakt dit?")
    await expect(reach).to_contain_text("Van dit toestel: 1 tot 4 contacten in twee weken")
    await picture(lou.page, "desk-21-block-preview")
    await expect(dialog.get_by_role("checkbox")).to_have_count(0)
    await dialog.get_by_label("Hoe lang?").select_option("7 dagen")
    await expect(dialog.get_by_role("status")).to_contain_text("een andere coördinator moet akkoord geven")
    await dialog.get_by_label("Waarom?").select_option("schelden of dreigen")
    await dialog.get_by_role("button", name="Blokkeren", exact=True).click()
    await expect(dialog).to_contain_text("Het wacht op akkoord van een andere coördinator")
    await dialog.get_by_role("button", name="Sluiten").click()
    await expect(lou.page.get_by_text("Jij gaf dit zelf: een ander beslist.")).to_be_visible()
    await expect(lou.button("Akkoord")).to_have_count(0)
    await kim.page.keyboard.press("Alt+z")
    await kim.button("Akkoord").click()
    await expect(kim.page.get_by_role("heading", name="Blokkeringen die nu gelden")).to_be_visible()
    await expect(lou.page.get_by_role("heading", name="Wacht op akkoord")).to_have_count(0)
    await expect(lou.page.get_by_role("heading", name="Blokkeringen die nu gelden")).to_be_visible()
    await picture(kim.page, "desk-22-block-agreed")
    await expect(child.page.get_by_text(re.compile(r"^Dat duurt tot .+\.$"))).to_be_visible()
    await expect(child.button("Ik wil toch praten")).to_be_visible()
    await picture(child.page, "child-17-blocked")
