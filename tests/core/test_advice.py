"""What is advised about a conversation: never against a child in danger, never by the machine alone."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.advice import (
    MOST_CONTACTS,
    MOST_OPEN,
    MOST_TURNS,
    Advice,
    Conversation,
    Open,
    Reason,
    Suggestion,
    Turn,
    assess,
)
from helpline.core.history import MARKS, Contact, History, Length
from helpline.core.sameness import Marked, marked_lines

NOW = datetime(2030, 1, 1, 16, tzinfo=UTC)
TODAY = NOW.date()
ORDER = list(Suggestion)
SECRET = b"of this fortnight"
PIZZA = "Hallo mag ik een pizza bestellen"
MARKED = Marked(SECRET, marked_lines([PIZZA], SECRET))

MARKED_TODAY = Contact(TODAY, "chat", Length.UNDER_1_M, "prank", ("prank",))
TWO_PRANKS = History((MARKED_TODAY, MARKED_TODAY))

lengths = st.sampled_from(list(Length))
days = st.integers(-1, 20).map(lambda ago: TODAY - timedelta(days=ago))


def contacts(types: st.SearchStrategy[str | None]) -> st.SearchStrategy[Contact]:
    def contact(day: date, length: Length, type_: str | None) -> Contact:
        return Contact(day, "chat", length, type_, tuple(MARKS & {type_}))

    return st.builds(contact, days, lengths, types)


any_type = st.sampled_from(
    [None, "prank", "sexual", "abusive", "counselling", "testing", "silent", "hang_up", "company"]
)
histories = st.builds(History, st.lists(contacts(any_type), max_size=8).map(tuple))
lines = st.text(st.characters(), max_size=40) | st.sampled_from(
    [PIZZA, "haha", "", "help", "mag ik kip alstublieft ja"]
)
moments = st.integers(-10, 300).map(lambda second: NOW + timedelta(seconds=second))
turns = st.lists(st.builds(Turn, moments, lines, st.booleans()), max_size=12).map(tuple)
others = st.lists(st.builds(Open, st.booleans(), st.lists(lines, max_size=3).map(tuple)), max_size=5).map(tuple)
conversations = st.builds(
    Conversation, began_at=moments, turns=turns, others=others, marked=st.sampled_from([Marked(), MARKED])
)


def said(*texts: str, seconds_apart: int = 10, **more: object) -> Conversation:
    turns = tuple(Turn(NOW + timedelta(seconds=number * seconds_apart), text) for number, text in enumerate(texts))
    return Conversation(began_at=NOW, turns=turns, marked=MARKED, **more)  # type: ignore[arg-type]


def advice(conversation: Conversation, history: History = TWO_PRANKS, after: int = 120) -> Advice:
    return assess(history, conversation, NOW + timedelta(seconds=after))


def codes(of: tuple[object, ...]) -> list[str]:
    return [it.code for it in of]  # type: ignore[attr-defined]


def test_two_marks_of_today_and_a_marked_text_look_like_a_prank():
    told = advice(said(PIZZA, "met salami"))
    assert told.suggestion is Suggestion.LOOKS_LIKE_PRANK
    assert [(it.code, it.count) for it in told.reasons] == [("marked_today", 2), ("like_marked", None)]
    assert codes(told.against) == ["somebody_else", "copied_words", "may_be_testing"]


def test_where_no_person_marked_a_prank_it_never_looks_like_one():
    many = tuple(Open(same_device=True, lines=(PIZZA,)) for _ in range(9))
    assert advice(said(*[PIZZA] * 20, seconds_apart=1, others=many), History()).suggestion is Suggestion.LOOK


def test_one_mark_and_one_strange_thing_say_look_and_two_strange_things_more():
    one_mark = History((MARKED_TODAY,))
    assert advice(said(PIZZA, "met salami"), one_mark).suggestion is Suggestion.LOOK
    assert advice(said(*[PIZZA] * 4), one_mark).suggestion is Suggestion.LOOKS_LIKE_PRANK


@pytest.mark.parametrize("word", ["help", "nee", "a"])
def test_one_word_again_and_again_suggests_nothing(word):
    assert advice(said(*[word] * 30, seconds_apart=1), History()).suggestion is Suggestion.NOTHING


def test_marks_alone_say_look():
    assert advice(said("hoi", "ik heb een vraag")).suggestion is Suggestion.LOOK


def test_a_mark_of_more_than_a_week_ago_says_nothing():
    old = replace(MARKED_TODAY, day=TODAY - timedelta(days=8))
    assert advice(said("hoi", "ik heb een vraag"), History((old, old))).suggestion is Suggestion.NOTHING


@pytest.mark.parametrize(
    ("count", "after", "suggestion"), [(1, 59, "nothing"), (1, 60, "looks_like_prank"), (2, 11, "looks_like_prank")]
)
def test_nothing_before_two_turns_or_a_minute(count, after, suggestion):
    assert advice(said(*[PIZZA] * count), after=after).suggestion == suggestion


def test_a_turn_of_the_volunteer_is_no_turn_of_the_child():
    greeted = said(PIZZA)
    greeted = replace(greeted, turns=(*greeted.turns, Turn(NOW, "Hoi, ik ben er.", by_child=False)))
    assert codes(advice(greeted, after=20).against) == ["too_early"]


@pytest.mark.parametrize(
    "laughter", [("haha", "hahaha"), ("hihi", "HIHIHI", "lol"), ("😂😂", "xD"), ("haha haha haha haha",) * 12]
)
def test_a_giggle_alone_suggests_nothing(laughter):
    both = tuple(Open(same_device=device, lines=laughter) for device in (True, False, False))
    assert advice(said(*laughter, seconds_apart=1, others=both), History()).suggestion is Suggestion.NOTHING


@pytest.mark.parametrize("type_", ["silent", "hang_up", "testing", None])
def test_neither_silence_nor_having_hung_up_suggests_anything(type_):
    short = Contact(TODAY, "chat", Length.UNDER_10_S, type_, ())
    assert advice(said(), History((short,) * 12)).suggestion is Suggestion.NOTHING


def test_short_contacts_are_told_once_a_person_marked_one():
    short = Contact(TODAY, "chat", Length.UNDER_10_S, "hang_up", ())
    told = advice(said(), History((MARKED_TODAY, short, short)))
    assert told.suggestion is Suggestion.LOOK
    assert [(it.code, it.count) for it in told.reasons] == [("marked_today", 1), ("short_today", 3)]


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"subtopic_is_acute": True}, "acute_subtopic"),
        ({"alarm_used": True}, "alarm_used"),
        ({"words_are_acute": True}, "acute_words"),
    ],
)
def test_in_danger_nothing_is_suggested(what, code):
    assert advice(said(PIZZA, PIZZA, **what)) == Advice(Suggestion.NOTHING, against=(Reason(code),))


def test_the_same_text_from_another_device_is_look_at_most():
    class_mate = (Open(same_device=False, lines=(PIZZA,)),)
    told = advice(said(PIZZA, PIZZA, others=class_mate))
    assert told.suggestion is Suggestion.LOOK
    assert "same_school" in codes(told.against)


@pytest.mark.parametrize("words", ["ik ben bang", "HELP", "ik word gepést", "please stop"])
def test_a_word_of_worry_is_look_at_most(words):
    told = advice(said(PIZZA, words, PIZZA))
    assert told.suggestion is Suggestion.LOOK
    assert "worries" in codes(told.against)


def test_a_word_of_worry_counts_however_late_in_a_message_it_comes():
    assert advice(said(PIZZA, "x " * 1_900 + "ik ben bang")).suggestion is Suggestion.LOOK


def test_a_word_of_worry_counts_however_many_messages_follow():
    assert advice(said("ik ben bang", *[f"{PIZZA} {number}" for number in range(50)])).suggestion is Suggestion.LOOK


def test_in_a_language_without_words_of_worry_it_is_look_at_most():
    assert advice(said(PIZZA, PIZZA, worry_words=())).suggestion is Suggestion.LOOK


def test_who_answers_in_own_words_is_taken_at_them():
    asked = said(PIZZA, "haha")
    turns = (
        *asked.turns,
        Turn(NOW + timedelta(seconds=30), "Is er nog iets anders?", by_child=False),
        Turn(NOW + timedelta(seconds=60), "ja bij ons is het elke dag gedoe met iedereen"),
    )
    told = advice(replace(asked, turns=turns))
    assert told.suggestion is Suggestion.LOOK
    assert "own_words" in codes(told.against)


def test_earlier_counselling_is_look_at_most():
    helped = Contact(TODAY, "chat", Length.LONGER, "counselling", ())
    assert advice(said(PIZZA, PIZZA), History((helped, *TWO_PRANKS.contacts))).suggestion is Suggestion.LOOK


@given(histories, conversations, moments)
def test_it_never_fails_and_always_says_why(history, conversation, now):
    told = assess(history, conversation, now)
    assert (told.suggestion is not Suggestion.NOTHING) == bool(told.reasons)
    assert told.suggestion is Suggestion.NOTHING or told.against


@given(histories, conversations, moments, st.sampled_from(["subtopic_is_acute", "alarm_used", "words_are_acute"]))
def test_a_sign_of_danger_always_gives_nothing(history, conversation, now, sign):
    assert assess(history, replace(conversation, **{sign: True}), now).suggestion is Suggestion.NOTHING


@given(histories, conversations, moments, st.lists(contacts(st.just("counselling")), min_size=1, max_size=5))
def test_more_serious_contacts_never_make_it_more_of_a_prank(history, conversation, now, serious):
    before = assess(history, conversation, now).suggestion
    after = assess(History((*serious, *history.contacts)), conversation, now).suggestion
    assert ORDER.index(after) <= ORDER.index(before)
    assert after is not Suggestion.LOOKS_LIKE_PRANK


@given(histories, conversations, moments)
def test_without_a_mark_of_a_person_no_prank_is_suggested(history, conversation, now):
    unmarked = History(tuple(replace(it, marks=()) for it in history.contacts))
    assert assess(unmarked, conversation, now).suggestion is not Suggestion.LOOKS_LIKE_PRANK


@given(histories, conversations, moments)
def test_the_same_words_elsewhere_never_suggest_a_prank(history, conversation, now):
    turns = (*conversation.turns, Turn(NOW, "een zin die ook ergens anders staat, en die langer is dan elke andere"))
    elsewhere = (Open(same_device=False, lines=tuple(turn.text for turn in turns if turn.by_child)),)
    conversation = replace(conversation, turns=turns)
    assert assess(history, replace(conversation, others=elsewhere), now).suggestion is not Suggestion.LOOKS_LIKE_PRANK


def crowded(size: int) -> Conversation:
    """`size` times as much as is read: long messages, and conversations with long messages."""
    texts = [f"{number} " + "een heel lang bericht " * 190 for number in range(MOST_TURNS * size)]
    lines = tuple(f"{number} " + "nog zo een bericht " * 200 for number in range(20 * size))
    elsewhere = tuple(Open(number % 2 == 0, lines) for number in range(MOST_OPEN * size))
    return said(*texts, seconds_apart=1, others=elsewhere)


def steps(conversation: Conversation, history: History) -> int:
    """How many functions are called to assess it."""
    count = 0

    def count_one(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_one)
    try:
        assess(history, conversation, NOW + timedelta(minutes=5))
    finally:
        sys.setprofile(before)
    return count


def test_the_work_is_bounded_however_much_is_said():
    assert steps(crowded(4), History()) <= 1.1 * steps(crowded(1), History())


def test_the_work_is_bounded_however_much_came_before():
    once, often = (History((MARKED_TODAY,) * count) for count in (MOST_CONTACTS, 10 * MOST_CONTACTS))
    assert steps(said(), often) <= 1.1 * steps(said(), once)
