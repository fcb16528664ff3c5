"""A volunteer sends a child away for a while, and the child comes back: to somebody else, who begins anew."""

from __future__ import annotations

import json
import re

from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.child_page import ChildPage
from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import TELEPHONE, Evening, picture
from tests.e2e.gallery.dev import axe_source

AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] })
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`)
}"""
WIDER = "() => document.documentElement.scrollWidth > innerWidth"
SMALL_PHONE = TELEPHONE | {"viewport": {"width": 320, "height": 568}}
TOMORROW = re.compile(r"^Vanaf morgen om \d\d:\d\d ben je weer welkom\.$")
WELCOME_AGAIN = re.compile(r"^Vanaf (morgen om )?\d\d:\d\d ben je weer welkom\.$")


async def test_two_keys_give_a_time_out_and_the_child_comes_back_to_somebody_else(evening: Evening) -> None:
    child, ann = await _talk(evening)
    await _gives(ann, "1")
    await ann.sees("Het gesprek met blauw stopte met een time-out.")
    await expect(ann.page.get_by_text(re.compile(r"^Je gaf een time-out tot"))).to_be_visible()
    await picture(ann.page, "desk-17-time-out-given")
    await _is_sent_away(child)
    await child.sees("Er wachten andere kinderen die willen praten.")
    await child.sees("Een grapje is niet erg. Wil je toch over iets praten? Dat mag ook nu.")
    await picture(child.page, "child-16-time-out")
    await child.button("Ik wil toch praten").click()
    await expect(child.heading("Je staat in de rij")).to_be_visible()
    await expect(ann.offer).to_have_count(0)
    ben = await evening.desk("ben")
    await ben.be_available()
    await expect(ben.offer).to_contain_text("terug na time-out")
    await ben.accept("blauw")
    await ben.sees("Komt terug na een time-out. Begin gewoon opnieuw.")
    await picture(ben.page, "desk-18-back-after-time-out")
    await child.talks_with("Sam")
    await ben.end()
    await child.sees("Sam heeft het gesprek afgerond.")
    await expect(child.page.get_by_text("Dan kun je altijd opnieuw beginnen.")).to_have_count(0)
    await child.button("Opnieuw").click()
    await child.button("Overslaan").click()
    await expect(child.heading("Je kunt nu niet met ons chatten.")).to_be_visible()
    await expect(child.button("Ik wil toch praten")).to_have_count(0)
    await _is_well(child.page)


async def test_what_was_undone_keeps_nobody_out(evening: Evening) -> None:
    child, ann = await _talk(evening)
    await _gives(ann, "1")
    await _is_sent_away(child)
    await ann.page.keyboard.press("Alt+z")
    mine = ann.page.get_by_role("region", name="Mijn time-outs van vandaag")
    await mine.get_by_role("button", name="Ongedaan maken").click()
    await mine.get_by_label("Waarom maak je het ongedaan?").fill("Ik vergiste me")
    await ann.page.keyboard.press("Enter")
    await expect(mine.get_by_role("heading", name="Vandaag voorbij")).to_be_visible()
    await picture(ann.page, "desk-19-time-out-undone")
    await child.sees("Je bent weer welkom.")
    await child.button("Opnieuw").click()
    await child.button("Overslaan").click()
    await expect(child.heading("Je staat in de rij")).to_be_visible()


async def test_the_page_still_says_so_after_a_reload_and_in_a_new_tab_where_the_token_lasts(evening: Evening) -> None:
    child, ann = await _talk(evening)
    await _gives(ann, "3")
    await _is_sent_away(child)
    await child.sees("Op deze manier kunnen wij je niet helpen.")
    await child.page.reload()
    await _is_sent_away(child)
    kept = json.loads((await child.kept())[1])
    assert list(kept) == ["resume"]
    again = await _new_tab(child.page.context, evening)
    await _is_sent_away(again)
    await _is_well(again.page)
    await again.button("Wissen").click()
    await expect(again.button("Ik wil chatten")).to_be_visible()
    assert json.loads((await again.kept())[1]) == {}


async def test_whoever_only_tried_leaves_no_trace_beyond_the_tab(evening: Evening) -> None:
    child, ann = await _talk(evening)
    await _gives(ann, "2")
    await _is_sent_away(child)
    assert (await child.kept())[1] == "{}"
    await child.page.reload()
    await _is_sent_away(child)
    again = await _new_tab(child.page.context, evening)
    await expect(again.button("Ik wil chatten")).to_be_visible()


async def test_a_child_walks_its_way_back_by_keyboard(evening: Evening) -> None:
    child, ann = await _talk(evening)
    await _gives(ann, "4")
    await _is_sent_away(child)
    back = child.button("Ik wil toch praten")
    for _ in range(20):
        await child.page.keyboard.press("Tab")
        if await back.evaluate("(one) => one === document.activeElement"):
            break
    await expect(back).to_be_focused()
    await child.page.keyboard.press("Enter")
    await expect(child.heading("Je staat in de rij")).to_be_visible()


async def test_a_day_waits_for_a_coordinator_who_sees_so_at_once_and_agrees(evening: Evening) -> None:
    child, ann = await _talk(evening)
    lou = await evening.desk("cora")
    listing = lou.page.get_by_role("button", name="Time-outs")
    await expect(listing).to_be_visible()
    await expect(listing).not_to_contain_text("wacht op akkoord")
    await ann.page.keyboard.press("Alt+t")
    dialog = ann.page.get_by_role("dialog", name="Time-out voor blauw")
    await dialog.get_by_role("radio", name="24 uur").check()
    await expect(dialog.get_by_role("status")).to_contain_text("een coördinator moet binnen een uur akkoord geven")
    await dialog.get_by_role("button", name="seksueel misbruik van de lijn").click()
    await expect(ann.page.get_by_text("Een coördinator moet nog akkoord geven.")).to_be_visible()
    await expect(listing).to_contain_text("wacht op akkoord: 1")
    await lou.page.keyboard.press("z")
    listed = lou.page.get_by_role("region", name="Time-outs en blokkeringen")
    await expect(listed.get_by_role("heading", name="Wacht op akkoord")).to_be_visible()
    await picture(lou.page, "desk-20-waits-for-agreement")
    await listed.get_by_role("button", name="Akkoord").click()
    await expect(listed.get_by_role("heading", name="Time-outs die nu gelden")).to_be_visible()
    await expect(listed.get_by_role("heading", name="Wacht op akkoord")).to_have_count(0)
    await expect(listing).not_to_contain_text("wacht op akkoord")
    await expect(child.page.get_by_text(TOMORROW)).to_be_visible()


async def _talk(evening: Evening) -> tuple[ChildPage, DeskPage]:
    """A child on the smallest phone whom Ann has said hello to."""
    ann = await evening.desk("ann")
    await ann.be_available()
    child = await evening.child(**SMALL_PHONE)
    await child.enter(name="blauw")
    await ann.accept("blauw")
    await child.talks_with("Nora")
    await ann.say("hoi blauw")
    await child.sees_talk("hoi blauw")
    return child, ann


async def _gives(desk: DeskPage, reason: str) -> None:
    """The two keys: one asks, one says why."""
    await desk.page.keyboard.press("Alt+t")
    await expect(desk.page.get_by_role("dialog", name="Time-out voor blauw")).to_be_visible()
    await desk.page.keyboard.press(reason)


async def _is_sent_away(child: ChildPage) -> None:
    """The page says so, with a moment, whom to ring, and the way back."""
    await expect(child.heading("We stoppen dit gesprek nu.")).to_be_visible()
    await expect(child.page.get_by_text(WELCOME_AGAIN)).to_be_visible()
    await expect(child.page.get_by_role("link", name="112").first).to_be_visible()
    await expect(child.button("Ik wil toch praten")).to_be_visible()
    await _is_well(child.page)


async def _is_well(page: Page) -> None:
    """Nothing for axe, and nothing beside the screen."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(axe_source())
    assert await page.evaluate(AXE) == []
    assert not await page.evaluate(WIDER)


async def _new_tab(context: BrowserContext, evening: Evening) -> ChildPage:
    tab = ChildPage(await context.new_page())
    await tab.page.goto(evening.address())
    return tab
