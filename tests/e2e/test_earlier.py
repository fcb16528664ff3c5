"""What came before from the same device, and what is advised after two marked pranks."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.child_page import ChildPage
from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import Evening, picture

PIZZA = "twee pizza margherita met extra kaas"


async def orders(child: ChildPage, desk: DeskPage, *texts: str) -> None:
    """The child talks with Ann, and orders pizza."""
    await desk.accept("blauw")
    await child.talks_with("Nora")
    await child.say(*texts)
    await desk.sees_talk(*texts)


async def marks_it(child: ChildPage, desk: DeskPage) -> None:
    """Ann rounds it off and registers a prank; the child begins again."""
    await desk.page.get_by_label("Soort gesprek").select_option("prank")
    await desk.sees("bewaard ✓")
    await desk.end()
    await desk.button("Registratie sluiten").click()
    await desk.sees("Je bent beschikbaar")
    await child.button("Opnieuw").click()
    await child.page.get_by_label("Hoe mogen we je noemen?").fill("blauw")
    await child.button("Verder").click()


async def test_earlier_contact_is_told_folded_and_a_prank_is_advised_quietly(evening: Evening) -> None:
    ann = await evening.desk("ann")
    await ann.be_available()
    child = await evening.child()
    await child.enter(name="blauw")
    for _ in range(2):
        await orders(child, ann, PIZZA, "en snel graag ja")
        await marks_it(child, ann)
    await expect(ann.offer).to_be_visible()
    await expect(ann.offer.get_by_text("eerder")).to_have_count(0)
    await orders(child, ann, *[PIZZA] * 4)

    advice = ann.page.get_by_role("region", name="Advies", exact=True)
    await expect(advice).to_contain_text("Misschien een grap.")
    await expect(advice).to_contain_text("Jij kiest.")
    await picture(ann.page, "desk-15-advice")
    await advice.get_by_role("button", name="Gelezen").click()
    await expect(advice).to_have_count(0)

    await ann.page.get_by_role("tab", name="Eerder").click()
    await ann.sees("Deze week 2 keer eerder contact, 2 keer heel kort.")
    await expect(ann.page.get_by_text("Dat kan ook iemand anders zijn.")).to_be_visible()
    row = ann.page.get_by_role("listitem").filter(has_text="korter dan")
    await expect(row.first).not_to_be_visible()
    await picture(ann.page, "desk-16-earlier")
    await ann.page.get_by_text("Per contact", exact=True).click()
    await expect(row).to_contain_text(["Grap", "Grap"])
    await picture(ann.page, "desk-17-earlier-one-by-one")
