"""Who may sit at the desk, and for how long."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.conftest import MakeEvening
from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import LAPTOP, Evening, picture

SOON = {"routing": {"volunteer_grace_seconds": 2}}


async def test_a_wrong_password_is_said_so_and_the_right_one_opens_the_desk(evening: Evening) -> None:
    evening.watch.excuse("status of 401")
    desk = DeskPage(await evening.page(**LAPTOP))
    await desk.page.goto(f"{evening.address()}/desk")
    await picture(desk.page, "desk-01-log-in")
    await desk.log_in("ann", "verkeerd")
    await desk.sees("Deze naam en dit wachtwoord horen niet bij elkaar.")
    await picture(desk.page, "desk-01-wrong-password")
    await desk.log_in("ann")
    await desk.sees("Je bent weg")
    await expect(desk.status("Beschikbaar")).to_be_focused()
    assert await desk.page.evaluate("document.cookie") == ""


async def test_who_logs_out_leaves_an_empty_desk(evening: Evening) -> None:
    desk = await evening.desk("ann")
    await desk.button("Uitloggen").click()
    await expect(desk.page.get_by_role("heading", name="Inloggen")).to_be_visible()
    await desk.page.reload()
    await expect(desk.page.get_by_role("heading", name="Inloggen")).to_be_visible()
    assert await desk.page.context.cookies() == []


async def test_who_logs_out_during_a_conversation_is_asked_first_and_the_child_is_helped_on(
    make_evening: MakeEvening,
) -> None:
    evening = await make_evening(rules=SOON)
    child, ann = await evening.conversation()
    ben = await evening.desk("ben")
    await ben.be_available()
    await ann.button("Uitloggen").click()
    question = ann.page.get_by_role("alertdialog", name="Wil je uitloggen?")
    await expect(question.get_by_role("button", name="Blijven")).to_be_focused()
    await picture(ann.page, "desk-12-log-out-busy")
    await question.get_by_role("button", name="Uitloggen").click()
    await expect(ann.page.get_by_role("heading", name="Inloggen")).to_be_visible()
    assert "hoi blauw" not in await ann.page.evaluate("JSON.stringify({...sessionStorage}) + document.body.innerHTML")
    await ben.accept("blauw")
    await child.talks_with("Sam")


async def test_an_account_that_is_disabled_closes_its_desk_at_once(make_evening: MakeEvening) -> None:
    evening = await make_evening(rules=SOON)
    child, ann = await evening.conversation()
    ben = await evening.desk("ben")
    await ben.be_available()
    await evening.server.command("users", "disable", "ann")
    await expect(ann.page.get_by_role("heading", name="Inloggen")).to_be_visible()
    await expect(ann.words).to_have_count(0)
    await ben.accept("blauw")
    await child.sees("Sam helpt je verder. Sam kan lezen wat jullie schreven.")
    evening.watch.excuse("status of 401")
    await ann.log_in("ann")
    await ann.sees("Deze naam en dit wachtwoord horen niet bij elkaar.")
