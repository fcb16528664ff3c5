"""A volunteer or coordinator at the desk: what they do and what they see, in the words of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.e2e.server import PASSWORD


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One window of one person."""

    page: Page

    async def log_in(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the first page, and send it."""
        await self.page.get_by_label("Naam").fill(name)
        await self.page.get_by_label("Wachtwoord").fill(password)
        await self.button("Inloggen").click()

    async def come(self, address: str, name: str) -> None:
        """Sit down at the desk, logged in without the first page: that is quicker."""
        who = {"name": name, "password": PASSWORD}
        answer = await self.page.request.post(f"{address}/api/session", data=who, headers={"Origin": address})
        assert answer.status == 204
        await self.page.goto(f"{address}/desk")
        await expect(self.page.get_by_role("group", name="Hoe sta je?")).to_be_visible()

    async def be_available(self) -> None:
        """From now on there may be an offer."""
        await self.status("Beschikbaar").click()
        await expect(self.status("Beschikbaar")).to_have_attribute("aria-pressed", "true")

    async def accept(self, child: str = "het kind") -> None:
        """Wait for an offer, and take it."""
        await expect(self.offer).to_be_visible()
        await self.page.keyboard.press("Alt+a")
        await self.talks_with(child)

    async def say(self, *texts: str) -> None:
        """Write each and send it, without waiting for what becomes of it."""
        for text in texts:
            await self.line.fill(text)
            await self.line.press("Enter")

    async def sees_talk(self, *texts: str) -> None:
        """Exactly these messages, in this order, all of them sent."""
        await expect(self.words).to_have_text(list(texts))
        await expect(self.page.get_by_text("nog niet verstuurd", exact=True)).to_have_count(0)

    async def talks_with(self, child: str) -> None:
        """This conversation is in view."""
        await expect(self.page.get_by_role("region", name=f"Gesprek met {child}", exact=True)).to_be_visible()

    async def sees(self, text: str) -> None:
        """This stands on the page."""
        await expect(self.page.get_by_text(text, exact=True).first).to_be_visible()

    async def end(self) -> None:
        """Round the conversation off, and say so once more when asked."""
        await self.button("Gesprek afronden").click()
        await self.page.get_by_role("alertdialog").get_by_role("button", name="Gesprek afronden").click()
        await expect(self.button("Registratie sluiten")).to_be_visible()

    def status(self, name: str) -> Locator:
        """How one stands."""
        return self.page.get_by_role("group", name="Hoe sta je?").get_by_role("button", name=name)

    def button(self, name: str) -> Locator:
        """The first button with this name; its key may stand behind it."""
        return self.page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}( \S)?$")).first

    def field(self, name: str) -> Locator:
        """A field of the registration."""
        return self.page.get_by_role("group", name=name)

    def figure(self, name: str) -> Locator:
        """A number of the evening, by what stands before it."""
        row = self.page.locator("dl > div").filter(has=self.page.locator("dt").get_by_text(name, exact=True))
        return row.locator("dd")

    @property
    def offer(self) -> Locator:
        """What asks for an answer now."""
        return self.page.get_by_role("region", name="Nieuw gesprek", exact=True)

    @property
    def line(self) -> Locator:
        """Where the volunteer writes."""
        return self.page.locator("#write")

    @property
    def words(self) -> Locator:
        """The messages, in the order in which they stand."""
        return self.page.get_by_role("region", name="Berichten").locator("li > p")
