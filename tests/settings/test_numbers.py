"""Whom a child can ring: configuration, for 112 is not in every country."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpline.settings import WrongSetting, load
from helpline.settings.numbers import numbers_for_page, texts_of
from helpline.settings.words import LONGEST_SENTENCE, sentences

HELP = '[[help]]\nnl = "Nood?"\nen = "Distress?"\nline = [{{ {} }}]\n'


def numbers(tmp_path: Path, text: str):
    (tmp_path / "numbers.toml").write_text(text, encoding="utf-8")
    return load({"HELPLINE_CONFIG": str(tmp_path)}).numbers


def test_the_packaged_ones_are_those_of_the_netherlands():
    found = load({}).numbers
    assert [line.href for one in found for line in one.lines if line.href] == [
        "tel:112",
        "tel:08000113",
        "https://www.113.nl/",
        "tel:08002000",
    ]
    assert found[0].first.texts["nl"] == "Bel 112."


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_a_child_reads_of_them_is_short_and_never_the_number_that_stands_on_the_bill(language):
    for text in texts_of(load({}).numbers, language):
        assert all(len(sentence.split()) <= LONGEST_SENTENCE for sentence in sentences(text))
        assert "!" not in text
        assert " 113" not in text.replace("113.nl", "")


def test_another_country_has_others(tmp_path):
    found = numbers(tmp_path, HELP.format('dial = "+32103", nl = "Bel 103.", en = "Ring 103."'))
    assert numbers_for_page(found, "nl") == [
        {"when": "Nood?", "lines": [{"text": "Bel 103.", "href": "tel:+32103"}]},
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "help"),
        ("help = []", "help"),
        ("[[help]]\nnl = 'Nood?'\nline = [{ dial = '112', nl = 'Bel', en = 'Ring' }]", "help #1.en"),
        (HELP.format('dial = "112", nl = "Bel"'), "help #1.line #1.en"),
        (HELP.format('dial = 112, nl = "Bel", en = "Ring"'), "help #1.line #1.dial"),
        (HELP.format('dial = "0800-0113", nl = "Bel", en = "Ring"'), "help #1.line #1.dial"),
        (HELP.format('site = "javascript:alert(1)", nl = "Bel", en = "Ring"'), "help #1.line #1.site"),
        (HELP.format('dial = "112", site = "https://x.nl/", nl = "Bel", en = "Ring"'), "help #1.line #1.site"),
        (HELP.format('nl = "Bel", en = "Ring"'), "help #1.line"),
        (HELP.format('dial = "112", nl = "Anoniem", en = "Ring"'), "help #1.line #1.nl"),
        (HELP.format('dail = "112", nl = "Bel", en = "Ring"'), "help #1.line #1.dail"),
        (HELP.format('dial = "112", dail = "112", nl = "Bel", en = "Ring"'), "help #1.line #1.dail"),
    ],
)
def test_help_that_leads_nowhere_stops_the_start(tmp_path, text, key):
    with pytest.raises(WrongSetting) as caught:
        numbers(tmp_path, text)
    assert caught.value.file == str(tmp_path / "numbers.toml")
    assert caught.value.key == key
