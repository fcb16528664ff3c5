"""What is played is what somebody listened to; nothing that was recorded is lost by another deed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from helpline.core.recording import DraftGone, NoPlaceholder, NotHeard, Recording, Sound, State
from helpline.recordings.shelf import Shelf
from helpline.recordings.sound import for_telephone
from tests.recordings.made import recorded

TEXTS = {"nl": {"welcome": "Fijn dat je belt."}, "en": {"welcome": "Good that you ring."}}
SPOKEN, OURS, OTHERS = (for_telephone(recorded(seconds)) for seconds in (1.0, 2.0, 3.0))
WELCOME = ("nl", "welcome")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, TEXTS)


def the(shelf: Shelf, language: str = "nl", name: str = "welcome") -> Recording:
    return next(it for it in shelf.all() if (it.language, it.name) == (language, name))


def spoken(shelf: Shelf) -> None:
    shelf.keep_spoken(*WELCOME, SPOKEN)
    shelf.play_what_is_kept(*WELCOME)


def put_live(shelf: Shelf, sound: Sound) -> str:
    draft = shelf.keep_draft(*WELCOME, sound).id
    shelf.listened(*WELCOME, draft)
    shelf.put_live(*WELCOME, draft)
    return draft


def test_at_first_everything_is_missing(shelf: Shelf):
    assert {it.state for it in shelf.all()} == {State.MISSING}
    assert (the(shelf).text, the(shelf, name="numbers").text) == ("Fijn dat je belt.", None)


def test_the_voice_of_the_machine_is_played_until_somebody_recorded_it(shelf: Shelf):
    spoken(shelf)
    assert (the(shelf).state, the(shelf).seconds) == (State.PLACEHOLDER, pytest.approx(SPOKEN.seconds))
    assert shelf.played(*WELCOME) == SPOKEN.wav


def test_a_draft_changes_nothing_of_what_is_played(shelf: Shelf):
    spoken(shelf)
    draft = shelf.keep_draft(*WELCOME, OURS)
    assert shelf.played(*WELCOME) == SPOKEN.wav
    assert the(shelf).draft == draft
    assert not draft.is_heard


def test_a_draft_that_nobody_listened_to_is_not_played_to_a_child(shelf: Shelf):
    draft = shelf.keep_draft(*WELCOME, OURS)
    with pytest.raises(NotHeard):
        shelf.put_live(*WELCOME, draft.id)
    assert shelf.played(*WELCOME) is None


def test_who_listened_to_one_draft_did_not_listen_to_the_next(shelf: Shelf):
    shelf.listened(*WELCOME, shelf.keep_draft(*WELCOME, OURS).id)
    draft = shelf.keep_draft(*WELCOME, OTHERS)
    with pytest.raises(NotHeard):
        shelf.put_live(*WELCOME, draft.id)


def test_only_the_draft_that_one_saw_is_put_live(shelf: Shelf):
    first = shelf.keep_draft(*WELCOME, OURS)
    shelf.keep_draft(*WELCOME, OTHERS)
    for deed in (shelf.listened, shelf.put_live, shelf.put_away):
        with pytest.raises(DraftGone):
            deed(*WELCOME, first.id)
    assert the(shelf).draft is not None


def test_put_live_is_what_the_next_child_hears(shelf: Shelf):
    spoken(shelf)
    draft = put_live(shelf, OURS)
    assert shelf.played(*WELCOME) == OURS.wav
    assert (the(shelf).state, the(shelf).draft) == (State.RECORDING, None)
    shelf.put_live(*WELCOME, draft)  # again: it stays so


def test_the_placeholder_never_takes_the_place_of_a_recording_by_itself(shelf: Shelf):
    put_live(shelf, OURS)
    spoken(shelf)
    assert shelf.played(*WELCOME) == OURS.wav


def test_the_telephone_gets_back_what_somebody_took_from_its_folder(shelf: Shelf):
    put_live(shelf, OURS)
    shelf.path(*WELCOME).unlink()
    shelf.play_what_is_kept(*WELCOME)
    assert shelf.played(*WELCOME) == OURS.wav


def test_back_to_the_voice_of_the_machine(shelf: Shelf):
    spoken(shelf)
    put_live(shelf, OURS)
    shelf.use_placeholder(*WELCOME)
    assert (the(shelf).state, shelf.played(*WELCOME)) == (State.PLACEHOLDER, SPOKEN.wav)


def test_a_recording_that_was_taken_away_can_be_put_back(shelf: Shelf):
    spoken(shelf)
    draft = put_live(shelf, OURS)
    shelf.use_placeholder(*WELCOME)
    shelf.use_placeholder(*WELCOME)  # again: it stays so
    shelf.put_live(*WELCOME, draft)
    assert shelf.played(*WELCOME) == OURS.wav


def test_a_recording_stays_where_a_child_would_hear_nothing_without_it(shelf: Shelf):
    put_live(shelf, OURS)
    with pytest.raises(NoPlaceholder):
        shelf.use_placeholder(*WELCOME)
    assert shelf.played(*WELCOME) == OURS.wav


def test_putting_a_draft_away_leaves_what_is_played(shelf: Shelf):
    put_live(shelf, OURS)
    shelf.put_away(*WELCOME, shelf.keep_draft(*WELCOME, OTHERS).id)
    assert (the(shelf).draft, shelf.played(*WELCOME)) == (None, OURS.wav)


def test_another_text_makes_a_recording_outdated(shelf: Shelf, tmp_path: Path):
    put_live(shelf, OURS)
    assert not the(shelf).is_outdated
    later = Shelf(tmp_path, {"nl": {"welcome": "Hoi."}})
    assert the(later).is_outdated
    assert later.played(*WELCOME) == OURS.wav


def test_another_text_is_said_anew(shelf: Shelf, tmp_path: Path):
    spoken(shelf)
    assert shelf.is_spoken(*WELCOME)
    assert not Shelf(tmp_path, {"nl": {"welcome": "Hoi."}}).is_spoken(*WELCOME)


def test_the_telephone_may_read_what_it_plays_and_nothing_else(shelf: Shelf, tmp_path: Path):
    put_live(shelf, OURS)
    shelf.keep_draft(*WELCOME, OTHERS)
    sounds, kept = tmp_path / "sounds", tmp_path / "recordings"
    assert all(path.stat().st_mode & stat.S_IROTH for path in (sounds, *sounds.rglob("*")))
    assert not stat.S_IMODE(kept.stat().st_mode) & 0o077
