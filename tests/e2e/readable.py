"""What axe-core finds on a page that some people could not read or use. The gallery looks at the dark colours too."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "volunteer_ui" / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  const tell = ({ id, impact, nodes }) => nodes.map((it) => `${impact} ${id}: ${it.target} ${it.failureSummary}`)
  return violations.flatMap(tell)
}"""


@cache
def _axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `make setup`")
    return AXE.read_text(encoding="utf-8")


async def everybody_can_read(page: Page) -> None:
    """Nothing is found on the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())
    assert await page.evaluate(LOOK) == []
