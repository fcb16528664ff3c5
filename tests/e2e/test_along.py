"""Reading along: a volunteer asks, one of two coordinators comes, whispers, takes over; the child sees only a name."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.child_page import ChildPage
from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import TELEPHONE, Evening, picture

WHISPER = "vraag of er iemand thuis is"


class Frames:
    """All that passed over the websockets of a page, and all that it ever drew."""

    def __init__(self, page: Page) -> None:
        self.passed: list[str] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: self._take(frame)))

    def _take(self, frame: str | bytes) -> None:
        self.passed.append(frame if isinstance(frame, str) else frame.decode(errors="replace"))


async def conversation(evening: Evening) -> tuple[ChildPage, Frames, DeskPage]:
    """A child whose frames are kept, and Ann who talks with it."""
    ann = await evening.desk("ann")
    await ann.be_available()
    page = await evening.page(**TELEPHONE)
    frames = Frames(page)
    child = ChildPage(page)
    await child.come(evening.address())
    await child.enter(name="blauw")
    await ann.accept("blauw")
    await child.talks_with("Nora")
    await ann.say("hoi blauw")
    await child.sees_talk("hoi blauw")
    return child, frames, ann


async def test_a_volunteer_asks_and_a_coordinator_comes_whispers_and_takes_over(evening: Evening) -> None:
    child, frames, ann = await conversation(evening)
    lou, kim = await evening.desk("cora"), await evening.desk("dirk")
    await ann.page.keyboard.press("Alt+j")
    await ann.sees("De coördinatoren zijn gevraagd om even mee te kijken.")
    for desk in (lou, kim):
        await desk.sees("Nora vraagt: kijk je even mee?")
    await picture(lou.page, "coordinator-30-asked-along")

    await kim.page.keyboard.press("c")
    await expect(kim.page.get_by_role("region", name="Meelezen: Nora en blauw")).to_be_visible()
    await ann.sees("Kim leest mee")
    await expect(lou.page.get_by_text("Nora vraagt: kijk je even mee?")).to_have_count(0)
    await expect(ann.page.get_by_text("De coördinatoren zijn gevraagd")).to_have_count(0)
    await child.say("er is iets gebeurd")
    await kim.sees_talk("hoi blauw", "er is iets gebeurd")
    await expect(kim.line).to_have_count(0)

    await kim.page.keyboard.press("Alt+s")
    await kim.page.keyboard.type(WHISPER)
    await kim.page.keyboard.press("Enter")
    await ann.sees(WHISPER)
    await ann.sees("Kim fluistert:")
    await ann.sees_talk("hoi blauw", "er is iets gebeurd")
    await picture(ann.page, "desk-30-whispered")
    await picture(kim.page, "coordinator-31-along")

    await kim.page.keyboard.press("Alt+o")
    question = kim.page.get_by_role("dialog", name="Het gesprek van Nora overnemen")
    await question.get_by_role("radio", name="Voor de veiligheid").press("Space")
    await picture(kim.page, "coordinator-32-take-over")
    await kim.page.keyboard.press("Enter")
    await kim.talks_with("blauw")
    await ann.sees("Kim praat nu verder met blauw.")
    await expect(ann.words).to_have_count(0)
    await child.talks_with("Kim")
    await kim.say("ik ben Kim, ik ben er voor je")
    await child.sees_talk("hoi blauw", "er is iets gebeurd", "ik ben Kim, ik ben er voor je")
    assert any("ik ben Kim" in frame for frame in frames.passed), "else nothing was looked at"
    assert not [frame for frame in frames.passed if WHISPER in frame]
    assert WHISPER not in await child.page.content()


async def test_a_coordinator_chooses_whom_to_read_along_with_by_keyboard_and_says_why(evening: Evening) -> None:
    child, _, ann = await conversation(evening)
    lou = await evening.desk("cora")
    await expect(lou.page.get_by_role("button", name="Meelezen met Nora")).to_be_visible()
    await lou.page.keyboard.press("c")
    await expect(lou.page.get_by_role("button", name="Meelezen met Nora")).to_be_focused()
    await lou.page.keyboard.press("Enter")
    question = lou.page.get_by_role("dialog", name="Meelezen met Nora")
    await question.get_by_role("button", name="Meelezen").click()
    await lou.sees("Kies eerst waarom.")
    await question.get_by_role("radio", name="Om te begeleiden").check()
    await lou.page.keyboard.press("Enter")
    await ann.sees("Lou leest mee")
    await lou.sees_talk("hoi blauw")
    await lou.page.reload()
    await lou.sees_talk("hoi blauw")

    await lou.page.keyboard.press("k")
    await expect(ann.page.get_by_text("Lou leest mee")).to_have_count(0)
    await child.say("ben je er nog")
    await ann.sees_talk("hoi blauw", "ben je er nog")
    await expect(lou.page.get_by_text("ben je er nog")).to_have_count(0)

    await lou.button("Wie deed wat").click()
    await lou.sees("Lou las mee met Nora: om te begeleiden.")
    await lou.sees("Lou stopte met meelezen met Nora (uit eigen beweging).")
    await lou.page.get_by_role("combobox", name="Wat").select_option("taken_over")
    await lou.sees("Er is niets dat hierbij past.")
    await lou.button("Alles tonen").click()
    await lou.button("Kijken of alles er nog staat").click()
    await lou.sees("Alles staat er nog, en niets is veranderd.")
    await picture(lou.page, "coordinator-33-audit")
    await ann.page.keyboard.press("Alt+i")
    await expect(ann.page.get_by_text("Lou las mee: om je te begeleiden.")).to_be_visible()
