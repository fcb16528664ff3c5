"""What somebody has beside the password, in a real browser: set up by who must, and by who likes to."""

from __future__ import annotations

import time

from playwright.async_api import expect
from pyotp import TOTP

from tests.e2e.conftest import MakeEvening
from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import LAPTOP, Evening, picture
from tests.e2e.server import PASSWORD

NEXT_CODE = 30


async def shown(desk: DeskPage) -> TOTP:
    """The app of who typed what stands under the square."""
    await expect(desk.page.get_by_role("img", name="Vierkant dat je app leest")).to_be_visible()
    return TOTP((await desk.page.locator("code").inner_text()).replace(" ", ""))


def soon(app: TOTP) -> str:
    """The code after the one of now, which a helpline takes from a clock that is ahead."""
    return app.at(int(time.time()) + NEXT_CODE)  # noqa: TID251 - as an app on a telephone


async def give(desk: DeskPage, code: str, button: str) -> None:
    await desk.page.get_by_label("Code van zes cijfers").fill(code)
    await desk.button(button).click()


async def test_a_coordinator_sets_one_up_before_anything_else_and_is_asked_for_it_then(
    make_evening: MakeEvening,
) -> None:
    evening = await make_evening("serve", rules={"opening": {"always": True}})
    for status in (401, 401, 400, 401, 401):
        evening.watch.excuse(f"status of {status}")
    desk = DeskPage(await evening.page(**LAPTOP))
    await desk.page.goto(f"{evening.address()}/desk")
    await desk.log_in("cora")
    await expect(desk.page.get_by_role("heading", name="Eerst een tweede stap")).to_be_visible()
    app = await shown(desk)
    await picture(desk.page, "desk-01-set-up-second-step")
    await desk.page.reload()
    await expect(desk.page.get_by_role("heading", name="Inloggen")).to_be_visible()
    await desk.log_in("cora")
    app = await shown(desk)
    await give(desk, "000000" if app.now() != "000000" else "111111", "Klaar")
    await desk.sees("Deze code klopt niet, of is al gebruikt. Neem de volgende.")
    used = app.now()
    await give(desk, used, "Klaar")
    await expect(desk.page.get_by_role("region", name="De rij")).to_be_visible()
    await desk.button("Uitloggen").click()
    await desk.log_in("cora")
    await expect(desk.page.get_by_label("Code van zes cijfers")).to_be_focused()
    await give(desk, used, "Inloggen")
    await desk.sees("Deze code klopt niet, of is al gebruikt. Neem de volgende.")
    await give(desk, soon(app), "Inloggen")
    await expect(desk.page.get_by_role("region", name="De rij")).to_be_visible()


async def test_a_volunteer_adds_one_and_a_coordinator_takes_it_away_when_it_is_lost(evening: Evening) -> None:
    evening.watch.excuse("status of 401")
    ann, cora = await evening.desk("ann"), await evening.desk("cora")
    await ann.page.keyboard.press("Alt+i")
    await ann.button("Tweede stap").click()
    dialog = ann.page.get_by_role("dialog", name="Tweede stap")
    await dialog.get_by_role("button", name="App toevoegen").click()
    await dialog.get_by_label("Je wachtwoord").fill(PASSWORD)
    await dialog.get_by_role("button", name="Verder").click()
    app = await shown(ann)
    await give(ann, app.now(), "Klaar")
    await ann.sees("Je app doet het. Vanaf nu vragen we bij het inloggen om een code.")
    await cora.page.keyboard.press("Alt+i")
    await cora.button("Tweede stap").click()
    await cora.button("Nora opnieuw laten beginnen").click()
    await cora.page.get_by_label("Je wachtwoord").fill(PASSWORD)
    await cora.button("Verder").click()
    await cora.sees("Nora is uitgelogd, en begint bij het inloggen opnieuw.")
    await expect(ann.page.get_by_role("heading", name="Inloggen")).to_be_visible()
    await ann.log_in("ann")
    await ann.sees("Je bent weg")
