"""`helpline texts` says what a language lacks."""

from __future__ import annotations

import tomllib
from pathlib import Path

from helpline.settings.words import shipped
from tests.commands.typed import Run


def test_a_new_language_is_begun_with_every_sentence_in_english(run: Run):
    said = run("texts", "fr")
    assert tomllib.loads(said.stdout) == {
        key: dict(text) if not isinstance(text, str) else text for key, text in shipped("en").items()
    }


def test_what_is_there_is_not_asked_again(run: Run, tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "fr.toml").write_text('child_welcome = "Tu as bien fait de venir."\n')
    said = tomllib.loads(run("texts", "fr", "--config", str(tmp_path)).stdout)
    assert "child_welcome" not in said
    assert said["child_back"] == "Back"


def test_a_language_that_the_pages_come_with_lacks_nothing(run: Run):
    assert run("texts", "nl").stdout == ""


def test_a_language_has_two_letters(run: Run):
    done = run("texts", "../x")
    assert done.exit_code == 1
    assert "two letters" in done.stderr
