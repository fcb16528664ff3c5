"""What axe-core finds on a page that some people could not read or use."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "volunteer_ui" / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  const tell = ({ id, impact, nodes }) => nodes.map((it) => `${impact} ${id}: ${it.target} ${it.failureSummary}`)
  return violations.flatMap(tell)
}"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@cache
def _axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `make setup`")
    return AXE.read_text(encoding="utf-8")


async def everybody_can_read(page: Page) -> None:
    """Nothing is found, by day and in the dark."""
    await page.evaluate(_axe())
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        assert await page.evaluate(LOOK) == [], scheme
    await page.emulate_media(color_scheme="light")
