"""A child at its page: what it does and what it sees, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import Error, Locator, Page, expect

STORES = "() => [JSON.stringify({...sessionStorage}), JSON.stringify({...localStorage}), document.cookie]"
NOTHING = ["{}", "{}", ""]
TRIES = 10


@dataclass(frozen=True, slots=True)
class ChildPage:
    """One tab of one child. by_finger: on a telephone, where Enter begins a new line."""

    page: Page
    by_finger: bool = True

    async def come(self, address: str) -> None:
        """Open the page, also while the exit of before is still on its way elsewhere."""
        for _ in range(TRIES):
            try:
                await self.page.goto(address)
                break
            except Error as error:
                if "interrupted by another navigation" not in error.message:
                    raise
                await self.page.wait_for_load_state()
        await expect(self.button("Ik wil chatten")).to_be_visible()

    async def enter(self, topic: str | None = None, name: str | None = None) -> None:
        """Two taps to the queue, or a topic and a name on the way."""
        await self.button("Ik wil chatten").click()
        if topic:
            await self.page.get_by_role("radio", name=topic).check()
        if name:
            await self.page.get_by_label("Hoe mogen we je noemen?").fill(name)
        await self.button("Verder" if topic or name else "Overslaan").click()
        await expect(self.heading("Je staat in de rij")).to_be_visible()

    async def say(self, *texts: str) -> None:
        """Write each and send it, without waiting for what becomes of it."""
        for text in texts:
            await self.line.fill(text)
            if self.by_finger:
                await self.button("Verstuur").click()
            else:
                await self.line.press("Enter")

    async def sees_talk(self, *texts: str) -> None:
        """Exactly these messages, in this order, all of them sent."""
        await expect(self.words).to_have_text(list(texts))
        await expect(self.page.get_by_text("Nog niet verstuurd", exact=True)).to_have_count(0)

    async def talks_with(self, alias: str) -> None:
        """A volunteer is there."""
        await expect(self.heading(f"Je praat met {alias}")).to_be_visible()

    async def sees(self, text: str) -> None:
        """This stands on the page."""
        await expect(self.page.get_by_text(text, exact=True).first).to_be_visible()

    async def kept(self) -> Sequence[str]:
        """What this browser keeps: of the tab, beyond the tab, and cookies."""
        stores: Sequence[str] = await self.page.evaluate(STORES)
        return stores

    def button(self, name: str) -> Locator:
        """The button with this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        """The heading with these words."""
        return self.page.get_by_role("heading", name=name, exact=True)

    @property
    def line(self) -> Locator:
        """Where the child writes."""
        return self.page.get_by_label("Schrijf hier", exact=True)

    @property
    def words(self) -> Locator:
        """The messages, in the order in which they stand."""
        return self.page.get_by_role("log").locator("p")
