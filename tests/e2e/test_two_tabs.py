"""One child, two tabs: the newest has the conversation, and the older says so."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.child_page import ChildPage
from tests.e2e.evening import Evening, picture


async def duplicate(child: ChildPage) -> ChildPage:
    """The same page in a new tab, with all that the first tab keeps, as a browser duplicates it."""
    async with child.page.expect_popup() as opened:
        await child.page.evaluate("open(location.href)")
    return ChildPage(await opened.value)


async def test_the_newest_tab_has_the_conversation_and_the_older_can_take_it_back(evening: Evening) -> None:
    older, desk = await evening.conversation()
    newer = await duplicate(older)
    # nobody can know how long ago this tab was looked at, so no text is shown before it is asked for
    await expect(newer.heading("Wil je verder met je gesprek?")).to_be_visible()
    assert "hoi blauw" not in await newer.page.content()
    await newer.button("Ja").click()
    await newer.talks_with("Nora")
    await newer.sees_talk("hoi blauw")
    await expect(older.heading("Je praat al met ons in een ander venster.")).to_be_visible()
    await picture(older.page, "child-11-superseded")
    await newer.say("uit het nieuwe venster")
    await desk.sees_talk("hoi blauw", "uit het nieuwe venster")

    await older.button("Hier verder praten").click()
    await older.sees_talk("hoi blauw", "uit het nieuwe venster")
    await expect(newer.heading("Je praat al met ons in een ander venster.")).to_be_visible()
    await older.say("en weer uit het oude")
    await desk.sees_talk("hoi blauw", "uit het nieuwe venster", "en weer uit het oude")


async def test_a_new_tab_of_its_own_is_another_child(evening: Evening) -> None:
    child, _ = await evening.conversation()
    other = ChildPage(await child.page.context.new_page())
    await other.come(evening.address())
    await other.enter()
    await child.talks_with("Nora")
