"""A volunteer gives a conversation to a colleague, with a note."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.evening import Evening, picture


async def test_a_conversation_is_handed_over_with_a_note_and_the_child_sees_to_whom(evening: Evening) -> None:
    child, ann = await evening.conversation()
    ben = await evening.desk("ben")
    await ben.be_available()
    await ann.page.keyboard.press("Alt+o")
    question = ann.page.get_by_role("dialog", name="blauw overdragen")
    await question.get_by_label("Briefje voor wie verdergaat").fill("blauw wacht op een antwoord over school")
    await question.get_by_role("radio", name="Sam").check()
    await picture(ann.page, "desk-13-hand-over")
    await question.get_by_role("button", name="Overdragen").click()
    await ann.sees("Het gesprek met blauw is overgedragen.")
    await ben.accept("blauw")
    await ben.sees("blauw wacht op een antwoord over school")
    await ben.sees_talk("hoi blauw")
    await ben.sees("Nora:")
    await picture(ben.page, "desk-14-handed-to-me")
    await ben.button("Gelezen").click()
    await ben.page.reload()
    await ben.sees("Nora:")
    await expect(ben.page.get_by_text("blauw wacht op een antwoord over school")).to_have_count(0)
    await child.sees("Sam helpt je verder. Sam kan lezen wat jullie schreven.")
    await child.say("dag Sam")
    await ben.sees_talk("hoi blauw", "dag Sam")
    await ben.say("dag blauw")
    await child.sees_talk("hoi blauw", "dag Sam", "dag blauw")
    for name in ("Nora:", "Sam:"):
        await child.sees(name)
    await expect(ann.words).to_have_count(0)


async def test_a_conversation_handed_to_the_queue_tells_the_child_that_somebody_is_sought(evening: Evening) -> None:
    child, ann = await evening.conversation()
    await ann.page.keyboard.press("Alt+o")
    await ann.page.get_by_role("dialog").get_by_role("button", name="Overdragen").click()
    await child.sees("Nora vraagt iemand anders om je verder te helpen.")
    await picture(child.page, "child-14-handed-over")
    ben = await evening.desk("ben")
    await ben.be_available()
    await ben.accept("blauw")
    await child.talks_with("Sam")
