"""An evening at the helpline: one server, and the browsers of those who come."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from tests.e2e.child_page import ChildPage
from tests.e2e.desk_page import DeskPage
from tests.e2e.network import Network
from tests.e2e.server import Server
from tests.e2e.watch import Watch

PICTURES = Path(__file__).parent / "pictures"
TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 720}}
HERE = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


@dataclass(slots=True)
class Evening:
    """Everybody who comes has a browser of their own, and every page is watched."""

    server: Server
    browser: Browser
    networks: dict[str, Network]
    """Ways to the server that a test may cut: `child` and `desk`."""
    watch: Watch = field(init=False)
    is_disturbed: bool = False

    def __post_init__(self) -> None:
        self.watch = Watch(self._is_disturbed)

    async def child(self, network: str | None = None, *, by_finger: bool = True, **options: Any) -> ChildPage:
        """A child at the first page."""
        child = ChildPage(await self.page(**(TELEPHONE if by_finger else LAPTOP) | options), by_finger=by_finger)
        await child.come(self.address(network))
        return child

    async def desk(self, name: str, network: str | None = None, **options: Any) -> DeskPage:
        """Somebody who has logged in at the desk."""
        desk = DeskPage(await self.page(**LAPTOP | options))
        await desk.come(self.address(network), name)
        return desk

    async def conversation(
        self, *, child_network: str | None = None, desk_network: str | None = None
    ) -> tuple[ChildPage, DeskPage]:
        """A child whom Ann has said hello to."""
        desk = await self.desk("ann", desk_network)
        await desk.be_available()
        child = await self.child(child_network)
        await child.enter(name="blauw")
        await desk.accept("blauw")
        await child.talks_with("Nora")
        await desk.say("hoi blauw")
        await child.sees_talk("hoi blauw")
        return child, desk

    async def page(self, **options: Any) -> Page:
        """An empty page in a browser of its own."""
        context = await self.browser.new_context(**HERE | options)
        context.set_default_timeout(30_000)
        await self.watch.look_at(context)
        return await context.new_page()

    def address(self, network: str | None = None) -> str:
        """Where the helpline is, straight away or over one of the networks."""
        return self.server.address if network is None else self.networks[network].address

    def expect_disturbance(self) -> None:
        """From now on connections may break."""
        self.is_disturbed = True

    def _is_disturbed(self) -> bool:
        return (
            self.is_disturbed
            or self.server.was_killed
            or any(network.was_disturbed for network in self.networks.values())
        )


async def picture(page: Page, name: str) -> None:
    """Keep what the page looks like now, for people to look at."""
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png", caret="initial")
