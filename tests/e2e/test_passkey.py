"""A passkey in a real browser, with a device that Chromium itself plays."""

from __future__ import annotations

import json
from typing import Any

from playwright.async_api import CDPSession, Request, expect

from tests.e2e.desk_page import DeskPage
from tests.e2e.evening import Evening
from tests.e2e.server import PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}


async def plug_in(desk: DeskPage) -> tuple[CDPSession, str]:
    """A device at this browser, of which somebody touches the button at once."""
    cdp = await desk.page.context.new_cdp_session(desk.page)
    await cdp.send("WebAuthn.enable")
    added = await cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return cdp, str(added["authenticatorId"])


async def add_passkey(desk: DeskPage) -> None:
    await desk.page.keyboard.press("Alt+i")
    await desk.button("Tweede stap").click()
    dialog = desk.page.get_by_role("dialog", name="Tweede stap")
    await dialog.get_by_role("button", name="Passkey toevoegen").click()
    await dialog.get_by_label("Hoe noem je dit apparaat?").fill("blauwe sleutel")
    await dialog.get_by_label("Je wachtwoord").fill(PASSWORD)
    await dialog.get_by_role("button", name="Verder").click()
    await desk.sees("Je passkey doet het. Vanaf nu vragen we er bij het inloggen om.")


async def leave(desk: DeskPage) -> None:
    await desk.page.keyboard.press("Escape")
    await desk.button("Uitloggen").click()
    await expect(desk.page.get_by_role("heading", name="Inloggen")).to_be_visible()


async def test_a_passkey_opens_the_desk_each_answer_once_and_no_copy_of_the_device(evening: Evening) -> None:
    for _ in range(6):
        evening.watch.excuse("status of 401")
    desk = await evening.desk("ann")
    cdp, device = await plug_in(desk)
    await add_passkey(desk)
    before = (await cdp.send("WebAuthn.getCredentials", {"authenticatorId": device}))["credentials"][0]
    await leave(desk)

    sent: list[dict[str, Any]] = []

    def keep(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/api/session"):
            sent.append(json.loads(request.post_data or "{}"))

    desk.page.on("request", keep)
    await desk.log_in("ann")
    await desk.button("Met passkey").click()
    await desk.sees("Je bent weg")
    (used,) = [it for it in sent if "assertion" in it]
    again = await desk.page.request.post(
        f"{evening.address()}/api/session", data=used, headers={"Origin": evening.address()}
    )
    assert (again.status, (await again.json())["error"]["code"]) == (401, "wrong_credentials")

    await leave(desk)
    await cdp.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    await cdp.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": {**before, "signCount": 0}})
    await desk.log_in("ann")
    await desk.button("Met passkey").click()
    await desk.sees("Dat lukte niet. Probeer het nog eens.")
