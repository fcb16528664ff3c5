"""Somebody looks over the child's shoulder: gone at once, and nothing is left."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.e2e.child_page import NOTHING, ChildPage
from tests.e2e.evening import Evening, picture

SECRET = "niemand mag dit lezen"
# What stands on the page in the very moment after the press, before anything else can happen.
PRESS_AND_LOOK = """() => {
  document.querySelector('button.exit').click()
  const kept = [JSON.stringify({...sessionStorage}), JSON.stringify({...localStorage}), document.cookie]
  return [document.body.childElementCount, document.title, kept]
}"""
GONE = [0, "Nieuw tabblad", NOTHING]


async def shows_nothing(page: Page) -> None:
    """An empty page, and no trace of a talk on it."""
    await expect(page).to_have_url(re.compile("/blank$"))
    await expect(page.locator("body > *")).to_have_count(0)
    assert SECRET not in await page.content()


async def came_from_elsewhere(evening: Evening, child: ChildPage) -> None:
    """The child had another page open before ours."""
    await child.page.goto(f"{evening.address()}/api/topics")
    await child.come(evening.address())


async def test_the_exit_leaves_nothing_of_a_talk_behind(evening: Evening) -> None:
    desk = await evening.desk("ann")
    await desk.be_available()
    child = await evening.child()
    await came_from_elsewhere(evening, child)
    await child.enter(name="blauw")
    await desk.accept("blauw")
    await child.say(SECRET)
    await desk.sees_talk(SECRET)

    assert await child.page.evaluate(PRESS_AND_LOOK) == GONE
    await shows_nothing(child.page)
    await picture(child.page, "child-10-exit")
    assert await child.kept() == NOTHING
    await desk.sees("blauw heeft het gesprek gestopt.")

    await child.page.go_back()
    await expect(child.page).to_have_url(re.compile("/api/topics$"))
    await child.page.go_forward()
    await shows_nothing(child.page)
    await child.come(evening.address())
    assert SECRET not in await child.page.content()


async def test_three_times_esc_does_what_the_exit_does_also_while_writing(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await child.line.fill(SECRET)
    for _ in range(3):
        await child.page.keyboard.press("Escape")
    await shows_nothing(child.page)
    assert await child.kept() == NOTHING
    await desk.sees("blauw heeft het gesprek gestopt.")


async def test_the_exit_takes_a_waiting_child_out_of_the_queue(evening: Evening) -> None:
    coordinator = await evening.desk("cora")
    waiting = coordinator.figure("in de rij voor een chat")
    child = await evening.child()
    await child.enter()
    await expect(waiting).to_have_text("1")
    await child.button("Snel weg").click()
    await shows_nothing(child.page)
    assert await child.kept() == NOTHING
    await expect(waiting).to_have_text("0")


async def test_the_exit_forgets_what_was_still_on_its_way(evening: Evening) -> None:
    child, desk = await evening.conversation(child_network="child")
    evening.networks["child"].lose_answers()
    await child.say(SECRET)
    await desk.sees_talk("hoi blauw", SECRET)
    assert await child.page.evaluate(PRESS_AND_LOOK) == GONE
    await desk.sees("blauw heeft het gesprek gestopt.")
    await evening.networks["child"].cut()
    await evening.networks["child"].mend()
    await child.come(evening.address("child"))
    assert await child.kept() == NOTHING


async def test_the_exit_is_complete_without_a_network(evening: Evening) -> None:
    child, desk = await evening.conversation(child_network="child")
    await evening.networks["child"].cut()
    await child.say(SECRET)
    assert await child.page.evaluate(PRESS_AND_LOOK) == GONE
    await expect(child.page.locator("body")).not_to_contain_text(SECRET)
    await evening.networks["child"].mend()
    await child.come(evening.address("child"))
    assert SECRET not in await child.page.content()
    assert await child.kept() == NOTHING
    await desk.sees_talk("hoi blauw")
