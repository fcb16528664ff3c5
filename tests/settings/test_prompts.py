"""What the recordings of the telephone say: short, kind, whole, and in the helpline's own words where it wants."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from helpline.core import prompts
from helpline.core.prompts import CATALOGUE, NUMBERS
from helpline.core.sanctions import Reason
from helpline.settings import WrongSetting, load
from helpline.settings.prompts import WRITTEN, stated
from helpline.settings.words import LONGEST_SENTENCE, promises, sentences
from tests.french import write_french

LANGUAGES = ("nl", "en")
ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2030, 1, 1, 17, 3, tzinfo=ZONE)


@pytest.fixture
def write(tmp_path: Path):
    """Write the helpline's own words for the telephone, and load the settings."""

    def written(dutch: str, **files: str):
        (tmp_path / "texts" / "prompts").mkdir(parents=True, exist_ok=True)
        (tmp_path / "texts" / "prompts" / "nl.toml").write_text(dutch, encoding="utf-8")
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return load({}, config=tmp_path).prompts["nl"]

    return written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_recording_has_a_text_in_every_language(language):
    assert set(load({}).prompts[language]) == set(CATALOGUE)
    assert tuple(stated(None, language)) == WRITTEN, "in the order of the catalogue"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_short_and_kind(language):
    for name, text in load({}).prompts[language].items():
        assert max(len(sentence.split()) for sentence in sentences(text)) <= LONGEST_SENTENCE, name
        assert "!" not in text
        assert not promises(text)


def conversations_with_a_machine():
    """Everything that is composed, as names; with the moments that take the most words."""
    for moment in (NOW + timedelta(minutes=30 * step) for step in range(2 * 24 * 32)):
        yield prompts.closed(moment, NOW, ZONE)
        yield prompts.full(moment, NOW, ZONE)
        yield prompts.not_reached(moment, NOW, ZONE)
        yield prompts.timed_out(moment, NOW, ZONE, reason=Reason.PRANK, way_back=True)
        yield prompts.blocked(moment, NOW, ZONE, way_back=False)
    for minutes in range(100):
        yield prompts.estimate((minutes * 60, minutes * 60 + 300))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_heard_one_behind_the_other_is_short_too(language):
    said = load({}).prompts[language]
    long = {
        sentence
        for names in conversations_with_a_machine()
        for sentence in sentences(" ".join(said[name] for name in names))
        if len(sentence.split()) > LONGEST_SENTENCE
    }
    assert not long


def test_a_refusal_reads_as_people_speak():
    names = prompts.closed(datetime(2030, 1, 2, 11, tzinfo=ZONE), NOW, ZONE)[:-1]
    assert " ".join(load({}).prompts["nl"][name] for name in names) == (
        "We zijn nu dicht. We zijn er weer morgen om elf uur 's ochtends."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_number_that_stands_on_the_bill_is_never_said(language):
    for text in load({}).prompts[language].values():
        assert not re.search(r"(?<![\d-])113", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_are_those_of_the_settings_and_no_site_is_read_out(language):
    said = load({}).prompts[language][NUMBERS]
    assert [number in said for number in ("112", "0800-0113", "0800-2000", ".nl")] == [True, True, True, False]
    for name, text in stated(None, language).items():
        assert not re.search(r"\d", text), f"{name}: no number is typed in"


def test_other_numbers_are_said_where_the_helpline_has_others(write):
    numbers = (
        '[[help]]\nnl = "Bang?"\nen = "Afraid?"\nline = [{ dial = "1813", nl = "Bel 1813.", en = "Ring 1813." }]\n'
        '[[help]]\nnl = "Lezen?"\nen = "Read?"\nline = [{ site = "https://a.org/", nl = "Daar.", en = "There." }]\n'
    )
    assert write("", numbers=numbers)[NUMBERS] == "Bang? Bel 1813."


def test_a_helpline_says_it_in_its_own_words(write):
    said = write('welcome = "Hoi, met de hulplijn."\n')
    assert said["welcome"] == "Hoi, met de hulplijn."
    assert said["connecting"] == "Je krijgt nu iemand aan de lijn."


@pytest.mark.parametrize(
    ("text", "name", "allowed"),
    [
        ('welkom = "Hoi"', "welkom", "welcome"),
        ('zzz = "Hoi"', "zzz", "packaged texts"),
        ('numbers = "Bel 112."', "numbers", "numbers.toml"),
        ("welcome = 3", "welcome", "a text of 1 to 500"),
        ('welcome = ""', "welcome", "a text of 1 to 500"),
        ('welcome = "Je bent anoniem."', "welcome", "legal_review"),
    ],
)
def test_a_slip_of_the_pen_stops_the_start_and_is_named(write, text, name, allowed):
    with pytest.raises(WrongSetting) as caught:
        write(text)
    assert caught.value.file.endswith("texts/prompts/nl.toml")
    assert caught.value.key == name
    assert allowed in caught.value.allowed


def test_a_language_that_lacks_the_words_starts_all_the_same(tmp_path):
    said = load({}, config=write_french(tmp_path)).prompts["fr"]
    assert set(said) == {NUMBERS}
