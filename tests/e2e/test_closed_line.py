"""Outside the hours the page says so, and whom one can always ring."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.child_page import ChildPage
from tests.e2e.conftest import MakeEvening
from tests.e2e.evening import TELEPHONE, picture
from tests.e2e.server import Rules

NEVER: Rules = {"opening.weekly": {}}


async def test_a_closed_line_says_so_with_every_number_one_tap_away(make_evening: MakeEvening) -> None:
    evening = await make_evening("serve", rules=NEVER)
    child = ChildPage(await evening.page(**TELEPHONE))
    await child.page.goto(evening.address())
    await expect(child.heading("We zijn nu dicht.")).to_be_visible()
    await expect(child.button("Ik wil chatten")).to_have_count(0)
    for words, number in [
        ("Bel 112.", "tel:112"),
        ("Bel 0800-0113.", "tel:08000113"),
        ("Bel Veilig Thuis: 0800-2000.", "tel:08002000"),
    ]:
        await expect(child.page.get_by_role("link", name=words)).to_have_attribute("href", number)
    await picture(child.page, "child-12-closed")


async def test_without_scripts_the_page_says_whom_to_ring(make_evening: MakeEvening) -> None:
    evening = await make_evening()
    child = ChildPage(await evening.page(java_script_enabled=False, **TELEPHONE))
    await child.page.goto(evening.address())
    await child.sees("Chatten lukt niet in deze browser. Bellen kan wel.")
    await expect(child.page.get_by_role("link", name="Bel 112.").first).to_have_attribute("href", "tel:112")
    await picture(child.page, "child-13-scripts-off")
    await child.page.get_by_role("link", name="Snel weg").click()
    await expect(child.page.locator("body > *")).to_have_count(0)
