"""What a page says by itself, before its script runs or where none does, in the helpline's own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpline.settings import Settings, load
from helpline.web.first_words import fill_in
from helpline.web.pages import PagesMissing, load_pages
from helpline.web.told import hours_for_page, phone_for_page, told_to_child, told_to_desk
from tests.french import write_french
from tests.tooling.tracked import text_of

CHILD = text_of("volunteer_ui/child.html")
DESK = text_of("volunteer_ui/desk.html")
EVIL = '"><script>alert(1)</script>{{child_exit}}&'


@pytest.fixture
def own(tmp_path: Path):
    """The settings of a helpline with these sentences of its own in Dutch."""

    def loaded(dutch: str = "", helpline: str = "") -> Settings:
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / "nl.toml").write_text(dutch, encoding="utf-8")
        (tmp_path / "helpline.toml").write_text(helpline, encoding="utf-8")
        return load({}, config=tmp_path)

    return loaded


def test_the_first_words_are_the_helplines_own(own):
    page = fill_in(CHILD, own('child_welcome = "Welkom bij ons."\nchild_noscript = "Bel ons maar."'))
    assert "<h1>Welkom bij ons.</h1>" in page
    assert '<h2 id="noscript-nl">Bel ons maar.</h2>' in page
    assert '<h2 id="noscript-en">You cannot chat in this browser. You can ring.</h2>' in page
    assert "{{" not in page


def test_every_language_stands_where_scripts_are_off_and_the_page_begins_in_the_helplines_own(tmp_path):
    settings = load({}, config=write_french(tmp_path, {"child_welcome": "Tu as bien fait de venir."}))
    page = fill_in(CHILD, settings)
    assert page.count('<section class="noscript"') == 3
    assert '<html lang="fr" dir="ltr">' in page
    assert "<h1>Tu as bien fait de venir.</h1>" in page
    assert "This page needs JavaScript." in fill_in(DESK, settings)


def test_a_language_that_runs_from_right_to_left_does_so(own, tmp_path):
    write_french(tmp_path)
    for path in tmp_path.rglob("*.*"):
        path.write_text(path.read_text().replace('"fr"', '"ar"').replace("fr =", "ar =").replace(".fr]", ".ar]"))
    (tmp_path / "texts" / "fr.toml").rename(tmp_path / "texts" / "ar.toml")
    settings = load({}, config=tmp_path)
    assert '<html lang="ar" dir="rtl">' in fill_in(CHILD, settings)
    assert json.loads(told_to_child(settings))["from_right_to_left"] == ["ar"]


def test_own_words_can_never_become_part_of_the_page(own):
    settings = own(f"child_welcome = '{EVIL.replace('{{child_exit}}', '')}'")
    page = fill_in(CHILD, settings)
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_every_number_is_one_tap_away_where_scripts_are_off(own):
    page = fill_in(CHILD, own())
    for language in ("nl", "en"):
        part = page.partition(f'<h2 id="noscript-{language}">')[2].partition("</section>")[0]
        assert all(f'<a href="{href}"' in part for href in ("tel:112", "tel:08000113", "tel:08002000"))


def test_who_has_a_telephone_is_rung_from_there_too(own):
    page = fill_in(CHILD, own(helpline='[helpline]\nphone = "+31 (0)20-000 0000"'))
    assert '<a href="tel:+310200000000" rel="noreferrer">Ik wil bellen</a><p>+31 (0)20-000 0000 gratis</p>' in page
    assert "Ik wil bellen" not in fill_in(CHILD, own())


def test_a_page_of_another_version_stops_the_start(own, built):
    (built / "child.html").write_text('<p>{{child_gone}}</p><meta content="%HELPLINE%">')
    with pytest.raises(PagesMissing, match=r"child_gone.*make setup"):
        load_pages(own(), built)


def test_each_page_is_told_its_own_sentences(own):
    settings = own('child_back = "A"\ndesk_close = "B"\nshared_language_name = "C"\nchild_known_chat = "{days}"')
    assert json.loads(told_to_child(settings))["texts"] == {
        "nl": {"child_back": "A", "shared_language_name": "C", "child_known_chat": "{days}"}
    }
    assert json.loads(told_to_desk(settings, "1"))["texts"] == {"nl": {"desk_close": "B", "shared_language_name": "C"}}


def test_the_hours_are_told_as_they_are_written(tmp_path):
    (tmp_path / "rules.toml").write_text(
        '[opening.weekly]\nfriday = ["20:00-02:00", "09:00-24:00"]\n[opening.dates]\n2030-12-25 = []\n'
    )
    assert hours_for_page(load({}, config=tmp_path).opening) == {
        "always": False,
        "weekly": [[], [], [], [], [["09:00", "00:00"], ["20:00", "02:00"]], [], []],
        "dates": {"2030-12-25": []},
    }


def test_a_number_is_dialled_without_what_makes_it_readable():
    assert phone_for_page("0800 00-00") == {"number": "0800 00-00", "href": "tel:08000000"}
    assert phone_for_page("") is None
