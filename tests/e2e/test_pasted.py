"""What people paste and press by mistake: nothing is lost, and each ends in a sentence that helps."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import Evening, picture

# A smile is one sign for a reader and two for a script.
LONGEST = "😀" * 3_999 + "a"
FROM_RIGHT = "مرحبا، هل يمكنني التحدث معك؟"
MIXED = f"zij zei: {FROM_RIGHT} 👩‍👩‍👧 en toen?"


async def test_what_a_child_pastes_arrives_whole_or_waits_for_the_child_to_shorten_it(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await child.line.focus()
    await child.page.keyboard.insert_text(LONGEST + "b")
    await child.sees("Dit bericht is te lang. Maak er twee van.")
    await child.button("Verstuur").click()
    await expect(child.line).to_have_value(LONGEST + "b")
    await picture(child.page, "child-18-pasted-too-much")
    await child.line.press("Control+End")
    await child.line.press("Backspace")
    await expect(child.page.get_by_text("Dit bericht is te lang.")).to_have_count(0)
    await child.button("Verstuur").dblclick()
    await child.say(FROM_RIGHT, MIXED)
    await child.sees_talk("hoi blauw", LONGEST, FROM_RIGHT, MIXED)
    await desk.sees_talk("hoi blauw", LONGEST, FROM_RIGHT, MIXED)
    assert await child.words.nth(2).evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert await desk.words.nth(2).evaluate("it => getComputedStyle(it).direction") == "rtl"


async def test_what_a_volunteer_pastes_arrives_whole_or_waits_for_them_to_shorten_it(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await desk.line.focus()
    await desk.page.keyboard.insert_text(LONGEST + "b")
    await desk.sees("Dit is 1 teken te lang. Verdeel het over twee berichten.")
    await desk.line.press("Enter")
    await expect(desk.line).to_have_value(LONGEST + "b")
    await desk.page.keyboard.insert_text("c")
    await desk.sees("Dit is 2 tekens te lang. Verdeel het over twee berichten.")
    for _ in range(2):
        await desk.line.press("Backspace")
    await desk.line.press("Enter")
    await desk.say(FROM_RIGHT, MIXED)
    await child.sees_talk("hoi blauw", LONGEST, FROM_RIGHT, MIXED)


async def test_a_child_that_goes_back_and_forward_is_still_in_its_sentence(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await child.line.press_sequentially("ik was nog niet kl")
    await child.page.goto(f"{evening.address()}/api/topics")
    await desk.say("ben je er nog?")
    await child.page.go_back()
    await child.talks_with("Nora")
    await child.sees_talk("hoi blauw", "ben je er nog?")
    await expect(child.line).to_have_value("ik was nog niet kl")
    await child.page.go_forward()
    await child.page.go_back()
    await child.line.press("End")
    await child.line.press_sequentially("aar")
    await child.button("Verstuur").click()
    await desk.sees_talk("hoi blauw", "ben je er nog?", "ik was nog niet klaar")
    await child.page.reload()
    await child.sees_talk("hoi blauw", "ben je er nog?", "ik was nog niet klaar")
    await expect(child.line).to_have_value("")


async def test_a_volunteer_that_goes_back_and_forward_is_still_in_their_sentence(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await desk.line.press_sequentially("wat ik wilde vr")
    await desk.page.goto(f"{evening.address()}/api/topics")
    await child.say("hallo?")
    await desk.page.go_back()
    await desk.talks_with("blauw")
    await desk.sees_talk("hoi blauw", "hallo?")
    await expect(desk.line).to_have_value("wat ik wilde vr")
    await desk.line.press("End")
    await desk.line.press_sequentially("agen")
    await desk.line.press("Enter")
    await child.sees_talk("hoi blauw", "hallo?", "wat ik wilde vragen")


async def test_a_volunteer_works_in_two_windows(evening: Evening) -> None:
    child, desk = await evening.conversation()
    second = DeskPage(await desk.page.context.new_page())
    await second.page.goto(f"{evening.address()}/desk")
    await second.talks_with("blauw")
    await second.say("uit het tweede venster")
    await child.sees_talk("hoi blauw", "uit het tweede venster")
    await desk.say("uit het eerste venster")
    said = "hoi blauw", "uit het tweede venster", "uit het eerste venster"
    await child.sees_talk(*said)
    await desk.sees_talk(*said)
    await second.sees_talk(*said)
    await second.page.get_by_label("Soort gesprek", exact=True).select_option("Praatje")
    await expect(desk.page.get_by_label("Soort gesprek", exact=True)).to_have_value("company")
    await desk.end()
    await expect(second.button("Registratie sluiten")).to_be_visible()
