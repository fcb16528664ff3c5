"""The sentences of the pages stand once; what is written from them says the same."""

from __future__ import annotations

import json
import runpy
from typing import Any

import pytest

from helpline.settings import load
from helpline.settings.numbers import numbers_for_page
from tests.tooling.tracked import ROOT, text_of

LANGUAGES = sorted(path.stem for path in (ROOT / "volunteer_ui" / "messages").glob("*.json"))
WRITTEN = runpy.run_path(str(ROOT / "scripts" / "write-texts"))["written"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_packaged_texts_are_those_of_the_pages(language):
    messages = json.loads(text_of(f"volunteer_ui/messages/{language}.json"))
    same = text_of(f"config/texts/{language}.toml") == WRITTEN(messages)
    assert same, "run scripts/write-texts"


def test_no_packaged_texts_are_left_of_a_language_that_is_gone():
    assert sorted(path.stem for path in (ROOT / "config" / "texts").glob("*.toml")) == LANGUAGES


def test_the_gallery_shows_the_packaged_numbers():
    settings = load({})
    kept: dict[str, Any] = json.loads(text_of("volunteer_ui/src/gallery/numbers.json"))
    assert kept == {language: numbers_for_page(settings.numbers, language) for language in settings.helpline.languages}


def test_a_sentence_that_has_forms_has_one_number():
    """The page chooses the form by the only thing that is filled in."""
    for language in LANGUAGES:
        for message in json.loads(text_of(f"volunteer_ui/messages/{language}.json")).values():
            if not isinstance(message, str):
                (variants,) = message
                assert len([line for line in variants["declarations"] if line.startswith("input ")]) == 1
