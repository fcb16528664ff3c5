"""Who may do what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.permissions import CHILD_FACE, DESK_FACE, EVENTS, PRACTICE_FACE, ROUTES, Who, may, may_ask
from helpline.core.staff import Role

CHILD_EVENTS = {"enter", "say", "sync", "typing", "leave", "forget", "prefer", "survey"}
PRACTICE_EVENTS = {"dial", "press", "say", "hang_up"}
DESK_EVENTS = {
    *("be", "accept", "decline", "say", "sync", "typing", "phase", "register", "end", "finish", "hand_over"),
    "alias",
    *("phone", "call", "consent"),
    *("colleagues", "alarm", "danger", "ask_along", "history", "put_advice_away", "time_out", "sanctions", "lift"),
}
OF_COORDINATORS = {
    "put_notice",
    "lift_notice",
    "alarm_take",
    "watch",
    "unwatch",
    "whisper",
    "take_over",
    "agree",
    "block_preview",
    "block",
    "renew",
}

ROUTES_FOR = {
    Who.ANYONE: "GET / · GET /desk · GET /practice · GET /blank · GET /assets/{name} · POST /api/session"
    " · DELETE /api/session · POST /child/away · GET /api/topics · GET /api/help · GET /healthz · GET /readyz",
    Who.ENTERS: "GET /api/factors · POST /api/factors/code · POST /api/factors/code/{factor}"
    " · POST /api/factors/passkey · POST /api/factors/passkey/made",
    Who.VOLUNTEER: "POST /api/factors/{factor}/remove"
    " · GET /api/form · GET /api/knowledge · GET /api/knowledge/complete · GET /api/knowledge/about"
    " · POST /api/knowledge/missed · GET /api/knowledge/articles/{slug} · GET /api/audit/mine · GET /sip",
    Who.COORDINATOR: "GET /api/factors/people · POST /api/factors/people/{staff}/reset"
    " · GET /api/knowledge/shelf · POST /api/knowledge/shelf · GET /api/knowledge/shelf/{slug}"
    " · GET /api/knowledge/shelf/{slug}/{number} · POST /api/knowledge/shelf/{slug}/publish"
    " · POST /api/knowledge/shelf/{slug}/retire · POST /api/knowledge/shelf/{slug}/approve"
    " · POST /api/knowledge/check · GET /api/knowledge/synonyms · POST /api/knowledge/synonyms"
    " · GET /api/audit · GET /api/audit/chain · GET /api/recordings · GET /api/recordings/{language}/{name}"
    " · GET /api/recordings/{language}/{name}/draft · POST /api/recordings/{language}/{name}/draft"
    " · POST /api/recordings/{language}/{name}/listened · POST /api/recordings/{language}/{name}/discard"
    " · POST /api/recordings/{language}/{name}/live · POST /api/recordings/{language}/{name}/placeholder",
    Who.OPERATOR: "GET /metrics",
}
"""Said a second time, so that a right that grew too wide is noticed."""


def test_each_route_is_for_those_it_was_made_for():
    stated = {who: {f"{method} {path}" for (method, path), it in ROUTES.items() if it == who} for who in ROUTES_FOR}
    assert stated == {who: set(routes.split(" · ")) for who, routes in ROUTES_FOR.items()}
    assert set(ROUTES.values()) == set(ROUTES_FOR)


def test_these_and_no_other_events_are_known():
    assert {event for face, event in EVENTS if face == CHILD_FACE} == CHILD_EVENTS
    assert {event for face, event in EVENTS if face == DESK_FACE} == DESK_EVENTS | OF_COORDINATORS
    assert {event for face, event in EVENTS if face == PRACTICE_FACE} == PRACTICE_EVENTS
    assert len(EVENTS) == len(CHILD_EVENTS) + len(DESK_EVENTS) + len(OF_COORDINATORS) + len(PRACTICE_EVENTS)


@pytest.mark.parametrize("event", sorted(DESK_EVENTS))
def test_a_coordinator_may_use_every_event_of_a_volunteer(event):
    assert may(Role.VOLUNTEER, DESK_FACE, event)
    assert may(Role.COORDINATOR, DESK_FACE, event)


@pytest.mark.parametrize("event", sorted(OF_COORDINATORS))
def test_what_is_for_coordinators_no_volunteer_may(event):
    assert not may(Role.VOLUNTEER, DESK_FACE, event)
    assert may(Role.COORDINATOR, DESK_FACE, event)


@pytest.mark.parametrize("event", sorted(DESK_EVENTS | OF_COORDINATORS))
def test_a_child_may_use_no_event_of_the_desk(event):
    assert not may(Who.CHILD, DESK_FACE, event)
    assert not may(Who.ANYONE, DESK_FACE, event)


@pytest.mark.parametrize("event", sorted(CHILD_EVENTS))
def test_staff_may_not_speak_as_a_child(event):
    assert may(Who.CHILD, CHILD_FACE, event)
    assert not may(Role.VOLUNTEER, CHILD_FACE, event)
    assert not may(Role.COORDINATOR, CHILD_FACE, event)


@pytest.mark.parametrize("event", sorted(PRACTICE_EVENTS))
def test_who_practises_may_ring_and_nothing_else(event):
    assert may(Who.PRACTISES, PRACTICE_FACE, event)
    assert not any(may(who, PRACTICE_FACE, event) for who in Who if who != Who.PRACTISES)
    assert not any(may(Who.PRACTISES, face, event) for face in (CHILD_FACE, DESK_FACE))


@given(st.sampled_from(Who), st.text(), st.text())
def test_what_does_not_stand_in_the_tables_is_refused(who, one, other):
    assert not may(who, DESK_FACE, one + "?")
    assert not may(who, "/other" + one, "say")
    assert not may_ask(who, one, "/api/nothing" + other)


def test_an_unknown_role_may_nothing_of_anybody():
    assert not any(may("", face, event) for face, event in EVENTS)


def test_the_form_is_for_staff_and_the_topics_for_everybody():
    assert may_ask(Who.ANYONE, "GET", "/api/topics")
    assert may_ask(Role.VOLUNTEER, "GET", "/api/form")
    assert may_ask(Role.COORDINATOR, "HEAD", "/api/form")
    assert not may_ask(Who.ANYONE, "GET", "/api/form")
    assert not may_ask(Who.CHILD, "GET", "/api/form")


def test_figures_are_for_operators_only():
    assert may_ask(Who.OPERATOR, "GET", "/metrics")
    assert not any(may_ask(who, "GET", "/metrics") for who in Who if who != Who.OPERATOR)


def test_a_method_that_is_not_in_the_table_is_refused():
    assert ("GET", "/child/away") not in ROUTES
    assert not may_ask(Who.ANYONE, "GET", "/child/away")
    assert not may_ask(Who.COORDINATOR, "PUT", "/api/session")
