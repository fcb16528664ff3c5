"""A volunteer who has opted in to two chats at a time."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.evening import Evening, picture


async def test_two_conversations_at_a_time_stay_apart(evening: Evening) -> None:
    blue, ann = await evening.conversation()
    await ann.page.get_by_role("group", name="Chats tegelijk").get_by_role("button", name="2").click()
    green = await evening.child()
    await green.enter(name="groen")
    await ann.accept("groen")
    await ann.say("hoi groen")
    await green.sees_talk("hoi groen")

    await blue.say("ben je er nog?")
    unread = ann.page.get_by_role("navigation", name="Mijn gesprekken").get_by_role("button", name="blauw nieuw")
    await expect(unread).to_be_visible()
    await ann.line.fill("dit is voor groen")
    await picture(ann.page, "desk-19-two-conversations")
    age = ann.page.locator("#field-age input[inputmode=numeric]")
    await age.focus()
    await ann.page.keyboard.type("12")
    await ann.page.keyboard.press("Alt+v")
    await ann.sees_talk("hoi blauw", "ben je er nog?")
    await expect(ann.line).to_have_value("")
    await expect(age).to_have_value("")
    await ann.say("jazeker")
    await ann.page.keyboard.press("Alt+v")
    await expect(age).to_have_value("12")
    await expect(ann.line).to_have_value("dit is voor groen")
    await ann.line.press("Enter")
    await blue.sees_talk("hoi blauw", "ben je er nog?", "jazeker")
    await green.sees_talk("hoi groen", "dit is voor groen")
