"""A child says how it is, before and after, with one tap for each question; or does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from playwright.async_api import expect

from tests.e2e.evening import Evening, picture

FACES = "SELECT before_feeling, before_size, after_feeling, after_size FROM survey"


def kept(data: Path) -> Sequence[object]:
    """What the database has of it."""
    with closing(sqlite3.connect(data / "helpline.sqlite3")) as raw:
        return raw.execute(FACES).fetchall()


async def test_a_child_is_asked_before_and_after_and_never_twice(evening: Evening, tmp_path: Path) -> None:
    child = await evening.child()
    await child.enter(name="blauw")
    await child.button("rot").click()
    await child.button("heel groot").click()
    await child.sees("Dank je wel.")
    await picture(child.page, "child-16-survey-before")
    await child.page.reload()
    await expect(child.heading("Je staat in de rij")).to_be_visible()
    await expect(child.button("rot")).to_have_count(0)
    ann = await evening.desk("ann")
    await ann.be_available()
    await ann.accept("blauw")
    await child.talks_with("Nora")
    await expect(child.button("rot")).to_have_count(0)
    await child.say("dank je")
    await ann.sees_talk("dank je")
    await ann.end()
    await expect(child.heading("Nora heeft het gesprek afgerond.")).to_be_visible()
    await picture(child.page, "child-17-survey-after")
    await child.button("goed").click()
    await child.button("klein").click()
    await child.sees("Dank je wel.")
    await child.page.reload()
    await expect(child.heading("Nora heeft het gesprek afgerond.")).to_be_visible()
    await expect(child.button("goed")).to_have_count(0)
    assert kept(tmp_path / "data") == [(2, 5, 4, 2)]


async def test_who_skips_is_not_asked_again_and_leaves_nothing(evening: Evening, tmp_path: Path) -> None:
    child = await evening.child(by_finger=False)
    await child.enter()
    await child.button("Overslaan").focus()
    await child.page.keyboard.press("Enter")
    await expect(child.button("heel rot")).to_have_count(0)
    await child.page.reload()
    await expect(child.heading("Je staat in de rij")).to_be_visible()
    await expect(child.button("heel rot")).to_have_count(0)
    await child.button("Uit de rij gaan").click()
    await expect(child.button("Opnieuw")).to_be_visible()
    await expect(child.button("heel rot")).to_have_count(0)
    assert kept(tmp_path / "data") == []
