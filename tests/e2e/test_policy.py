"""A page that did what it may not do would be stopped, and seen by these tests."""

from __future__ import annotations

import re

from tests.e2e.evening import Evening

# a handler, a style or a script that stands in the text itself
OF_ITS_OWN = re.compile(r"<style|\s(?:on\w+|style)\s*=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
OWN_SCRIPTS_AND_STYLES = """() => [...document.querySelectorAll('style, [style], script:not([src])')]
  .filter((it) => it !== document.documentElement).map((it) => it.outerHTML)"""

INLINE = """() => {
  const script = document.createElement('script')
  script.textContent = 'document.title = "overgenomen"'
  document.head.append(script)
  return document.title
}"""

TURN_ELSEWHERE = "fetch('http://example.invalid/').then(() => 'sent', () => 'stopped')"


async def test_no_page_holds_a_script_or_a_style_of_its_own(evening: Evening) -> None:
    page = await evening.page()
    for path in ("/", "/desk", "/blank"):
        await page.goto(evening.address() + path)
        assert await page.evaluate(OWN_SCRIPTS_AND_STYLES) == []
        answer = await page.request.get(evening.address() + path)
        assert not OF_ITS_OWN.search(await answer.text())


async def test_a_script_that_somebody_put_into_a_page_does_not_run_and_is_seen(evening: Evening) -> None:
    page = await evening.page()
    for path in ("/", "/desk"):
        await page.goto(evening.address() + path)
        async with page.expect_console_message(lambda said: "broke its policy: script-src-elem inline" in said.text):
            assert await page.evaluate(INLINE) != "overgenomen"
    assert len(evening.watch.wrongs()) == 4
    evening.watch.excuse("inline")


async def test_a_page_that_turned_to_somebody_else_is_stopped_and_seen(evening: Evening) -> None:
    page = (await evening.child()).page
    async with page.expect_console_message(
        lambda said: "broke its policy: connect-src http://example.invalid" in said.text
    ):
        assert await page.evaluate(TURN_ELSEWHERE) == "stopped"
    assert len(evening.watch.wrongs()) >= 2
    evening.watch.excuse("example.invalid")
