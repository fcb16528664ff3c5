"""Whatever is written into any field of any page, the pages show it as a text, at either side.

With every change each state gets nine of the texts, and another nine than the state before it; with `HELPLINE_LONG=1`
each gets all.
"""

from __future__ import annotations

import os

import pytest
from playwright.async_api import Browser

from tests.e2e.gallery.dev import as_json, opened
from tests.e2e.gallery.hostile import HOSTILE

SHORT = [text for text in HOSTILE if len(text) < 500]
IN_ONE = 9
KINDS = [
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "style",
    "base",
    "meta",
    "video",
    "audio",
    "source",
    "math",
    "template",
    "noscript",
    "x-y",
    "body",
    "form",
    "svg",
    "input",
    "details",
    "a",
    "table",
]
EACH_GETS_ALL = os.environ.get("HELPLINE_LONG") == "1"
STATES_OF_A_PAGE = 10 if EACH_GETS_ALL else 500
TOGETHER = [" ".join(SHORT[at : at + IN_ONE]) for at in range(0, len(SHORT), IN_ONE)]

# Each state with a harmless text and then with hostile ones: it may not have one element more of those that a text can
# want to be. A span or a word in bold is the page's own, and marks what was found.
DRAW = """async ([states, texts, kinds, all]) => {
  const drawn_by_page = await bringHostile()
  const draw = async (state, text) => {
    const found = await drawn_by_page(state, text)
    return Object.fromEntries(kinds.map((kind) => [kind, found[kind] ?? 0]))
  }
  const wrong = []
  const needs = []
  let drawn = 0
  for (const [place, state] of states.entries()) {
    let told
    try {
      if (all) await draw(state, 'een woord')  // what is fetched when it is drawn first is there from now on
      told = await draw(state, 'een woord of twee')
    } catch {
      needs.push(state)
      continue
    }
    for (const text of all ? texts : [texts[place % texts.length]]) {
      const found = await draw(state, text)
      const more = kinds.filter((kind) => found[kind] > told[kind])
      if (more.length > 0) wrong.push([state, text, more])
    }
    drawn += 1
  }
  return [wrong.slice(0, 5), needs, drawn]
}"""


@pytest.mark.parametrize("face", ["child", "desk", "practice"])
async def test_no_text_of_a_field_runs_or_adds_an_element(browser: Browser, address: str, face: str) -> None:
    assert len(SHORT) >= 300
    async with opened(browser, address) as gallery:
        states = [state for state in await gallery.states() if state.startswith(f"{face}/")]
    states = [state for state in states if "exit" not in state and state not in LEFT_OUT]
    # a page keeps what a tool that watches it was shown, so that each few states get one of their own
    some = [states[at : at + STATES_OF_A_PAGE] for at in range(0, len(states), STATES_OF_A_PAGE)]
    found = [await draw(browser, address, part) for part in some]
    needs = [state for _, those in found for state in those]
    assert sum(drawn for drawn, _ in found) + len(needs) == len(states)
    assert len(needs) < 6, needs  # what it shows comes only after the right words were typed


async def draw(browser: Browser, address: str, states: list[str]) -> tuple[int, list[str]]:
    """How many were drawn, and which were not."""
    async with opened(browser, address) as gallery:
        page = gallery.page
        asked: list[str] = []
        await page.add_init_script("window.wasRun = []; window.ran = (it) => window.wasRun.push(it)")
        page.on("request", lambda request: asked.append(request.url))
        await gallery.show(states[0])
        wrong, needs, drawn = await page.evaluate(DRAW, [states, TOGETHER, KINDS, EACH_GETS_ALL])
        assert wrong == [], as_json(wrong)
        assert await page.evaluate("window.wasRun") == []
        assert [url for url in asked if not url.startswith((address.rsplit("/", 1)[0], "data:"))] == []
        assert len(page.context.pages) == 1
    return drawn, needs


LEFT_OUT = {"child/scripts-off"}
