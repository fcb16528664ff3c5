"""What a child who waits on the telephone hears, and how often."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpline.core import prompts
from helpline.core.waiting_words import Told, Wait, connecting, on_hold, waiting
from tests.core.made import NOW

HERE = Wait(place=3, estimate=(60, 240))


def later(seconds: float):
    return NOW + timedelta(seconds=seconds)


def test_the_first_words_are_a_welcome_the_place_and_the_estimate():
    said = waiting(HERE, Told(), NOW)
    assert said is not None
    assert said.names == (*prompts.welcome(), *prompts.place(2), *prompts.estimate((60, 240)))


def test_a_new_place_is_told_but_not_within_45_seconds_and_the_same_one_never_again():
    first = waiting(HERE, Told(), NOW)
    assert first is not None
    nearer = Wait(place=2, estimate=None)
    assert waiting(nearer, first.told, later(44.9)) is None
    second = waiting(nearer, first.told, later(45))
    assert second is not None
    assert second.names == ("place_1", "wait_unknown")
    assert waiting(Wait(place=2, estimate=(60, 300)), second.told, later(9999)) is None


def test_while_nobody_can_take_a_call_it_says_so_and_gives_no_estimate():
    first = waiting(HERE, Told(), NOW)
    assert first is not None
    said = waiting(Wait(3, (60, 240), nobody=True), first.told, later(45))
    assert said is not None
    assert said.names == ("place_2", "nobody_now")


def test_who_lost_the_volunteer_hears_so_at_once_and_once():
    lost = Wait(1, None, lost=True)
    said = waiting(lost, Told(NOW, HERE), later(1))
    assert said is not None
    assert (said.names, said.is_urgent) == (prompts.interrupted(), True)
    assert waiting(lost, said.told, later(1000)) is None


def test_that_somebody_comes_is_said_at_once_for_each_who_does():
    said = connecting(1, Told(NOW, HERE), later(1))
    assert said is not None
    assert (said.names, said.is_urgent) == (("connecting",), True)
    assert connecting(1, said.told, later(2)) is None
    assert connecting(2, said.told, later(3)) is not None


@given(st.lists(st.floats(0.1, 5), min_size=20, max_size=80))
def test_on_hold_nobody_is_longer_than_20_seconds_without_a_word(steps: list[float]):
    """It is looked at every few seconds."""
    told, at, last = Told(), 0.0, None
    for step in steps:
        said = on_hold(NOW, told, later(at))
        if said is not None:
            told, last = said.told, at
        assert last is not None
        assert at - last < 20
        at += step


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.floats(0, 100)), min_size=2, max_size=40))
def test_words_about_the_place_come_no_oftener_than_every_45_seconds(steps: list[tuple[int, bool, float]]):
    told, at, last = Told(), 0.0, None
    for place, nobody, pause in steps:
        said = waiting(Wait(place, None, nobody=nobody), told, later(at))
        if said is not None:
            assert last is None or at - last >= 44.999
            told, last = said.told, at
        at += pause
