"""Who waits, in which order, and for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.conversation import ORDINARY, OWN_FAULT
from helpline.core.queue import (
    CAPACITY,
    DECLINED_REST,
    Before,
    Free,
    Pairing,
    Waiting,
    arrive,
    has_room,
    in_order,
    may_be_offered,
    pair,
    room,
    weight,
)
from helpline.core.staff import Level
from tests.core.made import NOW, is_free, waits

RELAX = timedelta(minutes=2)
HOUR = timedelta(hours=1)


def pairs(waiting: list[Waiting], free: list[Free]) -> dict[str, str]:
    return {made.conversation: made.volunteer for made in pair(in_order(waiting), free, NOW, RELAX)}


def test_the_child_who_waits_longest_gets_the_volunteer_who_was_idle_longest():
    waiting = [waits("blue", minutes=1), waits("red", minutes=5), waits("green", minutes=3)]
    free = [is_free("ann", minutes=2), is_free("ben", minutes=9)]
    assert pairs(waiting, free) == {"red": "ben", "green": "ann"}


def test_who_is_back_through_our_own_fault_goes_before_everybody():
    waiting = [waits("blue", minutes=60), waits("red", minutes=1, rank=OWN_FAULT)]
    assert pairs(waiting, [is_free("ann")]) == {"red": "ann"}


def test_of_those_that_we_owe_the_original_place_counts():
    waiting = [waits("blue", minutes=1, place=30, rank=OWN_FAULT), waits("red", minutes=5, place=20, rank=OWN_FAULT)]
    assert pairs(waiting, [is_free("ann")]) == {"blue": "ann"}


def test_a_redial_takes_its_own_place():
    waiting = [waits("blue", minutes=0, place=9), waits("red", minutes=5)]
    assert pairs(waiting, [is_free("ann")]) == {"blue": "ann"}


def test_who_is_not_able_is_passed_over_and_the_next_one_asked():
    assert pairs([waits("blue", adults_only=True), waits("red", minutes=0)], [is_free("finn", youth=True)]) == {
        "red": "finn"
    }


@pytest.mark.parametrize(
    ("child", "volunteer", "allowed"),
    [
        ({}, {}, True),
        ({}, {"level": Level.COACHED}, True),
        ({}, {"level": Level.TRAINING}, False),
        ({"practice": True}, {"level": Level.TRAINING}, True),
        ({"practice": True}, {}, False),
        ({"practice": True, "channel": "phone"}, {"channels": ("phone",)}, True),
        ({"practice": True, "channel": "phone"}, {"channels": ("phone",), "level": Level.TRAINING}, True),
        ({"channel": "phone"}, {"channels": ("phone",), "level": Level.TRAINING}, False),
        ({"adults_only": True}, {}, True),
        ({"adults_only": True}, {"youth": True}, False),
        ({}, {"youth": True}, True),
        ({"channel": "phone"}, {}, False),
        ({"channel": "phone"}, {"channels": ("chat", "phone")}, True),
    ],
)
def test_levels_youth_and_channels(child: dict[str, object], volunteer: dict[str, object], allowed: bool):
    assert may_be_offered(waits("blue", **child), is_free("ann", **volunteer)) is allowed
    assert bool(pairs([waits("blue", minutes=60, **child)], [is_free("ann", **volunteer)])) is allowed


def test_a_language_is_asked_for_at_first():
    assert pairs([waits("blue", minutes=1.9, language="en")], [is_free("ben")]) == {}
    assert pairs([waits("blue", minutes=2, language="en")], [is_free("ben")]) == {"blue": "ben"}


def test_who_declined_rests_a_minute_and_then_comes_last():
    rested, resting = NOW - DECLINED_REST, NOW - DECLINED_REST + timedelta(seconds=1)
    ann, ben = is_free("ann", minutes=9), is_free("ben", minutes=1)
    assert pairs([waits("blue", declined_by=(("ann", resting),))], [ann]) == {}
    assert pairs([waits("blue", declined_by=(("ann", rested),))], [ann]) == {"blue": "ann"}
    assert pairs([waits("blue", declined_by=(("ann", rested),))], [ann, ben]) == {"blue": "ben"}


@pytest.mark.parametrize(
    ("chats", "level", "takes"),
    [
        (1, Level.INDEPENDENT, 100),
        (2, Level.INDEPENDENT, 50),
        (2, Level.COACHED, 100),
        (2, Level.TRAINING, 100),
    ],
)
def test_what_a_chat_takes_of_somebodys_capacity(chats: int, level: Level, takes: int):
    assert weight(chats, level) == takes
    assert has_room(0, chats, level)
    assert has_room(1, chats, level) is (takes == 50)
    assert not has_room(CAPACITY // takes, chats, level)
    assert [room(held, chats, level) for held in (0, 1, 2)] == [CAPACITY // takes, CAPACITY // takes - 1, 0]


def before(*, left: float = 1, place: float | None = None, spoke: float | None = None, nth: int = 1) -> Before:
    """An attempt of some minutes ago: when it left, and from when its place or its last words are."""

    def ago(minutes: float | None):  # type: ignore[no-untyped-def]
        return None if minutes is None else NOW - timedelta(minutes=minutes)

    left_at = NOW - timedelta(minutes=left)
    return Before("contact", nth, left_at, ago(place), None if place is None else left_at, ago(spoke))


def test_a_first_contact_stands_at_the_end():
    arrival = arrive(None, NOW)
    assert (arrival.contact, arrival.nth, arrival.place_at, arrival.is_redial) == (None, 1, NOW, False)


def test_who_left_the_queue_within_ten_minutes_stands_where_it_stood():
    arrival = arrive(before(left=10, place=25, nth=2), NOW)
    assert (arrival.contact, arrival.nth, arrival.is_redial) == ("contact", 3, True)
    assert arrival.place_at == NOW - timedelta(minutes=25)


def test_after_ten_minutes_it_is_a_new_contact_at_the_end():
    arrival = arrive(before(left=10.1, place=25), NOW)
    assert (arrival.contact, arrival.nth, arrival.place_at) == (None, 1, NOW)


def test_being_turned_away_in_between_does_not_lengthen_the_ten_minutes():
    left = NOW - timedelta(minutes=12)
    turned_away = Before("contact", 2, NOW - timedelta(minutes=1), left, left, None)
    arrival = arrive(turned_away, NOW)
    assert (arrival.contact, arrival.nth, arrival.place_at) == ("contact", 3, NOW)


@pytest.mark.parametrize(("spoke", "yields"), [(1, True), (60, True), (60.1, False)])
def test_after_a_conversation_in_the_last_hour_it_yields_ten_minutes(spoke: float, yields: bool):
    place = NOW + timedelta(minutes=10) if yields else NOW
    assert arrive(before(left=spoke, spoke=spoke), NOW).place_at == place


def test_who_was_answered_and_said_nothing_does_not_yield():
    assert arrive(before(), NOW).place_at == NOW


minutes = st.integers(0, 90)
befores = st.builds(before, left=minutes, place=st.none() | minutes, spoke=st.none() | minutes, nth=st.integers(1, 9))


@given(befores)
def test_nobody_gains_by_coming_again_nor_yields_for_more_than_ten_minutes(earlier: Before):
    arrival = arrive(earlier, NOW)
    assert arrival.place_at <= NOW + timedelta(minutes=10)
    if arrival.place_at < NOW:
        assert arrival.place_at == earlier.place_at
        assert NOW - earlier.left_at <= timedelta(minutes=10)


moments = st.integers(0, 600).map(lambda seconds: NOW - timedelta(seconds=seconds))
names = st.sampled_from(["ann", "ben", "cora", "dirk", "eva", "finn"])
children = st.builds(
    Waiting,
    conversation=st.text("abcdef", min_size=1, max_size=3),
    rank=st.sampled_from([OWN_FAULT, ORDINARY]),
    place_at=moments,
    since=moments,
    language=st.sampled_from(["nl", "en"]),
    adults_only=st.booleans(),
    practice=st.booleans(),
    declined_by=st.lists(st.tuples(names, moments), max_size=2).map(tuple),
)
volunteers = st.builds(
    Free,
    volunteer=names,
    idle_since=moments,
    languages=st.sampled_from([("nl",), ("en",), ("nl", "en")]),
    level=st.sampled_from(Level),
    youth=st.booleans(),
    channels=st.sampled_from([("chat",), ("phone",), ("chat", "phone")]),
)
lines = st.lists(children, max_size=12, unique_by=lambda child: child.conversation).map(in_order)
crews = st.lists(volunteers, max_size=6, unique_by=lambda volunteer: volunteer.volunteer)


def could(child: Waiting, volunteer: Free) -> bool:
    """May this one be asked now, were there nobody else?"""
    declined = dict(child.declined_by).get(volunteer.volunteer)
    if declined is not None and NOW - declined < DECLINED_REST:
        return False
    speaks = child.language in volunteer.languages or NOW - child.since >= RELAX
    return speaks and may_be_offered(child, volunteer)


@given(lines, crews)
def test_nobody_is_paired_twice(waiting: list[Waiting], free: list[Free]):
    made = pair(waiting, free, NOW, RELAX)
    assert len({one.conversation for one in made}) == len(made)
    assert len({one.volunteer for one in made}) == len(made)


@given(lines, crews)
def test_only_who_may_be_asked_is_asked(waiting: list[Waiting], free: list[Free]):
    by_name = {volunteer.volunteer: volunteer for volunteer in free}
    by_child = {child.conversation: child for child in waiting}
    for made in pair(waiting, free, NOW, RELAX):
        assert could(by_child[made.conversation], by_name[made.volunteer])


@given(lines, crews)
def test_nobody_who_stands_before_another_is_passed_over(waiting: list[Waiting], free: list[Free]):
    made = {one.conversation: one.volunteer for one in pair(waiting, free, NOW, RELAX)}
    taken: set[str] = set()
    for child in waiting:
        able = [one for one in free if one.volunteer not in taken and could(child, one)]
        if child.conversation in made:
            taken.add(made[child.conversation])
        else:
            assert able == []


@given(lines, crews)
def test_of_who_may_be_asked_the_one_idle_longest_is(waiting: list[Waiting], free: list[Free]):
    taken: set[str] = set()
    by_child = {child.conversation: child for child in waiting}
    for made in pair(waiting, free, NOW, RELAX):
        child = by_child[made.conversation]
        able = [one for one in free if one.volunteer not in taken and could(child, one)]
        fresh = [one for one in able if one.volunteer not in dict(child.declined_by)]
        longest = min(fresh or able, key=lambda one: (one.idle_since, one.volunteer))
        assert made == Pairing(child.conversation, longest.volunteer)
        taken.add(made.volunteer)


@given(lines)
def test_a_queue_has_one_order_however_it_is_read(waiting: list[Waiting]):
    assert in_order(reversed(waiting)) == waiting
    assert [child.rank for child in waiting] == sorted(child.rank for child in waiting)
