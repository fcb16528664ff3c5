"""Whatever is written into an article, the page shows it as a text."""

from __future__ import annotations

from playwright.async_api import Browser, Page, Request

from tests.e2e.gallery.dev import as_json, opened
from tests.e2e.gallery.hostile import HOSTILE

ALLOWED = ["p", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "code", "pre", "hr", "br", "a"]

# Everything that a text became which it may not become: an element, an attribute, a link elsewhere than over https.
DRAW = """async ([texts, allowed]) => {
  const showMarkdown = await bringMarkdown()
  const target = document.createElement('div')
  document.body.append(target)
  const wrong = []
  for (const text of texts) {
    const before = document.querySelectorAll('*').length
    const gone = showMarkdown(target, text)
    const within = [...target.querySelectorAll('.markdown *')]
    if (document.querySelectorAll('*').length - before !== within.length + 1) wrong.push([text, 'outside'])
    for (const one of within) {
      const tag = one.localName
      if (!allowed.includes(tag)) wrong.push([text, tag])
      for (const { name, value } of one.attributes) {
        const link = tag === 'a' && ['href', 'target', 'rel'].includes(name)
        if (!link && name !== 'class') wrong.push([text, `${tag} ${name}`])
        if (name === 'href' && !/^https:\\/\\/[^@\\s]+$/.test(value)) wrong.push([text, value])
      }
      if (tag === 'a' && !/noreferrer/.test(one.rel)) wrong.push([text, 'rel'])
      for (const kind of ['click', 'mouseover', 'focus', 'error', 'load', 'toggle']) {
        if (tag !== 'a') one.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true }))
      }
    }
    gone()
    if (target.childElementCount > 0) wrong.push([text, 'left behind'])
  }
  // what a text had begun would run now; once for all, because a page that nobody looks at waits a second for each
  await new Promise((done) => setTimeout(done))
  return wrong
}"""


async def test_no_text_of_an_article_runs_or_becomes_another_element(browser: Browser, address: str) -> None:
    assert len(HOSTILE) >= 300
    async with opened(browser, address) as gallery:
        page = gallery.page
        asked: list[str] = []
        await _prepare(page, asked)
        await gallery.show("desk/available")
        asked.clear()
        wrong = await page.evaluate(DRAW, [list(HOSTILE), ALLOWED])
        assert wrong == [], as_json(wrong)
        assert await page.evaluate("window.wasRun") == []
        assert [url for url in asked if not url.startswith(address.rsplit("/", 1)[0])] == []
        assert len(page.context.pages) == 1


async def _prepare(page: Page, asked: list[str]) -> None:
    """Remember what runs, and what is asked of the network."""
    await page.add_init_script("window.wasRun = []; window.ran = (it) => window.wasRun.push(it)")

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
