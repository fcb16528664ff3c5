"""A log-in that ended in the middle of a sentence, and a laptop that was closed for an hour."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from playwright.async_api import expect

from tests.e2e.conftest import MakeEvening
from tests.e2e.evening import Evening, picture

HOUR = 3_600_000_000
"""Microseconds."""


def change(evening: Evening, statement: str) -> None:
    """Behind the server's back, as the passing of time would."""
    with closing(sqlite3.connect(evening.server.database, timeout=10)) as raw, raw:
        raw.execute(statement)


async def test_who_was_logged_out_in_the_middle_of_a_sentence_logs_in_in_place_and_goes_on(evening: Evening) -> None:
    child, desk = await evening.conversation()
    await desk.line.fill("wat ik nog wilde vragen")
    change(evening, "DELETE FROM session")
    await desk.sees("Je bent uitgelogd. Log weer in. Wat je typte staat er nog.")
    await picture(desk.page, "desk-22-session-ended")
    await expect(desk.page.get_by_label("Naam")).to_have_value("ann")
    await desk.page.get_by_label("Wachtwoord").fill("verkeerd")
    evening.watch.excuse("status of 401")
    await desk.button("Inloggen").click()
    await desk.sees("Deze naam en dit wachtwoord horen niet bij elkaar.")
    await desk.log_in("ann")
    await expect(desk.line).to_have_value("wat ik nog wilde vragen")
    await desk.line.press("Enter")
    await child.sees_talk("hoi blauw", "wat ik nog wilde vragen")


async def test_a_laptop_that_was_closed_for_an_hour_asks_to_log_in_and_says_what_became_of_the_child(
    make_evening: MakeEvening,
) -> None:
    evening = await make_evening(rules={"routing": {"volunteer_grace_seconds": 2}})
    child, ann = await evening.conversation(desk_network="desk")
    await ann.line.fill("half getypt")
    ben = await evening.desk("ben")
    await ben.be_available()
    await evening.networks["desk"].cut()
    await ben.accept("blauw")
    an_hour_ago = f"UPDATE session SET used_at = used_at - {HOUR}"
    change(evening, f"{an_hour_ago} WHERE staff = (SELECT id FROM staff WHERE name = 'ann')")
    await evening.networks["desk"].mend()
    await ann.sees("Je bent uitgelogd. Log weer in. Wat je typte staat er nog.")
    await ann.log_in("ann")
    await ann.sees(
        "Je verbinding was weg. Het gesprek met blauw is niet meer bij jou. Een ander gaat verder, of doet dat zo."
    )
    await expect(ann.status("Weg")).to_have_attribute("aria-pressed", "true")
    await ann.be_available()
    await ben.say("ik ben Sam")
    await child.sees_talk("hoi blauw", "ik ben Sam")
