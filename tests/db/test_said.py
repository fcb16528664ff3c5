"""What a journal remembers of the words that were kept before."""

from __future__ import annotations

import pytest

from helpline.db.said import Said
from helpline.ports import Entry


def child(conversation: str, client_id: str) -> Entry:
    return Entry(conversation, "child", None, client_id, "hoi")


@pytest.fixture
def said() -> Said:
    made = Said(most=3)
    made.attend(["blue"])
    made.learn([("blue", 1, "child", "a"), ("blue", 2, "volunteer", "b"), ("blue", 3, "system", None)])
    return made


def test_what_was_learnt_may_be_known(said: Said):
    assert said.may_know([child("blue", "c"), child("blue", "a")])
    assert said.last_seq("blue") == 3


def test_what_was_not_is_certainly_not(said: Said):
    said.attend(["red"])
    assert not said.may_know([child("blue", "b"), child("blue", "c"), child("red", "a"), child("unknown", "a")])


def test_what_is_read_again_begins_anew(said: Said):
    said.forget("blue")
    assert said.last_seq("blue") == 0
    assert not said.may_know([child("blue", "a")])


def test_who_was_not_asked_about_for_longest_makes_room(said: Said):
    said.attend(["red", "green"])
    said.attend(["blue"])
    said.attend(["white"])
    assert said.last_seq("blue") == 3
    said.attend(["red"])
    assert said.last_seq("red") == 0


def test_a_group_never_takes_the_place_of_its_own(said: Said):
    said.attend(["red", "green"])
    said.attend(["white", "blue"])
    assert said.last_seq("blue") == 3


def test_what_is_overheard_is_learnt_only_where_it_follows(said: Said):
    said.overhear([("red", 1, "child", "x"), ("blue", 3, "child", "c"), ("blue", 5, "child", "e")])
    assert said.last_seq("blue") == 3
    assert not said.may_know([child("blue", "c"), child("blue", "e"), child("red", "x")])
    said.overhear([("blue", 4, "child", "d"), ("blue", 5, "child", "e")])
    assert said.last_seq("blue") == 5
    assert said.may_know([child("blue", "e")])
