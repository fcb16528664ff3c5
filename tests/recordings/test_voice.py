"""The machine says what nobody recorded yet."""

from __future__ import annotations

import shutil

import pytest

from helpline.recordings.voice import PROGRAM, NoVoice, as_spoken, speak
from tests.recordings.test_sound import played


@pytest.fixture
def voice():
    """The program that speaks."""
    if shutil.which(PROGRAM) is None:
        pytest.skip(f"{PROGRAM} is not installed")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bel 112.", "Bel 1 1 2."),
        ("Gebruik de app 112NL.", "Gebruik de app 1 1 2 NL."),
        ("Bel 0800-0432.", "Bel 0 800, 0 4 3 2."),
        ("Bel 020 1234567.", "Bel 0 2 0, 1 2 3 4 5 6 7."),
        ("Dat duurt 15 minuten.", "Dat duurt 15 minuten."),
    ],
)
def test_numbers_are_said_as_people_say_them(text, said):
    assert as_spoken(text) == said


@pytest.mark.usefixtures("voice")
@pytest.mark.parametrize(("language", "text"), [("nl", "Je krijgt nu iemand aan de lijn."), ("en", "on Friday")])
def test_the_machine_says_it_as_a_telephone_plays_it(language, text):
    sound = speak(text, language)
    assert 0.3 < sound.seconds < 5
    assert 0.1 < abs(played(sound.wav)).max() < 1


@pytest.mark.usefixtures("voice")
def test_what_begins_with_a_dash_is_a_text_too():
    assert speak("-w /tmp/x", "nl").seconds > 0.3


@pytest.mark.usefixtures("voice")
def test_a_language_that_it_does_not_speak_is_told():
    with pytest.raises(NoVoice, match="cannot say a text in xq"):
        speak("hoi", "xq")


def test_without_the_program_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoVoice, match="apt install espeak-ng"):
        speak("hoi", "nl")
