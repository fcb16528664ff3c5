"""A page that did what it may not do would be stopped, and seen by these tests."""

from __future__ import annotations

import pytest

from tests.e2e.evening import Evening

INLINE = """() => {
  const script = document.createElement('script')
  script.textContent = 'document.title = "overgenomen"'
  document.head.append(script)
  return document.title
}"""

TURN_ELSEWHERE = "fetch('http://example.invalid/').then(() => 'sent', () => 'stopped')"


@pytest.mark.parametrize("path", ["/", "/desk", "/blank"])
async def test_no_page_holds_a_script_or_a_style_of_its_own(evening: Evening, path: str) -> None:
    page = await evening.page()
    await page.goto(evening.address() + path)
    assert await page.evaluate("[...document.scripts].filter(it => !it.src || it.textContent).length") == 0
    assert await page.evaluate("document.querySelectorAll('style').length") == 0
    answer = await page.request.get(evening.address() + path)
    assert "<style" not in await answer.text()
    assert " on" not in (await answer.text()).replace(" on ", "")


@pytest.mark.parametrize("path", ["/", "/desk"])
async def test_a_script_that_somebody_put_into_the_page_does_not_run_and_is_seen(evening: Evening, path: str) -> None:
    page = await evening.page()
    await page.goto(evening.address() + path)
    async with page.expect_console_message(lambda said: "broke its policy: script-src-elem inline" in said.text):
        assert await page.evaluate(INLINE) != "overgenomen"
    assert len(evening.watch.wrongs()) == 2
    evening.watch.excuse("inline")


async def test_a_page_that_turned_to_somebody_else_is_stopped_and_seen(evening: Evening) -> None:
    page = (await evening.child()).page
    async with page.expect_console_message(
        lambda said: "broke its policy: connect-src http://example.invalid" in said.text
    ):
        assert await page.evaluate(TURN_ELSEWHERE) == "stopped"
    assert len(evening.watch.wrongs()) >= 2
    evening.watch.excuse("example.invalid")
