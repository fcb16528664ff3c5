"""`helpline prompts` lets the machine say what nobody recorded, and tells what there is."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from helpline.core.prompts import CATALOGUE
from helpline.recordings.shelf import Shelf
from helpline.recordings.sound import for_telephone
from helpline.recordings.voice import PROGRAM
from helpline.settings.prompts import stated
from tests.commands.typed import Run
from tests.recordings.made import recorded
from tests.recordings.test_sound import played

needs_voice = pytest.mark.usefixtures("voice")


@pytest.fixture
def voice():
    """The program that speaks."""
    if shutil.which(PROGRAM) is None:
        pytest.skip(f"{PROGRAM} is not installed")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@needs_voice
@pytest.mark.slow
def test_the_machine_says_everything_once(run: Run, data: Path, tmp_path: Path):
    said = run("prompts", "make", "--language", "nl", "--to", str(tmp_path / "pbx"))
    assert f"{len(CATALOGUE)} made, 0 as they were" in said.stdout
    for folder in (data / "sounds", tmp_path / "pbx"):
        there = {path.stem: path for path in (folder / "nl" / "helpline").iterdir()}
        assert set(there) == set(CATALOGUE)
        assert all(len(played(path.read_bytes())) > 1000 for path in there.values())
    again = run("prompts", "make", "--language", "nl")
    assert f"0 made, {len(CATALOGUE)} as they were" in again.stdout


@needs_voice
@pytest.mark.slow
def test_a_recording_of_a_coordinator_is_never_overwritten(run: Run, data: Path, tmp_path: Path):
    ours = for_telephone(recorded())
    shelf = Shelf(data, {"nl": stated(None, "nl")})
    draft = shelf.keep_draft("nl", "welcome", ours)
    shelf.listened("nl", "welcome", draft.id)
    shelf.put_live("nl", "welcome", draft.id)
    run("prompts", "make", "--language", "nl", "--to", str(tmp_path / "pbx"))
    for folder in (data / "sounds", tmp_path / "pbx"):
        assert (folder / "nl" / "helpline" / "welcome.wav").read_bytes() == ours.wav
    assert "recording 2.0 s" in run("prompts", "list", "--language", "nl").stdout


def test_without_the_program_it_says_so_and_what_to_do(run: Run, data: Path, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    done = run("prompts", "make")
    assert (done.exit_code, done.stderr) == (1, "espeak-ng is not installed. On Debian: `apt install espeak-ng`.\n")
    assert not (data / "sounds").exists()


def test_a_language_that_is_not_spoken_is_told(run: Run):
    done = run("prompts", "make", "--language", "fr")
    assert (done.exit_code, done.stderr) == (1, "fr: is not one of [helpline] languages: nl, en.\n")


def test_the_list_tells_what_is_missing_and_what_it_would_say(run: Run):
    lines = run("prompts", "list").stdout.splitlines()
    assert len(lines) == 2 * len(CATALOGUE)
    assert lines[0].split(maxsplit=3) == [
        "welcome",
        "nl",
        "missing",
        "Fijn dat je belt. Je hoeft niet te zeggen wie je bent.",
    ]


def test_a_new_language_is_begun_with_every_text_in_english(run: Run, tmp_path: Path):
    assert tomllib.loads(run("prompts", "texts", "fr").stdout) == stated(None, "en")
    (tmp_path / "texts" / "prompts").mkdir(parents=True)
    (tmp_path / "texts" / "prompts" / "fr.toml").write_text('closed = "Nous sommes fermés."\n')
    assert "closed = " not in run("prompts", "texts", "fr", "--config", str(tmp_path)).stdout
    assert run("prompts", "texts", "nl").stdout == ""


def test_a_language_has_two_letters(run: Run):
    assert "two letters" in run("prompts", "texts", "../x").stderr
