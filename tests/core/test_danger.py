"""Acute danger: what is decided about it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from helpline.core.danger import marked_acute, recovers, was_hard
from helpline.core.definitions import Definitions
from helpline.core.form import Form
from helpline.core.staff import Duty, Status
from helpline.settings import load
from tests.fakes.clock import A_SATURDAY_EVENING


@cache
def packaged() -> Definitions:
    return load({}).definitions


def test_an_alarm_fills_in_that_there_is_danger():
    assert marked_acute(packaged().form, {"type": "counselling"}) == {"type": "counselling", "danger": "acute"}


@pytest.mark.parametrize("said", ["none", "possible", "acute"])
def test_what_the_volunteer_filled_in_stays(said: str):
    assert marked_acute(packaged().form, {"danger": said}) is None


def test_a_form_that_does_not_ask_for_danger_gets_no_field_of_its_own():
    form = packaged().form
    without = Form(form.version, tuple(field for field in form.fields if field.name != "danger"))
    assert marked_acute(without, {}) is None
    field = form.field("danger")
    assert field is not None
    otherwise = replace(field, options=field.options[:1])
    assert marked_acute(Form(form.version, (otherwise,)), {}) is None


@pytest.mark.parametrize(
    "registration",
    [
        {"danger": "acute"},
        {"type": "sexual"},
        {"type": "abusive"},
        {"type": "counselling", "topics": ["running-away"]},
        {"type": "counselling", "topics": ["moving-house", "suicidal-thoughts"]},
    ],
)
def test_after_danger_an_acute_topic_or_abuse_comes_a_rest(registration: dict[str, object]):
    assert was_hard(registration, packaged().topics)


@pytest.mark.parametrize(
    "registration",
    [{}, {"danger": "possible"}, {"type": "prank"}, {"type": "counselling", "topics": ["moving-house"]}],
)
def test_an_ordinary_conversation_asks_for_none(registration: dict[str, object]):
    assert not was_hard(registration, packaged().topics)


@pytest.mark.parametrize("status", [Status.AVAILABLE, Status.LAST])
def test_whoever_works_catches_their_breath(status: Status):
    rests = recovers(Duty(staff="ann", idle_since=A_SATURDAY_EVENING, status=status))
    assert (rests.status, rests.why) == (Status.BREAK, "recover")


@pytest.mark.parametrize("status", [Status.AWAY, Status.BREAK])
def test_who_is_away_or_on_a_break_stays_so(status: Status):
    duty = Duty(staff="ann", idle_since=A_SATURDAY_EVENING, status=status)
    assert recovers(duty) is duty
