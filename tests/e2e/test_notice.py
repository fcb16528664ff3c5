"""Something is the matter: a coordinator tells every child, wherever its page stands."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.child_page import ChildPage
from tests.e2e.evening import TELEPHONE, Evening, picture

DUTCH = "Bellen werkt niet. Chatten kan wel."
ENGLISH = "The phone is down. Chatting works."


async def test_a_notice_reaches_every_page_at_once_and_goes_again(evening: Evening) -> None:
    talking, ann = await evening.conversation()
    waiting, looking = await evening.child(), await evening.child()
    await waiting.enter()
    lou = await evening.desk("cora")
    await lou.page.keyboard.press("m")
    dialog = lou.page.get_by_role("dialog", name="Mededeling op de kinderpagina")
    await lou.page.keyboard.press("Tab")
    await dialog.get_by_label("Nederlands").fill(DUTCH)
    await dialog.get_by_label("Engels").fill(ENGLISH)
    await expect(dialog.get_by_role("region", name="Zo ziet het kind het")).to_contain_text(ENGLISH)
    await picture(lou.page, "desk-16-notice-dialog")
    await dialog.get_by_role("button", name="Plaatsen").click()
    await expect(dialog).to_have_count(0)
    for child in (looking, waiting, talking):
        await child.sees(DUTCH)
    await picture(waiting.page, "child-14-notice-waiting")
    await picture(talking.page, "child-15-notice-talking")
    await expect(lou.page.get_by_text("Op de kinderpagina staat:")).to_be_visible()
    late = ChildPage(await evening.page(**TELEPHONE))
    await late.come(evening.address())
    await late.sees(DUTCH)
    await late.button("English").click()
    await late.sees(ENGLISH)
    await talking.say("ik ben er nog")
    await ann.sees_talk("hoi blauw", "ik ben er nog")
    await lou.button("Mededeling weghalen").click()
    for child, text in ((looking, DUTCH), (waiting, DUTCH), (talking, DUTCH), (late, ENGLISH)):
        await expect(child.page.get_by_text(text, exact=True)).to_have_count(0)
    await expect(lou.page.get_by_text("Op de kinderpagina staat:")).to_have_count(0)
