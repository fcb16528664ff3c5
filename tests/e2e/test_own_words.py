"""A helpline that chose its own words, language, colours and number, with settings alone."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.e2e.conftest import MakeEvening
from tests.e2e.evening import picture
from tests.french import write_french

PURPLE = "rgb(107, 45, 92)"
FRENCH = {
    "shared_language_name": "Français",
    "child_title": "Bienvenue",
    "child_welcome": "Tu as bien fait de venir.",
    "child_chat": "Je veux écrire",
    "child_call": "Je veux appeler",
    "child_skip": "Passer",
    "child_talk_with": "Tu parles avec {volunteer}",
}


def write(folder: Path) -> None:
    """Settings in French, with colours and a telephone."""
    write_french(folder, FRENCH)
    with (folder / "helpline.toml").open("a", encoding="utf-8") as settings:
        settings.write('phone = "0800 0000"\n[colours]\naction = { light = "#6b2d5c" }\n')
    (folder / "texts" / "nl.toml").write_text('child_welcome = "Welkom bij ons."\n', encoding="utf-8")


async def test_a_helpline_of_another_country_needs_no_code(make_evening: MakeEvening) -> None:
    evening = await make_evening(own=write)
    desk = await evening.page()
    child = await evening.page()
    await child.goto(evening.address())
    await expect(child).to_have_title("Bienvenue")
    await expect(child.locator("html")).to_have_attribute("lang", "fr")
    await expect(child.get_by_role("heading", name="Tu as bien fait de venir.")).to_be_visible()
    await expect(child.get_by_role("link", name="Je veux appeler")).to_have_attribute("href", "tel:08000000")
    chat = child.get_by_role("button", name="Je veux écrire")
    await expect(chat).to_have_css("background-color", PURPLE)
    await picture(child, "child-17-own-words")

    await child.get_by_role("button", name="Nederlands").click()
    await expect(child.get_by_role("heading", name="Welkom bij ons.")).to_be_visible()
    await child.get_by_role("button", name="Français").click()
    await desk.goto(evening.address() + "/desk")
    await expect(desk.locator("html")).to_have_attribute("lang", "fr")
    await expect(desk.get_by_role("button", name="Log in")).to_have_css("background-color", PURPLE)

    await chat.click()
    await child.get_by_role("button", name="Passer").click()
    await expect(child.get_by_role("heading", name="You are in the queue")).to_be_visible()


async def test_the_first_words_are_the_helplines_own_where_scripts_are_off(make_evening: MakeEvening) -> None:
    evening = await make_evening(own=write)
    page = await evening.page(java_script_enabled=False)
    await page.goto(evening.address())
    await expect(page).to_have_title("Bienvenue")
    await expect(page.get_by_role("heading", name="Tu as bien fait de venir.")).to_be_visible()
    for name in ("Je veux appeler", "Ik wil bellen", "I want to ring"):
        await expect(page.get_by_role("link", name=name)).to_have_attribute("href", "tel:08000000")
    await expect(page.locator("section.noscript")).to_have_count(3)
