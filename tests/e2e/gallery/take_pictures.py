"""`python -m tests.e2e.gallery.take_pictures [PART …]`: a picture of every state, for somebody to look at.

Each state whose name holds one of the parts goes into `pictures/` beside this file, in both themes and at 320, 768 and
1280 px. A part that is a language chooses it.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from tests.e2e.conftest import ARGUMENTS, PROGRAMS
from tests.e2e.gallery.dev import opened, served

PICTURES = Path(__file__).parent / "pictures"
SIZES = {320: 568, 768: 1024, 1280: 720}
"""Widths of the window with their heights, in CSS px."""
THEMES = ("light", "dark")


async def take_all(browser: Browser, address: str, parts: list[str], language: str) -> None:
    """Take those whose name holds one of the parts; without a part, all."""
    for width, height in SIZES.items():
        async with opened(browser, address, width=width, height=height) as gallery:
            for state in await gallery.states():
                if parts and not any(part in state for part in parts):
                    continue
                for theme in THEMES:
                    await gallery.show(state, language=language, theme=theme)
                    path = PICTURES / language / theme / str(width) / f"{state.replace('/', '-')}.png"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    await gallery.page.screenshot(path=path)
            for said in dict.fromkeys(gallery.said):
                sys.stderr.write(f"{width} {said}\n")


async def main(parts: list[str]) -> None:
    """Serve the gallery, look at it in Chromium, and end both."""
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    languages = [part for part in parts if part in {"nl", "en"}] or ["nl"]
    parts = [part for part in parts if part not in {"nl", "en"}]
    async with served() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        for language in languages:
            await take_all(browser, address, parts, language)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
