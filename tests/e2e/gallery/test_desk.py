"""What holds in single states of the desk."""

from __future__ import annotations

from playwright.async_api import Browser, expect

from tests.e2e.gallery.dev import opened

# The names of the phases that do not fit: cut off, or on more than two lines.
TOO_LONG = """() => [...document.querySelectorAll('nav li .label')]
  .map((one) => [one, 2.5 * parseFloat(getComputedStyle(one).lineHeight)])
  .filter(([one, most]) => one.scrollHeight > one.clientHeight + 1 || one.clientHeight > most)
  .map(([one]) => one.textContent)"""

# How far down the form begins (CSS px).
FORM_BEGINS = "() => document.querySelector('#field-type').getBoundingClientRect().top"

TOLD = ("desk/connection-lost", "desk/recover-in-wrap-up", "desk/phone-my-connection-lost", "desk/along-told")

# What is told, and the parts of a conversation that it lies over.
COVERED = """() => {
  const told = [...document.querySelectorAll('.told p')].map((one) => one.getBoundingClientRect())
  const over = (one, other) =>
    one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1
  return [...document.querySelectorAll('main header, main nav, section.call, .scroll, #write')]
    .filter((part) => told.some((one) => over(one, part.getBoundingClientRect())))
    .map((part) => part.outerHTML.slice(0, 60))
}"""

# How far down each button of a call stands (CSS px).
ROWS = (
    "() => [...document.querySelectorAll('section.call .deeds .button')].map((one) => one.getBoundingClientRect().top)"
)

FADED = "(it) => Number(getComputedStyle(it).opacity)"

LOOKS = "(it) => getComputedStyle(it).backgroundColor"


async def test_the_list_of_topics_goes_when_a_question_stands_above_it(browser: Browser, address: str) -> None:
    async with opened(browser, address) as gallery:
        await gallery.show("desk/form-topics")
        await expect(gallery.page.get_by_role("listbox")).to_be_visible()
        await gallery.page.keyboard.press("Alt+k")
        await expect(gallery.page.get_by_role("alertdialog")).to_be_visible()
        await expect(gallery.page.get_by_role("listbox")).to_have_count(0)


async def test_notifications_are_asked_for_in_one_place(browser: Browser, address: str) -> None:
    async with opened(browser, address) as gallery:
        for state in ("desk/before-shift", "desk/available"):
            await gallery.show(state)
            await expect(gallery.page.locator("button", has_text="Meldingen aanzetten")).to_have_count(1)


async def test_a_sheet_goes_when_one_reads_or_writes_below_it(browser: Browser, address: str) -> None:
    async with opened(browser, address, width=768, height=1024) as gallery:
        sheet = gallery.page.get_by_role("complementary", name="Naast het gesprek")
        await gallery.show("desk/form-sheet")
        await expect(sheet).to_be_visible()
        await gallery.page.keyboard.press("Alt+s")
        await expect(sheet).to_be_hidden()
        await gallery.page.keyboard.press("Alt+r")
        await expect(sheet).to_be_visible()
        await gallery.page.get_by_role("region", name="Berichten").click(position={"x": 20, "y": 20})
        await expect(sheet).to_be_hidden()


async def test_the_form_stays_in_its_place_in_every_phase_and_their_names_fit(browser: Browser, address: str) -> None:
    async with opened(browser, address) as gallery:
        for language in ("nl", "en"):
            begins = set()
            for state in ("desk/first-words", "desk/talking"):
                await gallery.show(state, language=language)
                assert await gallery.page.evaluate(TOO_LONG) == []
                begins.add(await gallery.page.evaluate(FORM_BEGINS))
            assert len(begins) == 1


async def test_the_preview_of_a_notice_says_which_language_each_is(browser: Browser, address: str) -> None:
    async with opened(browser, address) as gallery:
        await gallery.show("desk/notice-changing")
        preview = gallery.page.get_by_role("region", name="Zo ziet het kind het")
        await expect(preview.get_by_role("figure", name="Nederlands")).to_contain_text("Vanavond werkt bellen niet.")
        await expect(preview.get_by_role("figure", name="Engels")).to_contain_text("Ringing us does not work tonight.")


async def test_an_offer_is_answered_above_a_dialog_that_keeps_what_was_typed(browser: Browser, address: str) -> None:
    for width, height in ((1280, 720), (768, 1024)):
        async with opened(browser, address, width=width, height=height) as gallery:
            await gallery.show("desk/offer-above-about")
            about = gallery.page.get_by_role("dialog", name="Over mij")
            await about.get_by_label("De naam die een kind ziet").fill("Roos")
            offer = gallery.page.get_by_role("region", name="Nieuw gesprek", exact=True)
            await offer.get_by_role("button", name="Nu niet").click()
            await offer.get_by_role("button", name="Aannemen").click()
            await expect(about.get_by_label("De naam die een kind ziet")).to_have_value("Roos")


async def test_a_field_to_which_a_click_leads_stands_out(browser: Browser, address: str) -> None:
    async with opened(browser, address) as gallery:
        await gallery.show("desk/wrap-up-missing")
        field = gallery.page.locator("#field-about")
        before = await field.evaluate(LOOKS)
        await gallery.page.get_by_role("button", name="Over wie gaat het?").click()
        await expect(field.get_by_role("radio").first).to_be_focused()
        assert await field.evaluate(LOOKS) != before


async def test_what_would_send_nothing_looks_so(browser: Browser, address: str) -> None:
    async with opened(browser, address) as gallery:
        await gallery.show("desk/talking")
        send = gallery.page.get_by_role("button", name="Verstuur")
        await gallery.page.locator("#write").fill("dag")
        full = await send.evaluate(FADED)
        for nothing in ("", "  "):
            await gallery.page.locator("#write").fill(nothing)
            assert await send.evaluate(FADED) < full, nothing


async def test_what_is_told_covers_nothing_that_one_does(browser: Browser, address: str) -> None:
    async with opened(browser, address) as gallery:
        await gallery.show("desk/along-told")
        await expect(gallery.page.get_by_role("button", name="Gelezen")).to_be_visible()
        for name in ("Overnemen", "Stoppen met meelezen", "Meer"):
            await gallery.page.get_by_role("button", name=name).click(trial=True)


async def test_what_is_told_in_a_conversation_covers_no_part_of_it(browser: Browser, address: str) -> None:
    for width, height in ((1366, 768), (768, 1024), (320, 568)):
        async with opened(browser, address, width=width, height=height) as gallery:
            for state in TOLD:
                await gallery.show(state)
                assert await gallery.page.evaluate(COVERED) == [], (state, width)


async def test_a_call_is_ended_in_the_row_of_what_one_does_in_it(browser: Browser, address: str) -> None:
    for width in (1024, 1280, 1440):
        async with opened(browser, address, width=width) as gallery:
            for language in ("nl", "en"):
                await gallery.show("desk/phone-talking", language=language)
                assert len(set(await gallery.page.evaluate(ROWS))) == 1, (width, language)
