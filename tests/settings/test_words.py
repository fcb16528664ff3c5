"""The helpline's own words: what may be said, and what stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpline.settings import Settings, WrongSetting, load
from helpline.settings.words import Words, forms, promises, sentences, shipped
from tests.french import write_french


@pytest.fixture
def write(tmp_path: Path):
    """Write files into the helpline's own directory, by name without `.toml`, and load the settings from there."""

    def written(**files: str) -> Settings:
        (tmp_path / "texts").mkdir(exist_ok=True)
        for name, text in files.items():
            folder = tmp_path / "texts" if len(name) == 2 else tmp_path
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return load({"HELPLINE_CONFIG": str(tmp_path)})

    return written


def refused(write, **files: str) -> WrongSetting:
    with pytest.raises(WrongSetting) as caught:
        write(**files)
    return caught.value


def test_without_own_words_the_pages_say_what_they_come_with():
    words = load({}).words
    assert words.own == {"nl": {}, "en": {}}
    assert words.of("nl", "child_welcome") == "Fijn dat je er bent."


def test_own_words_are_those_that_differ(write):
    words: Words = write(nl='child_welcome = "Welkom bij ons."\nchild_back = "Terug"\n').words
    assert words.own["nl"] == {"child_welcome": "Welkom bij ons."}
    assert words.of("nl", "child_welcome") == "Welkom bij ons."
    assert words.of("nl", "child_on") == "Verder"
    assert words.of("en", "child_welcome") == "Good that you are here."


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        ('child_welcom = "Hoi"', "child_welcom", "child_welcome"),
        ('welcome = "Hoi"', "welcome", "child_welcome"),
        ('zzz = "Hoi"', "zzz", "packaged texts"),
        ('child_talk_with = "Je praat"', "child_talk_with", "a text with {volunteer}, and nothing else"),
        ('child_talk_with = "{volunteer} {name}"', "child_talk_with", "a text with {volunteer}, and nothing else"),
        ('child_waiting_range = "{low} minuten"', "child_waiting_range", "{high} and {low}"),
        ('child_welcome = "Hoi {name}"', "child_welcome", "without braces"),
        ('child_welcome = "Hoi {"', "child_welcome", "without braces"),
        ("child_welcome = 3", "child_welcome", "a text of 1 to 1,000"),
        ('child_welcome = ""', "child_welcome", "a text of 1 to 1,000"),
        ('child_welcome = { other = "Hoi" }', "child_welcome", "a text of 1 to 1,000"),
        ('child_known_chat = { one = "1 dag" }', "[child_known_chat] other", "every number"),
        ('child_known_chat = { one = "1 dag", other = "dagen" }', "[child_known_chat] other", "{days}"),
        ('child_known_chat = { two = "x", oter = "{days}" }', "[child_known_chat] oter", "one, two, few"),
        ('child_known_chat = "dertig dagen"', "child_known_chat", "{days}"),
    ],
)
def test_a_slip_of_the_pen_stops_the_start_with_file_key_and_what_is_allowed(write, tmp_path, text, key, allowed):
    wrong = refused(write, nl=text)
    assert (wrong.file, wrong.key) == (str(tmp_path / "texts" / "nl.toml"), key)
    assert allowed in wrong.allowed


def test_forms_by_number_may_be_others_than_ours(write):
    said = write(nl='child_known_chat = { zero = "niet", one = "1 dag", other = "{days} dagen" }').words.own["nl"]
    assert said == {"child_known_chat": {"zero": "niet", "one": "1 dag", "other": "{days} dagen"}}
    assert write(nl='child_known_chat = "{days} dag(en)"').words.own["nl"] == {"child_known_chat": "{days} dag(en)"}


@pytest.mark.parametrize("text", ["Je bent anoniem.", "ANONIEME chat", "You stay anonymous.", "Anonimiteit"])
@pytest.mark.parametrize("key", ["child_welcome", "shared_language_name"])
def test_nobody_is_promised_to_be_anonymous_unless_somebody_approved_it(write, key, text):
    wrong = refused(write, nl=f'{key} = "{text}"')
    assert wrong.key == key
    assert "legal_review" in wrong.allowed
    assert write(helpline='[texts]\nlegal_review = "A. Jansen"').words.of("nl", key) == text


def test_a_volunteer_may_read_the_word(write):
    assert write(nl='desk_close = "Anoniem"').words.own["nl"]


@pytest.mark.parametrize("text", ["anonyme", "anónimo", "anonim", "ANONYM"])
def test_the_word_is_known_in_other_languages(text):
    assert promises(text)
    assert not promises("Je hoeft niet te zeggen wie je bent.")


def test_another_language_needs_no_code(tmp_path):
    settings = load({}, config=write_french(tmp_path, {"child_welcome": "Tu as bien fait de venir."}))
    assert settings.words.of("fr", "child_welcome") == "Tu as bien fait de venir."
    assert settings.words.of("fr", "desk_close") == "Close"
    assert set(settings.words.own["fr"]) >= {key for key in shipped("nl") if key.startswith("child_")}


def test_a_language_that_lacks_a_sentence_stops_the_start_and_says_which(tmp_path):
    with pytest.raises(WrongSetting) as caught:
        load({}, config=write_french(tmp_path, without="child_exit"))
    assert caught.value.file.endswith("fr.toml")
    assert caught.value.key == "child_exit"
    assert '"Leave fast"' in caught.value.allowed


def test_what_the_pages_come_with_is_whole_and_promises_nothing():
    for language in ("nl", "en"):
        texts = shipped(language)
        assert list(texts) == list(shipped("nl"))
        for key, said in texts.items():
            assert not key.startswith("child_") or not any(map(promises, forms(said)))


def test_a_text_is_cut_where_a_reader_takes_breath():
    assert sentences("Een. Twee drie? Vier: vijf … zes.") == ["Een.", "Twee drie?", "Vier:", "vijf …", "zes."]
