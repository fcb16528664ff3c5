"""A server that is newer than the page: the desk says so when there is time for it, and a child's page goes on."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.child_page import ChildPage
from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import LAPTOP, TELEPHONE, Evening, picture

# Changed before its script runs, and only until it is loaded again.
BE_OLD = """document.addEventListener('readystatechange', () => {
  const meta = document.querySelector('meta[name=helpline]')
  if (!meta || sessionStorage.getItem('was old')) return
  sessionStorage.setItem('was old', 'yes')
  meta.content = JSON.stringify({ ...JSON.parse(meta.content), version: '0.0+old' })
})"""


async def old(page: Page) -> Page:
    """A page that was built for the version before."""
    await page.add_init_script(BE_OLD)
    return page


async def test_the_desk_says_so_and_reloads_after_the_conversation(evening: Evening) -> None:
    desk = DeskPage(await old(await evening.page(**LAPTOP)))
    await desk.come(evening.address(), "ann")
    newer = desk.page.get_by_text("Er is een nieuwe versie.")
    reload = desk.button("Herladen")
    await expect(newer).to_be_visible()
    await desk.be_available()
    child = await evening.child()
    await child.enter(name="blauw")
    await desk.accept("blauw")
    await expect(desk.page.get_by_text("Er is een nieuwe versie. Herlaad na je gesprek.")).to_be_visible()
    await expect(reload).to_have_count(0)
    await picture(desk.page, "desk-21-new-version")
    await desk.line.fill("half getypt")
    await desk.page.reload()
    await expect(desk.line).to_have_value("half getypt")
    await expect(newer).to_have_count(0)


async def test_without_a_conversation_it_reloads_by_a_button(evening: Evening) -> None:
    desk = DeskPage(await old(await evening.page(**LAPTOP)))
    await desk.come(evening.address(), "ann")
    await expect(desk.button("Herladen")).to_be_visible()
    await desk.button("Herladen").click()
    await expect(desk.page.get_by_role("group", name="Hoe sta je?")).to_be_visible()
    await expect(desk.button("Herladen")).to_have_count(0)


async def test_an_old_page_of_a_child_simply_goes_on(evening: Evening) -> None:
    child = ChildPage(await old(await evening.page(**TELEPHONE)), by_finger=True)
    await child.come(evening.address())
    desk = await evening.desk("ann")
    await expect(desk.button("Herladen")).to_have_count(0)
    await desk.be_available()
    await child.enter(name="blauw")
    await desk.accept("blauw")
    evening.expect_disturbance()
    await evening.server.kill()
    await evening.server.start()
    await child.say("ben je er nog?")
    await desk.sees_talk("ben je er nog?")
    await desk.say("ja")
    await child.sees_talk("ben je er nog?", "ja")
